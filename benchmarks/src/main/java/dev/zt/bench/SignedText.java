package dev.zt.bench;

import dev.zt.jose.VerificationKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** A token cut into what its signature covers and the signature, ready for a bare check. */
final class SignedText {
    private final byte[] signed;
    private final byte[] signature;

    private SignedText(byte[] signed, byte[] signature) {
        this.signed = signed;
        this.signature = signature;
    }

    static SignedText of(String token) {
        int dot = token.lastIndexOf('.');
        return new SignedText(
                token.substring(0, dot).getBytes(StandardCharsets.US_ASCII),
                Base64.getUrlDecoder().decode(token.substring(dot + 1)));
    }

    /** The bare check: the engine's own verification with a prepared key, and nothing else. */
    boolean isSignedBy(VerificationKey key) {
        return key.verify(signed, signed.length, signature);
    }

    /** The same check in plain JCA. */
    boolean isSignedBy(JcaKey key) {
        return key.verify(signed, signature);
    }

    /** A copy of what the signature covers. */
    byte[] signed() {
        return Arrays.copyOf(signed, signed.length);
    }
}
