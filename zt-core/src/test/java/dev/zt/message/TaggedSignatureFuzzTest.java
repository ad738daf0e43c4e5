package dev.zt.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.zt.fuzz.FuzzTally;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Whatever the bytes: one of the three results, and no signature that a key accepts which signed nothing. Lines that begin
 * with an exclamation mark are {@code Signature}, the others {@code Signature-Input}.
 */
class TaggedSignatureFuzzTest {
    @RegisterExtension
    static final FuzzTally TALLY = new FuzzTally();

    private static final Message.Request REQUEST = Messages.request("content-type", "text/plain");

    @FuzzTest
    void chooses_oneThatNobodyMade(byte[] bytes) {
        TALLY.run(bytes, text -> {
            ChosenSignature chosen = TaggedSignature.choose(fields(text));
            if (chosen instanceof ChosenSignature.Found found) {
                TaggedSignature signature = found.signature();
                assertThat(signature.input().tag()).contains(WimseProfile.TAG);
                assertThat(signature.check(REQUEST, Messages.FOREIGN))
                        .isIn(MessageFault.SIGNATURE_WRONG, MessageFault.COMPONENT_UNAVAILABLE);
                // Only for what it throws: whether the profile is kept is no matter of the text's form.
                WimseProfile.checkRequest(signature.input(), REQUEST);
                WimseProfile.checkResponse(signature.input(), new Message.Response(200, fields(text), REQUEST), "a");
            } else if (chosen instanceof ChosenSignature.Refused refused) {
                assertThat(refused.fault()).isLessThan(MessageFault.SIGNATURE_WRONG);
            }
        });
    }

    private static MessageFields fields(String text) {
        List<String> fields = new ArrayList<>();
        for (String line : FuzzTally.lines(text)) {
            boolean signature = line.startsWith("!");
            fields.add(signature ? "signature" : "signature-input");
            fields.add(signature ? line.substring(1) : line);
        }
        return Messages.fields(fields.toArray(String[]::new));
    }
}
