package dev.zt.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the page on testing to tests that run. */
class TestingPageTest {
    private static String page() throws IOException {
        return Files.readString(Path.of("..", "docs", "testing-your-service.md"));
    }

    private static List<String> blocks() throws IOException {
        List<String> blocks = new ArrayList<>();
        Matcher matcher = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL).matcher(page());
        while (matcher.find()) {
            blocks.add(matcher.group(1));
        }
        return blocks;
    }

    private static String sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src", "test", "java", "dev", "zt", "testkit"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(TestingPageTest::text)
                    .collect(Collectors.joining("\n"));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // Pages and sources break lines differently.
    private static String bare(String code) {
        return code.replaceAll("\\s", "");
    }

    /** Each block stands in a test that is run; "..." stands for what a reader knows. */
    @Test
    void runs_theCodeOfThePage() throws IOException {
        String sources = bare(sources());

        assertThat(blocks()).hasSizeGreaterThan(6);
        for (String block : blocks()) {
            for (String part : block.split(Pattern.quote("// ..."), -1)) {
                assertThat(sources).contains(bare(part));
            }
        }
    }

    @Test
    void names_everyContract() throws IOException {
        for (Class<?> contract : List.of(
                ReplayStoreContract.class,
                SharedReplayStoreContract.class,
                KeySourceContract.class,
                FetchedKeySourceContract.class,
                AuditSinkContract.class,
                IdentitySourceContract.class,
                ClientContract.class,
                ServerContract.class)) {
            assertThat(page()).contains("`" + contract.getSimpleName() + "`");
        }
    }
}
