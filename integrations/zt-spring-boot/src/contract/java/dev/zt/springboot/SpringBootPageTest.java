package dev.zt.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** What the page of Spring Boot shows is code that is compiled and run here. */
class SpringBootPageTest {
    private static final Path PAGE = Path.of("../../docs/spring-boot.md");
    private static final Path CONTRACT = Path.of("../zt-spring-boot/src/contract/java/dev/zt/springboot");

    static class Empty {}

    private static List<String> blocks(String language) throws IOException {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
    }

    // The parts between '// doc: …' and '// end: …', each as far to the left as it goes.
    private static List<String> regions(Path file) throws IOException {
        List<String> regions = new ArrayList<>();
        StringBuilder region = null;
        for (String line : Files.readAllLines(file)) {
            if (line.strip().startsWith("// doc: ")) {
                region = new StringBuilder();
            } else if (line.strip().startsWith("// end: ") && region != null) {
                // Without the last line break, which would count as a line that is not indented.
                regions.add(region.toString().stripTrailing().stripIndent() + "\n");
                region = null;
            } else if (region != null) {
                region.append(line).append('\n');
            }
        }
        return regions;
    }

    @Test
    void shows_codeThatIsRunByTests() throws IOException {
        List<String> shown = new ArrayList<>(regions(CONTRACT.resolve("shop/OrderController.java")));
        shown.addAll(regions(CONTRACT.resolve("ClientTest.java")));
        shown.addAll(regions(CONTRACT.resolve("secured/Secured.java")));
        shown.addAll(regions(Path.of("src/test/java/dev/zt/springboot/shop/OrderSliceTest.java")));
        shown.addAll(regions(CONTRACT.resolve("shop/OrderSliceContract.java")));

        assertThat(blocks("java")).isEqualTo(shown);
    }

    @Test
    void shows_settingsThatThereAre(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(
                directory.resolve("application.yaml"), blocks("yaml").get(0));
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Empty.class)
                .web(WebApplicationType.NONE)
                .run("--spring.config.additional-location=" + file.toUri())) {
            assertThatCode(() -> EnvironmentSettings.read(context.getEnvironment()))
                    .doesNotThrowAnyException();
            assertThat(ClientProperties.read(context.getEnvironment()).get("stock").callee())
                    .isEqualTo("spiffe://shop.example/stock");
        }
    }
}
