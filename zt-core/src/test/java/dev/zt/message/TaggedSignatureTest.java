package dev.zt.message;

import static dev.zt.message.Messages.fields;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaggedSignatureTest {
    private static final String TAGGED = "();tag=\"wimse-workload-to-workload\"";

    private static ChosenSignature choose(String input, String signature) {
        return TaggedSignature.choose(fields("Signature-Input", input, "Signature", signature));
    }

    private static MessageFault refusal(String input, String signature) {
        return ((ChosenSignature.Refused) choose(input, signature)).fault();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wimse", "sig1", "x"})
    void chooses_byTag_whateverTheLabel(String label) {
        ChosenSignature chosen = choose(
                "wimse2=();tag=\"other\", " + label + "=" + TAGGED + ", a=(\"x\";sf;key=\"y\")",
                "a=:AAAA:, " + label + "=:BBBB:");

        assertThat(chosen).isInstanceOfSatisfying(ChosenSignature.Found.class, found -> {
            assertThat(found.signature().input().label()).isEqualTo(label);
            assertThat(found.signature().input().text()).isEqualTo(TAGGED);
        });
    }

    // Case 37: the label says nothing.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "wimse=()",
                "wimse=();tag=\"wimse-service-to-service\"",
                "wimse=();tag=\"WIMSE-workload-to-workload\"",
                "wimse=();tag=\"wimse-workload-to-workload \"",
                "wimse=();tag=wimse-workload-to-workload",
                "wimse=();tag=\"\"",
                "wimse=();tag",
                "wimse=(\"tag\";tag=\"wimse-workload-to-workload\")"
            })
    void finds_noneWithAForeignTag(String input) {
        assertThat(choose(input, "wimse=:AAAA:")).isEqualTo(new ChosenSignature.None());
    }

    @Test
    void finds_noneWithoutSignatureInput_whateverSignatureSays() {
        assertThat(TaggedSignature.choose(fields())).isEqualTo(new ChosenSignature.None());
        assertThat(TaggedSignature.choose(fields("Signature", "keyId=\"a\",signature=\"b\"")))
                .isEqualTo(new ChosenSignature.None());
        assertThat(choose("a=()", "keyId=\"a\",signature=\"b\"")).isEqualTo(new ChosenSignature.None());
    }

    // Case 37.
    @Test
    void refuses_twoWithTheTag() {
        assertThat(refusal("a=" + TAGGED + ", b=" + TAGGED, "a=:AAAA:, b=:AAAA:"))
                .isEqualTo(MessageFault.SIGNATURE_AMBIGUOUS);
        assertThat(refusal("a=" + TAGGED + ", b=(\"x\");created=1;tag=\"wimse-workload-to-workload\"", "a=:AAAA:"))
                .isEqualTo(MessageFault.SIGNATURE_AMBIGUOUS);
    }

    // Case 41.
    @Test
    void refuses_aLabelThatStandsTwice() {
        assertThat(refusal("a=" + TAGGED + ", a=()", "a=:AAAA:")).isEqualTo(MessageFault.INPUT_MALFORMED);
        assertThat(refusal("a=" + TAGGED, "a=:AAAA:, a=:BBBB:")).isEqualTo(MessageFault.SIGNATURE_MALFORMED);
        assertThat(TaggedSignature.choose(fields(
                        "Signature-Input", "a=" + TAGGED, "Signature-Input", "a=" + TAGGED, "Signature", "a=:AAAA:")))
                .isEqualTo(new ChosenSignature.Refused(MessageFault.INPUT_MALFORMED));
    }

    @Test
    void refuses_aSignatureThatIsNotThere() {
        assertThat(refusal("a=" + TAGGED, "b=:AAAA:")).isEqualTo(MessageFault.SIGNATURE_MISSING);
        assertThat(TaggedSignature.choose(fields("Signature-Input", "a=" + TAGGED)))
                .isEqualTo(new ChosenSignature.Refused(MessageFault.SIGNATURE_MISSING));
    }

    @Test
    void refuses_fieldsBeyondTheLimit() {
        String long_ = "a=" + TAGGED + " ".repeat(Dictionary.MAX_LENGTH);

        assertThat(refusal(long_, "a=:AAAA:")).isEqualTo(MessageFault.FIELD_TOO_LONG);
        assertThat(refusal("a=" + TAGGED, "a=:" + "A".repeat(Dictionary.MAX_LENGTH) + ":"))
                .isEqualTo(MessageFault.FIELD_TOO_LONG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a=:AAA:", "a=:AAAA:;b", "a=\"AAAA\""})
    void refuses_aSignatureThatIsNoBytes(String signature) {
        assertThat(refusal("a=" + TAGGED, signature)).isEqualTo(MessageFault.SIGNATURE_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=::", "a=:AAAA:"})
    void refuses_bytesThatAreNoSignature(String signature) {
        ChosenSignature.Found found = (ChosenSignature.Found) choose("a=" + TAGGED, signature);

        assertThat(found.signature().check(Messages.request(), Messages.PUBLIC))
                .isEqualTo(MessageFault.SIGNATURE_WRONG);
    }
}
