package dev.zt.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.config.Setting;
import dev.zt.config.Settings;
import dev.zt.policy.Policy;
import dev.zt.policy.PolicyTestResult;
import dev.zt.request.Target;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the README to what the code does. */
class ReadmeTest {
    private static final String IMPORTS = """
            import dev.zt.guard.Guard;
            import dev.zt.outbound.OutboundAuth;
            import dev.zt.own.ServiceIdentity;
            import dev.zt.servlet.Caller;
            import dev.zt.servlet.RequiresScope;
            import dev.zt.servlet.ZeroTrust;
            import jakarta.servlet.ServletContext;
            import jakarta.servlet.http.HttpServlet;
            import jakarta.servlet.http.HttpServletRequest;
            import jakarta.servlet.http.HttpServletResponse;
            import java.io.IOException;
            import java.net.http.HttpClient;

            """;

    @TempDir
    Path directory;

    private static String readme() throws IOException {
        return Files.readString(Path.of("..", "README.md"));
    }

    private static List<String> blocks(String page, String language) {
        List<String> blocks = new ArrayList<>();
        Matcher matcher = Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL)
                .matcher(page);
        while (matcher.find()) {
            blocks.add(matcher.group(1));
        }
        return blocks;
    }

    @Test
    void compiles_theCodeOfTheReadme() throws IOException {
        compile("Quickstart.java", IMPORTS + blocks(readme(), "java").get(0));
    }

    @Test
    void compiles_theCodeOfThePageOnAccessTokens() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "access-tokens.md"));

        compile(
                "Page.java",
                "import dev.zt.identity.Scopes;\nimport dev.zt.outbound.Destination;\n" + IMPORTS
                        + "class Page { void run() {\n" + blocks(page, "java").get(0) + "}}\n");
    }

    private void compile(String name, String code) throws IOException {
        Path source = Files.writeString(directory.resolve(name), code);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        String classPath = String.join(
                java.io.File.pathSeparator,
                System.getProperty("java.class.path", ""),
                System.getProperty("jdk.module.path", ""));

        boolean compiled = compiler.getTask(
                        messages,
                        null,
                        null,
                        List.of("-d", directory.toString(), "-cp", classPath, "-proc:none"),
                        null,
                        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)
                                .getJavaFileObjects(source))
                .call();

        assertThat(compiled).as(messages.toString()).isTrue();
    }

    @Test
    void shows_codeByLineTwenty() throws IOException {
        List<String> lines = readme().lines().limit(20).toList();

        assertThat(lines).anyMatch(line -> line.contains("ZeroTrust.install"));
    }

    @Test
    void reads_theSettingsOfTheReadme() throws IOException {
        Files.writeString(directory.resolve("zt.yaml"), blocks(readme(), "yaml").get(0));

        assertThat(Settings.read(Map.of(), directory).required(Setting.SERVICE).text())
                .isEqualTo("orders");
    }

    @Test
    void passes_theTestsOfTheReadmesPolicy() throws IOException {
        Policy policy = Policy.read("README.md", blocks(readme(), "yaml").get(1).getBytes(StandardCharsets.UTF_8));

        assertThat(policy.runTests(path -> Target.parse(path).map(Target::segments), Instant.EPOCH))
                .isNotEmpty()
                .allMatch(PolicyTestResult::passed);
    }

    @Test
    void passes_theTestsOfThePolicyPage() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "policy.md"));
        String yaml = page.substring(page.indexOf("```yaml") + 8, page.indexOf("```\n", page.indexOf("```yaml") + 8));
        Policy policy = Policy.read("docs/policy.md", yaml.getBytes(StandardCharsets.UTF_8));

        assertThat(policy.runTests(path -> Target.parse(path).map(Target::segments), Instant.EPOCH))
                .isNotEmpty()
                .allMatch(PolicyTestResult::passed);
    }
}
