package dev.zt.message;

import dev.zt.jose.SigningKey;
import dev.zt.jose.VerificationKey;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The text over which a signature of a message is computed (RFC 9421 §2.5). Immutable; may hold credentials. */
final class SignatureBase {
    private final byte[] ascii;

    private SignatureBase(byte[] ascii) {
        this.ascii = ascii;
    }

    /**
     * The text for a message; empty if a component stands twice, is not known, is missing from the message, or has a
     * value that is not one line of ASCII.
     */
    static Optional<SignatureBase> of(SignatureInput input, Message message) {
        if (!input.areDistinct()) {
            return Optional.empty();
        }
        AsciiLines lines = new AsciiLines();
        for (Component component : input.components()) {
            String value = ComponentValue.of(component, message);
            if (value == null || !lines.add(component.text()) || !lines.add(": ") || !lines.add(value)) {
                return Optional.empty();
            }
            lines.endLine();
        }
        return lines.add("\"@signature-params\": ") && lines.add(input.text())
                ? Optional.of(new SignatureBase(lines.bytes()))
                : Optional.empty();
    }

    // ECDSA in RFC 9421 §3.3.4 is two numbers side by side, as in JWS; the other algorithms have one form anyway.
    boolean isSignedBy(VerificationKey key, byte[] signature) {
        return key.verify(ascii, ascii.length, signature);
    }

    byte[] sign(SigningKey key) {
        return key.sign(ascii, ascii.length);
    }

    /** The text, for comparison with published examples; {@link #toString()} does not show it. */
    String text() {
        return new String(ascii, StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return "SignatureBase[" + ascii.length + "]";
    }
}
