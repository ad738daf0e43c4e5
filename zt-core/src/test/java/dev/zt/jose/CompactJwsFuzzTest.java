package dev.zt.jose;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.zt.fuzz.FuzzTally;
import dev.zt.fuzz.NaiveJson;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Whatever the text: a token whose header and payload say what a second reading finds, or none where that finds none. The
 * second reading cuts at dots, decodes by the JDK, takes only what the JDK would write, and reads JSON by itself.
 */
class CompactJwsFuzzTest {
    @RegisterExtension
    static final FuzzTally TALLY = new FuzzTally();

    @DictionaryEntries({".", "..", "e30", "eyJ", "fQ", "Il0", "ImFsZyI6", "=", "+", "/", "-", "_", "AA", "AB"})
    @FuzzTest
    void reads_asASecondReaderDoes(byte[] bytes) {
        TALLY.run(bytes, text -> {
            CompactJws token = CompactJws.split(text);
            Optional<Map<String, Object>> header = header(text);

            assertThat(token != null).isEqualTo(header.isPresent());
            if (token != null) {
                check(token.header(), header.orElseThrow());
                Optional<Map<String, Object>> payload =
                        NaiveJson.object(strict(text.split("\\.", -1)[1]).orElseThrow());
                JsonObject read = token.payload();
                assertThat(read != null).isEqualTo(payload.isPresent());
                if (read != null) {
                    SameJson.check(read, payload.orElseThrow());
                }
            }
        });
    }

    private static Optional<Map<String, Object>> header(String text) {
        List<String> parts = List.of(text.split("\\.", -1));
        boolean cut =
                parts.size() == 3 && !parts.get(0).isEmpty() && !parts.get(2).isEmpty();
        return cut && parts.stream().allMatch(part -> strict(part).isPresent())
                ? NaiveJson.object(strict(parts.get(0)).orElseThrow())
                : Optional.empty();
    }

    private static Optional<byte[]> strict(String part) {
        try {
            byte[] octets = Base64.getUrlDecoder().decode(part);
            boolean only = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(octets)
                    .equals(part);
            return only ? Optional.of(octets) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static void check(JoseHeader header, Map<String, Object> naive) {
        assertThat(header.algorithm().map(Algorithm::joseName))
                .isEqualTo(Optional.ofNullable(naive.get("alg"))
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .filter(name -> Algorithm.named(name).isPresent()));
        assertThat(header.keyId().map(Object.class::cast))
                .isEqualTo(Optional.ofNullable(naive.get("kid")).filter(String.class::isInstance));
        assertThat(header.statesType()).isEqualTo(naive.containsKey("typ"));
        if (naive.containsKey("crit") || naive.containsKey("jku") || naive.containsKey("b64")) {
            assertThat(header.namesUnknownParameter()).isTrue();
            assertThat(header.namesUnknownProofParameter()).isTrue();
        }
    }
}
