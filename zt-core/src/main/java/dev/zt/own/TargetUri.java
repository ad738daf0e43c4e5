package dev.zt.own;

import dev.zt.identity.NormalUri;
import java.net.URI;

/**
 * A request URI as DPoP proofs write it in {@code htu}: without query and fragment, in the normal form of RFC 3986
 * §6.2.2 and §6.2.3, so that a server which compares texts agrees with one that compares normal forms (RFC 9449 §4.2).
 */
final class TargetUri {
    private TargetUri() {}

    /**
     * The normal form.
     *
     * @throws IllegalArgumentException if the URI has no scheme, no host, or user information
     */
    static String of(URI uri) {
        String scheme = uri.getScheme();
        String host = uri.getHost();
        if (scheme == null || host == null || uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("a request goes to a whole URI with scheme and host");
        }
        return NormalUri.origin(uri) + path(uri);
    }

    private static String path(URI uri) {
        String raw = uri.getRawPath();
        // Characters outside ASCII travel as percent-encoded UTF-8.
        return raw == null
                ? "/"
                : NormalUri.path(
                        isAscii(raw) ? raw : URI.create(uri.toASCIIString()).getRawPath());
    }

    private static boolean isAscii(String path) {
        return path.chars().allMatch(c -> c < 0x7F);
    }
}
