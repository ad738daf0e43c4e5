package dev.zt.verify;

import dev.zt.request.Target;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares the {@code htu} of a proof with the request at hand (RFC 9449 §4.3(9)): both normalised by syntax and by
 * scheme (RFC 3986 §6.2.2, §6.2.3), query and fragment left aside. The origin is one of the configured ones; the
 * {@code Host} of the request plays no part.
 */
final class RequestUri {
    private static final int MAX_LENGTH = 2 * Target.MAX_LENGTH;

    private final Set<String> origins;

    /**
     * A comparison.
     *
     * @param origins scheme, host and port in normal form
     */
    RequestUri(Set<String> origins) {
        this.origins = Set.copyOf(origins);
    }

    boolean isNamedBy(String htu, Target target) {
        // Nearly every caller writes the URI as it sends it, and that needs no parsing.
        for (String origin : origins) {
            if (htu.length() == origin.length() + target.raw().length()
                    && htu.startsWith(origin)
                    && htu.endsWith(target.raw())) {
                return true;
            }
        }
        URI uri = htu.length() > MAX_LENGTH ? null : read(htu);
        return uri != null
                && origins.contains(origin(uri))
                && path(uri.getRawPath()).equals(path(target.raw()));
    }

    private static @Nullable URI read(String htu) {
        try {
            URI uri = new URI(htu);
            return uri.getScheme() == null || uri.getHost() == null || uri.getRawUserInfo() != null ? null : uri;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    // RFC 3986 §6.2.2.1, §6.2.3: scheme and host have no case, and the default port is implied.
    private static String origin(URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        int implied = scheme.equals("https") ? 443 : scheme.equals("http") ? 80 : -1;
        String port = uri.getPort() == -1 || uri.getPort() == implied ? "" : ":" + uri.getPort();
        return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port;
    }

    // RFC 3986 §6.2.2: escapes in upper case, none for unreserved characters, no dot segments; §6.2.3: no empty path.
    private static String path(String raw) {
        String unescaped = raw.indexOf('%') < 0 ? raw : unescaped(raw);
        String plain = unescaped.contains("/.") ? withoutDots(unescaped) : unescaped;
        return plain.isEmpty() ? "/" : plain;
    }

    private static String unescaped(String raw) {
        StringBuilder text = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%' && i + 2 < raw.length()) {
                String escape = raw.substring(i, i + 3).toUpperCase(Locale.ROOT);
                char octet = (char) Integer.parseInt(escape, 1, 3, 16);
                text.append(isUnreserved(octet) ? String.valueOf(octet) : escape);
                i += 2;
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    private static String withoutDots(String path) {
        try {
            return new URI(null, null, path, null).normalize().getRawPath();
        } catch (URISyntaxException e) {
            return path;
        }
    }

    // RFC 3986 §2.3.
    private static boolean isUnreserved(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }
}
