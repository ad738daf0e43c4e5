package dev.zt.own;

import org.jspecify.annotations.Nullable;

/**
 * Somebody's token, as it came in with a request, to be exchanged for one to the next service (RFC 8693 §2.1).
 * Immutable; {@link #toString()} shows its type alone.
 */
public final class SecurityToken {
    /** The type of an access token (RFC 8693 §3). */
    public static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";

    private static final int MAX_LENGTH = 16 << 10;

    private final String text;
    private final String type;

    private SecurityToken(String text, String type) {
        this.text = requirePlain(text);
        this.type = requirePlain(type);
    }

    /**
     * An access token, without the scheme it came with.
     *
     * @throws IllegalArgumentException if it is empty, longer than 16 KiB, or holds anything but visible ASCII
     */
    public static SecurityToken accessToken(String text) {
        return new SecurityToken(text, ACCESS_TOKEN);
    }

    /**
     * A token of another type.
     *
     * @param type a token type identifier, such as {@code urn:ietf:params:oauth:token-type:jwt}
     * @throws IllegalArgumentException if one is empty, longer than 16 KiB, or holds anything but visible ASCII
     */
    public static SecurityToken of(String text, String type) {
        return new SecurityToken(text, type);
    }

    private static String requirePlain(String text) {
        boolean plain = text.chars().allMatch(c -> c > 0x20 && c < 0x7F);
        if (text.isEmpty() || text.length() > MAX_LENGTH || !plain) {
            throw new IllegalArgumentException("a token and its type are 1 to " + MAX_LENGTH + " visible characters");
        }
        return text;
    }

    String text() {
        return text;
    }

    /** The token type identifier. */
    public String type() {
        return type;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SecurityToken that && text.equals(that.text) && type.equals(that.type);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "SecurityToken[" + type + "]";
    }
}
