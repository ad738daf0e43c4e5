package dev.zt.servlet;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A request target in absolute form (RFC 9112 §3.2.2). */
final class AbsoluteTarget {
    private AbsoluteTarget() {}

    /** Whether scheme and authority of a target are the web's and those of a {@code Host} field, and nothing more. */
    static boolean namesOnly(@Nullable String host, String target) {
        String lower = target.toLowerCase(Locale.ROOT);
        String scheme = lower.startsWith("http://") ? "http" : lower.startsWith("https://") ? "https" : "";
        if (host == null || scheme.isEmpty()) {
            return false;
        }
        int start = scheme.length() + "://".length();
        int end = start;
        while (end < lower.length() && "/?#".indexOf(lower.charAt(end)) < 0) {
            end++;
        }
        return withoutDefaultPort(scheme, lower.substring(start, end))
                .equals(withoutDefaultPort(scheme, host.toLowerCase(Locale.ROOT)));
    }

    private static String withoutDefaultPort(String scheme, String authority) {
        String port = scheme.equals("http") ? ":80" : ":443";
        return authority.endsWith(port) ? authority.substring(0, authority.length() - port.length()) : authority;
    }
}
