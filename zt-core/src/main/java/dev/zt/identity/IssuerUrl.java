package dev.zt.identity;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The issuer identifier of an OAuth 2.0 authorization server, such as {@code https://idp.example/realms/shop}
 * (RFC 8414 §2).
 *
 * <p>An HTTPS URL without query, fragment and user information, or an HTTP one of 127.0.0.1 or [::1]; at most 512
 * characters of printable ASCII. Compared by exact text: a trailing slash makes another issuer. Immutable; safe to log.
 *
 * @param text the identifier, exactly as its tokens write it
 */
public record IssuerUrl(String text) implements Issuer {
    /** The longest identifier in characters. */
    public static final int MAX_LENGTH = 512;

    private static final String RULE = "an issuer is an HTTPS URL without query, fragment and user information, such as"
            + " https://idp.example, or an HTTP one of 127.0.0.1 or [::1]";

    /**
     * Checks the grammar.
     *
     * @throws IllegalArgumentException if the text breaks it
     */
    public IssuerUrl {
        if (!isValid(text)) {
            throw new IllegalArgumentException(RULE);
        }
    }

    /** Reads an untrusted {@code iss}; empty if it is no issuer identifier. */
    public static Optional<IssuerUrl> parse(String text) {
        return isValid(text) ? Optional.of(new IssuerUrl(text)) : Optional.empty();
    }

    /**
     * Takes an identifier that the programmer or operator wrote.
     *
     * @throws IllegalArgumentException if it breaks the grammar
     */
    public static IssuerUrl of(String text) {
        return new IssuerUrl(text);
    }

    /** The identifier as a URL. */
    public URI url() {
        return URI.create(text);
    }

    @Override
    public String toString() {
        return text;
    }

    private static boolean isValid(String text) {
        URI url = text.isEmpty() || text.length() > MAX_LENGTH || !Ascii.isPlain(text) ? null : read(text);
        if (url == null || url.getRawUserInfo() != null) {
            return false;
        }
        return TrustworthyOrigin.isOf(url) && url.getRawQuery() == null && url.getRawFragment() == null;
    }

    private static @Nullable URI read(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
