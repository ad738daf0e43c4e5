package dev.zt.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.request.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyPageTest {
    private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```\n", Pattern.DOTALL);

    @ParameterizedTest
    @CsvSource({"policy.md, 2", "access-tokens.md, 1"})
    void passes_theTestsOfEachExample(String page, int examples) throws IOException {
        String text = Files.readString(Path.of("..", "docs", page));
        List<String> policies = BLOCK.matcher(text)
                .results()
                .map(block -> block.group(1))
                .filter(block -> block.startsWith("zt: 1"))
                .toList();

        assertThat(policies).hasSize(examples);
        for (String example : policies) {
            Policy policy = Policy.read(page, example.getBytes(StandardCharsets.UTF_8));
            assertThat(policy.runTests(path -> Target.parse(path).map(Target::segments), Instant.EPOCH))
                    .isNotEmpty()
                    .allMatch(PolicyTestResult::passed);
        }
    }
}
