package dev.zt.request;

import java.util.Arrays;
import java.util.Optional;

/** The authentication schemes of {@code Authorization} that are known here. */
enum AuthScheme {
    /** Workload proof token (draft-ietf-wimse-wpt-02 §3). */
    WPT("WPT"),
    /** Access token bound to a key (RFC 9449 §7.1). */
    DPOP("DPoP"),
    /** Token of whoever bears it (RFC 6750 §2.1). */
    BEARER("Bearer");

    private static final AuthScheme[] ALL = values();
    private static final byte[] OTHERS = new byte[256];

    static {
        Arrays.fill(OTHERS, (byte) 1);
        for (char c : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=".toCharArray()) {
            OTHERS[c] = 0;
        }
    }

    private final String name;

    AuthScheme(String name) {
        this.name = name;
    }

    /** The scheme of a field value; empty if it is none of these. */
    static Optional<AuthScheme> of(String authorization) {
        for (AuthScheme scheme : ALL) {
            if (scheme.begins(authorization)) {
                return Optional.of(scheme);
            }
        }
        return Optional.empty();
    }

    // RFC 9110 §11.1: the scheme has no case, and ends before the first character that no token68 holds.
    private boolean begins(String authorization) {
        return authorization.regionMatches(true, 0, name, 0, name.length())
                && (authorization.length() == name.length() || !isToken68(authorization.charAt(name.length())));
    }

    /**
     * What follows the scheme and one space, if that is a token68 (RFC 9110 §11.2); a tab is not a space.
     *
     * @param longest what is longer is not looked at: whoever checks it refuses it for its length
     */
    Optional<PresentedToken> token(String authorization, int longest) {
        int space = name.length();
        if (authorization.length() <= space + 1 || authorization.charAt(space) != ' ') {
            return Optional.empty();
        }
        boolean read = authorization.length() - space - 1 <= longest;
        return !read || isToken68(authorization, space + 1)
                ? Optional.of(new PresentedToken(authorization, space + 1, read))
                : Optional.empty();
    }

    // To the end in any case: what does not stop is done several characters at once.
    private static boolean isToken68(String text, int from) {
        int others = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            others |= OTHERS[c & 0xFF] | c >>> 8;
        }
        return others == 0;
    }

    private static boolean isToken68(char c) {
        return c < OTHERS.length && OTHERS[c] == 0;
    }
}
