package dev.zt.identity;

import java.net.URI;
import java.util.Locale;

/**
 * The normal form of web URIs, without query and fragment (RFC 3986 §6.2.2, §6.2.3): scheme and host in lower case, no
 * default port, no escapes that are not needed, the others in upper case, no dot segments, {@code /} for an empty path.
 * Empty segments stay.
 */
public final class NormalUri {
    private NormalUri() {}

    /** Scheme, host and port of a URI that has the first two. */
    public static String origin(URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        int implied = scheme.equals("https") ? 443 : scheme.equals("http") ? 80 : -1;
        String port = uri.getPort() == -1 || uri.getPort() == implied ? "" : ":" + uri.getPort();
        return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port;
    }

    /**
     * The normal form of a path.
     *
     * @param raw in ASCII, empty or with a slash at its beginning, each {@code %} followed by two hexadecimal digits
     */
    public static String path(String raw) {
        if (raw.isEmpty()) {
            return "/";
        }
        String unescaped = raw.indexOf('%') < 0 ? raw : unescaped(raw);
        return unescaped.contains("/.") ? withoutDotSegments(unescaped) : unescaped;
    }

    // RFC 3986 §6.2.2.1, §6.2.2.2.
    private static String unescaped(String path) {
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
        return Ascii.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0;
    }

    // RFC 3986 §5.2.4.
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
