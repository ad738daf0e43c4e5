package dev.zt.own;

import java.util.Optional;

/**
 * A nonce that a server wants in the next proof (RFC 9449 §8.1): 1 to 512 characters of printable ASCII without space,
 * quotation mark and backslash. Immutable.
 *
 * @param value as the header {@code DPoP-Nonce} has it
 */
public record DpopNonce(String value) {
    /** The longest nonce in characters. */
    public static final int MAX_LENGTH = 512;

    /**
     * Checks the grammar.
     *
     * @throws IllegalArgumentException if the value breaks it
     */
    public DpopNonce {
        if (!isValid(value)) {
            throw new IllegalArgumentException("a nonce has 1 to " + MAX_LENGTH
                    + " printable ASCII characters, none of them a space, '\"' or '\\'");
        }
    }

    /** Reads a header's value; empty if it is no nonce. */
    public static Optional<DpopNonce> parse(String text) {
        return isValid(text) ? Optional.of(new DpopNonce(text)) : Optional.empty();
    }

    private static boolean isValid(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_LENGTH
                && text.chars().allMatch(c -> c > 0x20 && c < 0x7F && c != '"' && c != '\\');
    }
}
