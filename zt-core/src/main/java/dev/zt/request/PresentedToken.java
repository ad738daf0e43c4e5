package dev.zt.request;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A token where it stands in its header field, as a token68 (RFC 9110 §11.2): most are known by their hash, which needs
 * no text of their own. Immutable; {@link #toString()} shows nothing of it.
 */
public final class PresentedToken {
    private final byte[] field;
    private final int start;

    PresentedToken(byte[] field, int start) {
        this.field = field;
        this.start = start;
    }

    /** How many characters it has. */
    public int length() {
        return field.length - start;
    }

    /** Its text. */
    public String text() {
        return new String(field, start, length(), StandardCharsets.ISO_8859_1);
    }

    /** Has a digest take in its characters. */
    public void digestBy(MessageDigest digest) {
        digest.update(field, start, length());
    }

    @Override
    public String toString() {
        return "PresentedToken[...]";
    }
}
