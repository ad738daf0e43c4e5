package dev.zt.identity;

import java.util.Optional;

/**
 * A caller as an authorization server names it in an access token: by {@code client_id} (RFC 9068 §2.2), or by the
 * outermost {@code act} where somebody acts for somebody else (RFC 8693 §4.1).
 *
 * <p>The two are different names even with the same text, because whoever may register users must not thereby become
 * a client. Immutable; safe to log.
 *
 * @param issuer the authorization server
 * @param kind which of its names this is
 * @param name 1 to 255 characters of printable ASCII without space, quotation mark and backslash
 */
public record ClientId(IssuerUrl issuer, Kind kind, String name) implements CallerId {
    /** The longest name in characters. */
    public static final int MAX_LENGTH = 255;

    /** Where the name stands in a token. */
    public enum Kind {
        /** The {@code client_id} of a token without {@code act}. */
        CLIENT("client_id"),
        /** The {@code sub} of the outermost {@code act}. */
        ACTOR("act.sub");

        private final String claim;

        Kind(String claim) {
            this.claim = claim;
        }
    }

    /**
     * Checks the grammar.
     *
     * @throws IllegalArgumentException if the name breaks it
     */
    public ClientId {
        if (!isValid(name)) {
            throw new IllegalArgumentException("a client or actor has a name of 1 to " + MAX_LENGTH
                    + " characters of printable ASCII without space, quotation mark and backslash");
        }
    }

    /** Reads an untrusted name; empty if it breaks the grammar. */
    public static Optional<ClientId> parse(IssuerUrl issuer, Kind kind, String name) {
        return isValid(name) ? Optional.of(new ClientId(issuer, kind, name)) : Optional.empty();
    }

    /**
     * The client of a {@code client_id} that the programmer or operator wrote.
     *
     * @throws IllegalArgumentException if the name breaks the grammar
     */
    public static ClientId client(IssuerUrl issuer, String name) {
        return new ClientId(issuer, Kind.CLIENT, name);
    }

    /**
     * The actor of an {@code act.sub} that the programmer or operator wrote.
     *
     * @throws IllegalArgumentException if the name breaks the grammar
     */
    public static ClientId actor(IssuerUrl issuer, String name) {
        return new ClientId(issuer, Kind.ACTOR, name);
    }

    /** Such as {@code https://idp.example client_id=billing}. */
    @Override
    public String toString() {
        return issuer + " " + kind.claim + "=" + name;
    }

    private static boolean isValid(String name) {
        return !name.isEmpty() && name.length() <= MAX_LENGTH && Ascii.isPlain(name);
    }
}
