package dev.zt.request;

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
    private static final boolean[] TOKEN68 = new boolean[128];

    static {
        for (char c : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=".toCharArray()) {
            TOKEN68[c] = true;
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
        int end = authorization.length() - space - 1 > longest ? space : authorization.length();
        for (int i = space + 1; i < end; i++) {
            if (!isToken68(authorization.charAt(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(new PresentedToken(authorization, space + 1));
    }

    private static boolean isToken68(char c) {
        return c < TOKEN68.length && TOKEN68[c];
    }
}
