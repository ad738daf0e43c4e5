package dev.zt.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.zt.fuzz.FuzzTally;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever the bytes: no dictionary, or one that is read the same when it is written again. */
class DictionaryFuzzTest {
    @RegisterExtension
    static final FuzzTally TALLY = new FuzzTally();

    @FuzzTest
    void reads_whatItWouldWrite(byte[] bytes) {
        TALLY.run(bytes, text -> {
            Map<String, BareItem> read = read(FuzzTally.lines(text));
            if (read != null) {
                assertThat(read.size()).isLessThanOrEqualTo(Dictionary.MAX_MEMBERS);
                String written = read.entrySet().stream()
                        .map(member -> member.getKey() + "=" + member.getValue().text())
                        .collect(Collectors.joining(", "));
                assertThat(read(List.of(written))).containsExactlyEntriesOf(read);
            }
        });
    }

    private static Map<String, BareItem> read(List<String> lines) {
        return Dictionary.read(lines, (key, cursor) -> ItemReader.bareItem(cursor));
    }
}
