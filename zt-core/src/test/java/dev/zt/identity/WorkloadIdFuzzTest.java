package dev.zt.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.zt.fuzz.FuzzTally;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever the text: an identifier exactly where the grammar of SPIFFE-ID §2, written down once more, has one. */
class WorkloadIdFuzzTest {
    @RegisterExtension
    static final FuzzTally TALLY = new FuzzTally();

    private static final Pattern GRAMMAR =
            Pattern.compile("spiffe://([a-z0-9._-]{1,255})((?:/(?!\\.{1,2}(?:/|\\z))[a-zA-Z0-9._-]++)++)");

    @DictionaryEntries({"spiffe://", "SPIFFE://", "/./", "/../", "/...", "//", "%2e", "@", ":443", "?", "#", "\u212a"})
    @FuzzTest
    void reads_whatTheGrammarSays(byte[] bytes) {
        TALLY.run(bytes, latin -> {
            // Both, so that letters which fold to ASCII are among them.
            check(latin);
            check(new String(bytes, StandardCharsets.UTF_8));
        });
    }

    private static void check(String text) {
        Optional<WorkloadId> read = WorkloadId.parse(text);
        Matcher grammar = GRAMMAR.matcher(text);
        boolean expected = text.length() <= WorkloadId.MAX_LENGTH && grammar.matches();

        assertThat(read.isPresent()).isEqualTo(expected);
        if (read.isPresent()) {
            WorkloadId id = read.get();
            assertThat(id).hasToString(text).isEqualTo(WorkloadId.of(text));
            assertThat(id.trustDomain()).isEqualTo(TrustDomain.of(grammar.group(1)));
            assertThat(id.path()).isEqualTo(grammar.group(2));
            assertThat(id.trustDomain().name()).isEqualTo(grammar.group(1).toLowerCase(Locale.ROOT));
        } else {
            assertThatThrownBy(() -> WorkloadId.of(text)).isExactlyInstanceOf(IllegalArgumentException.class);
        }
        assertThat(TrustDomain.parse(text).isPresent()).isEqualTo(text.matches("[a-z0-9._-]{1,255}+"));
    }
}
