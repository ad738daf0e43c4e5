package dev.zt.jose;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.zt.fuzz.FuzzTally;
import dev.zt.fuzz.NaiveJson;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever the bytes: an object with the members that a second reader finds, or none where that finds none. */
class JsonFuzzTest {
    @RegisterExtension
    static final FuzzTally TALLY = new FuzzTally();

    @DictionaryEntries({"{\"a\":", "\\u0061", "\\ud800", "null", "true", "-0", "1e1", "1.0", "[{", "}]", "\u00e9"})
    @FuzzTest
    void reads_asASecondReaderDoes(byte[] bytes) {
        TALLY.run(bytes, text -> {
            JsonObject read = Json.object(bytes);
            Optional<Map<String, Object>> naive = NaiveJson.object(bytes);

            assertThat(read != null).isEqualTo(naive.isPresent());
            if (read != null) {
                SameJson.check(read, naive.orElseThrow());
            }
        });
    }
}
