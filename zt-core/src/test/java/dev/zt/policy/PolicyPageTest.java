package dev.zt.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.request.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PolicyPageTest {
    private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```\n", Pattern.DOTALL);

    @Test
    void passes_theTestsOfEachExample() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "policy.md"));
        List<MatchResult> blocks = BLOCK.matcher(page).results().toList();

        assertThat(blocks).hasSize(2);
        for (MatchResult block : blocks) {
            Policy policy = Policy.read("docs/policy.md", block.group(1).getBytes(StandardCharsets.UTF_8));
            assertThat(policy.runTests(path -> Target.parse(path).map(Target::segments), Instant.EPOCH))
                    .isNotEmpty()
                    .allMatch(PolicyTestResult::passed);
        }
    }
}
