package dev.zt.message;

import dev.zt.jose.SigningKey;
import org.jspecify.annotations.Nullable;

/**
 * The two fields that carry a signature.
 *
 * @param signatureInput the value of {@code Signature-Input}
 * @param signature the value of {@code Signature}
 */
public record SignedFields(String signatureInput, String signature) {
    /** Signs what an input covers; null if the message lacks some of it or no signature can cover it. */
    static @Nullable SignedFields sign(SignatureInput input, Message message, SigningKey key) {
        return SignatureBase.of(input, message)
                .map(base -> new SignedFields(
                        input.label() + "=" + input.text(),
                        input.label() + "=" + BareItem.Binary.of(base.sign(key)).text()))
                .orElse(null);
    }

    /** Shows no value: whoever has a signature can send it before the owner does. */
    @Override
    public String toString() {
        return "SignedFields";
    }
}
