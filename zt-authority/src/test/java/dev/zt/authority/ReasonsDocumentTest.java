package dev.zt.authority;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ReasonsDocumentTest {
    @Test
    void describes_everyRefusalAndNoOther() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("..", "docs", "authority.md"));
        TreeSet<String> described = new TreeSet<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("### ")) {
                assertThat(lines.get(i + 4)).as(lines.get(i)).startsWith("Fix: ");
                described.add(lines.get(i).substring(4) + " " + lines.get(i + 2).replaceFirst("\\W.*", ""));
            }
        }

        assertThat(described)
                .containsExactlyElementsOf(new TreeSet<>(Arrays.stream(Refusal.values())
                        .map(refusal -> refusal.id() + " " + refusal.status())
                        .toList()));
    }
}
