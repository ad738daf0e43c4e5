package dev.zt.request;

/**
 * A token where it stands in its header field, as a token68 (RFC 9110 §11.2): most are known by their hash, which needs
 * no text of their own. Immutable; {@link #toString()} shows nothing of it.
 */
public final class PresentedToken {
    private final String field;
    private final int start;
    private final boolean read;

    /**
     * A token from {@code start} to the field's end.
     *
     * @param read whether it was found to be a token68; else it was too long to be looked at
     */
    PresentedToken(String field, int start, boolean read) {
        this.field = field;
        this.start = start;
        this.read = read;
    }

    /** How many characters it has. */
    public int length() {
        return field.length() - start;
    }

    /** Its text. */
    public String text() {
        return field.substring(start);
    }

    /**
     * Writes its characters to the beginning of an array that has room for them.
     *
     * @throws IllegalStateException if it is longer than whoever found it was told to read
     */
    @SuppressWarnings(
            "deprecation") // For text beyond Latin-1, which a token68 is not; there is no other without a copy.
    public void copyTo(byte[] octets) {
        if (!read) {
            throw new IllegalStateException("a token that nobody has read");
        }
        field.getBytes(start, field.length(), octets, 0);
    }

    @Override
    public String toString() {
        return "PresentedToken[...]";
    }
}
