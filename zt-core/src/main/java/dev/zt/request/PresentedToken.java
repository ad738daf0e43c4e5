package dev.zt.request;

import java.security.MessageDigest;

/**
 * A token where it stands in its header field, as a token68 (RFC 9110 §11.2): most are known by their hash, which needs
 * no text of their own. Immutable; {@link #toString()} shows nothing of it.
 */
public final class PresentedToken {
    // A block of SHA-256.
    private static final int CHUNK = 64;

    private final String field;
    private final int start;

    /** A token in ASCII, from {@code start} to the field's end. */
    PresentedToken(String field, int start) {
        this.field = field;
        this.start = start;
    }

    /** How many characters it has. */
    public int length() {
        return field.length() - start;
    }

    /** Its text. */
    public String text() {
        return field.substring(start);
    }

    /** Its characters. */
    @SuppressWarnings("deprecation") // As below.
    public byte[] ascii() {
        byte[] ascii = new byte[length()];
        field.getBytes(start, field.length(), ascii, 0);
        return ascii;
    }

    /** Has a digest take in its characters, a few at a time: a copy of the whole would be most of what a known token costs. */
    @SuppressWarnings(
            "deprecation") // For text beyond Latin-1, which a token68 is not; there is no other without a copy.
    public void digestBy(MessageDigest digest) {
        byte[] chunk = new byte[CHUNK];
        for (int from = start; from < field.length(); from += CHUNK) {
            int end = Math.min(from + CHUNK, field.length());
            field.getBytes(from, end, chunk, 0);
            digest.update(chunk, 0, end - from);
        }
    }

    @Override
    public String toString() {
        return "PresentedToken[...]";
    }
}
