package dev.zt.own;

import java.net.URI;
import java.util.Locale;

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
        String lowerScheme = scheme.toLowerCase(Locale.ROOT);
        int standard = lowerScheme.equals("https") ? 443 : 80;
        String port = uri.getPort() == -1 || uri.getPort() == standard ? "" : ":" + uri.getPort();
        return lowerScheme + "://" + host.toLowerCase(Locale.ROOT) + port + path(uri);
    }

    private static String path(URI uri) {
        String raw = uri.getRawPath();
        if (raw == null || raw.isEmpty()) {
            return "/";
        }
        if (isNormal(raw)) {
            return raw;
        }
        // Characters outside ASCII travel as percent-encoded UTF-8.
        return withoutDotSegments(decoded(URI.create(uri.toASCIIString()).getRawPath()));
    }

    private static boolean isNormal(String path) {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '%' || c >= 0x7F || (c == '/' && i + 1 < path.length() && path.charAt(i + 1) == '.')) {
                return false;
            }
        }
        return true;
    }

    // RFC 3986 §6.2.2.1, §6.2.2.2: upper-case hexadecimal digits, and nothing encoded that needs no encoding.
    private static String decoded(String path) {
        StringBuilder normal = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c != '%') {
                normal.append(c);
                continue;
            }
            String digits = path.substring(i + 1, i + 3);
            char octet = (char) Integer.parseInt(digits, 16);
            if (isUnreserved(octet)) {
                normal.append(octet);
            } else {
                normal.append('%').append(digits.toUpperCase(Locale.ROOT));
            }
            i += 2;
        }
        return normal.toString();
    }

    private static boolean isUnreserved(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-._~".indexOf(c) >= 0;
    }

    // RFC 3986 §5.2.4, for a path that begins with a slash.
    private static String withoutDotSegments(String path) {
        StringBuilder kept = new StringBuilder(path.length());
        String[] segments = path.split("/", -1);
        for (int i = 1; i < segments.length; i++) {
            boolean last = i == segments.length - 1;
            boolean up = segments[i].equals("..");
            if (up) {
                kept.setLength(Math.max(0, kept.lastIndexOf("/")));
            }
            if (!up && !segments[i].equals(".")) {
                kept.append('/').append(segments[i]);
            } else if (last) {
                kept.append('/');
            }
        }
        return kept.toString();
    }
}
