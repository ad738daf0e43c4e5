package dev.zt.identity;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whom a proof is meant for: the callee's URI, such as {@code https://orders.internal}, or a name that a deployment
 * agreed on (draft-ietf-wimse-wpt-02, {@code aud}).
 *
 * <p>An {@code http} or {@code https} URI is compared without query and fragment, without its default port, with
 * its host in lower case and with {@code /} for an empty path; the case of its path counts. Anything else is compared
 * by exact text. At most 2,048 characters of printable ASCII without space, quotation mark and backslash.
 * Immutable; safe to log.
 */
public final class Audience {
    /** The longest audience in characters. */
    public static final int MAX_LENGTH = 2048;

    private final String text;
    private final int pathStart;
    private final String printed;

    private Audience(String text, int pathStart) {
        this.text = text;
        this.pathStart = pathStart;
        this.printed = pathStart > 0 && text.length() == pathStart + 1 ? text.substring(0, pathStart) : text;
    }

    /** Reads an untrusted {@code aud} value; empty if it is no audience. */
    public static Optional<Audience> parse(String text) {
        return Optional.ofNullable(read(text));
    }

    /**
     * Takes an audience that the programmer or operator wrote.
     *
     * @throws IllegalArgumentException if it is empty, too long, has a query, a fragment or user information, or
     *     holds a character outside printable ASCII
     */
    public static Audience of(String text) {
        Audience audience = text.indexOf('?') < 0 && text.indexOf('#') < 0 ? read(text) : null;
        if (audience == null) {
            throw new IllegalArgumentException("an audience is an absolute URI without query and fragment, such as"
                    + " https://orders.internal, or a name of printable ASCII characters");
        }
        return audience;
    }

    /**
     * Whether this audience, configured for a callee, covers a presented one.
     *
     * <p>It does if both are equal, or if the presented one is the full URI of the request at hand: same origin, its
     * path is the request's path, and that path lies at or below this audience's path.
     *
     * @param presented the {@code aud} of a proof
     * @param requestPath the path of the request as it was sent, never taken from a header
     */
    public boolean covers(Audience presented, String requestPath) {
        if (text.equals(presented.text)) {
            return true;
        }
        return pathStart > 0
                && presented.pathStart == pathStart
                && text.regionMatches(0, presented.text, 0, pathStart)
                && presented.path().equals(requestPath)
                && isAtOrBelow(requestPath);
    }

    /**
     * Whether this audience covers an untrusted {@code aud} value; text that is no audience is covered by none.
     *
     * @param requestPath the path of the request as it was sent, never taken from a header
     */
    public boolean covers(String presented, String requestPath) {
        // Nearly every caller writes the audience as we print it, and that needs no parsing.
        return presented.equals(printed)
                || parse(presented)
                        .filter(audience -> covers(audience, requestPath))
                        .isPresent();
    }

    /** Scheme, host and port in normal form (RFC 6454 §4); empty if this is no {@code http} or {@code https} URI. */
    public Optional<String> origin() {
        return pathStart > 0 ? Optional.of(text.substring(0, pathStart)) : Optional.empty();
    }

    private boolean isAtOrBelow(String requestPath) {
        String base = path();
        String directory = base.endsWith("/") ? base : base + "/";
        return requestPath.equals(base) || requestPath.startsWith(directory);
    }

    private String path() {
        return text.substring(pathStart);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Audience that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The normalised text, as it is put into the proofs that this side mints. */
    @Override
    public String toString() {
        return printed;
    }

    private static @Nullable Audience read(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH || !Ascii.isPlain(text)) {
            return null;
        }
        boolean web = text.regionMatches(true, 0, "https:", 0, 6) || text.regionMatches(true, 0, "http:", 0, 5);
        return web ? readWeb(text) : new Audience(text, -1);
    }

    // RFC 3986 §6.2.2.1 and §6.2.3: scheme and host have no case, the default port and an empty path are implied.
    private static @Nullable Audience readWeb(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            return null;
        }
        if (uri.getHost() == null || uri.getRawUserInfo() != null) {
            return null;
        }
        String origin = NormalUri.origin(uri);
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return new Audience(origin + path, origin.length());
    }
}
