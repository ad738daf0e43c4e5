package dev.zt.request;

/**
 * A token where it stands in its header field, as a token68 (RFC 9110 §11.2): most are known by their hash, which needs
 * no text of their own. Immutable; {@link #toString()} shows nothing of it.
 */
public final class PresentedToken {
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

    /** Writes its characters to the beginning of an array that has room for them. */
    @SuppressWarnings(
            "deprecation") // For text beyond Latin-1, which a token68 is not; there is no other without a copy.
    public void copyTo(byte[] octets) {
        field.getBytes(start, field.length(), octets, 0);
    }

    @Override
    public String toString() {
        return "PresentedToken[...]";
    }
}
