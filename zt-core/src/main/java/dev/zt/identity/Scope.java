package dev.zt.identity;

import java.util.Optional;

/**
 * One privilege, by custom {@code noun:verb}, such as {@code orders:read} (RFC 6749 §3.3 {@code scope-token}).
 *
 * <p>1 to 128 printable ASCII characters without space, quotation mark and backslash; compared by exact text.
 * Immutable; safe to log.
 *
 * @param value the text of the scope
 */
public record Scope(String value) implements Comparable<Scope> {
    /** The longest scope in characters. */
    public static final int MAX_LENGTH = 128;

    /**
     * Checks the grammar.
     *
     * @throws IllegalArgumentException if the value breaks it
     */
    public Scope {
        if (!isValid(value)) {
            throw new IllegalArgumentException("a scope has 1 to " + MAX_LENGTH
                    + " printable ASCII characters, none of them a space, '\"' or '\\'");
        }
    }

    /** Reads untrusted text; empty if it is not exactly one scope. */
    public static Optional<Scope> parse(String text) {
        return isValid(text) ? Optional.of(new Scope(text)) : Optional.empty();
    }

    /**
     * Takes a scope that the programmer or operator wrote.
     *
     * @throws IllegalArgumentException if the text breaks the grammar
     */
    public static Scope of(String text) {
        return new Scope(text);
    }

    @Override
    public int compareTo(Scope other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }

    private static boolean isValid(String value) {
        return !value.isEmpty() && value.length() <= MAX_LENGTH && Ascii.isPlain(value);
    }
}
