package dev.zt.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.zt.fuzz.FuzzTally;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever the bytes: no inputs, or such as mean the same when they are written in their one spelling. */
class SignatureInputFuzzTest {
    @RegisterExtension
    static final FuzzTally TALLY = new FuzzTally();

    @FuzzTest
    void reads_whatItWouldWrite(byte[] bytes) {
        TALLY.run(bytes, text -> {
            Map<String, SignatureInput> read = read(FuzzTally.lines(text));
            if (read != null) {
                read.values().forEach(input -> keepsItsMeaning(input, text));
            }
        });
    }

    private static void keepsItsMeaning(SignatureInput input, String received) {
        // What was signed is what was received, to the letter.
        assertThat(received).contains(input.label() + "=" + input.text());
        SignatureInput written = SignatureInput.of(input.label(), input.components(), input.parameters());
        SignatureInput again =
                read(List.of(input.label() + "=" + written.text())).get(input.label());

        assertThat(again.text()).isEqualTo(written.text());
        assertThat(again.components()).isEqualTo(input.components());
        assertThat(again.parameters().values())
                .containsExactlyEntriesOf(input.parameters().values());
        assertThat(again.created()).isEqualTo(input.created());
        assertThat(again.expires()).isEqualTo(input.expires());
        assertThat(again.nonce()).isEqualTo(input.nonce());
        assertThat(again.tag()).isEqualTo(input.tag());
        assertThat(again.audience()).isEqualTo(input.audience());
    }

    private static Map<String, SignatureInput> read(List<String> lines) {
        return Dictionary.read(lines, SignatureInput::read);
    }
}
