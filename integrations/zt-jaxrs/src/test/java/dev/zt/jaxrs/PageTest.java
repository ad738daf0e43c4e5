package dev.zt.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the page on Jakarta REST to what the code does. */
class PageTest {
    @TempDir
    Path directory;

    @Test
    void compiles_theCodeOfThePage() throws IOException {
        List<String> blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("..", "..", "docs", "jaxrs.md")))
                .results()
                .map(block -> block.group(1))
                .toList();

        List<Path> sources = new ArrayList<>();
        for (String block : blocks) {
            sources.add(Files.writeString(directory.resolve(firstClass(block) + ".java"), block));
        }

        assertThat(sources).hasSize(3);
        compile(sources);
    }

    private static String firstClass(String code) {
        return Pattern.compile("\\bclass (\\w+)")
                .matcher(code)
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }

    private void compile(List<Path> sources) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        String classPath = String.join(
                File.pathSeparator,
                System.getProperty("java.class.path", ""),
                System.getProperty("jdk.module.path", ""));

        boolean compiled = compiler.getTask(
                        messages,
                        null,
                        null,
                        List.of("-d", directory.toString(), "-cp", classPath, "-proc:none"),
                        null,
                        compiler.getStandardFileManager(null, null, null).getJavaFileObjectsFromPaths(sources))
                .call();

        assertThat(compiled).as(messages.toString()).isTrue();
    }
}
