package dev.zt.identity;

import java.net.URI;

/**
 * The origins that nobody on the way can pretend to be: HTTPS ones, and HTTP ones of this machine by its literal address,
 * {@code 127.0.0.1} or {@code [::1]}. {@code localhost} is none of them, because a resolver could send it elsewhere.
 */
public final class TrustworthyOrigin {
    private TrustworthyOrigin() {}

    /** Whether a URL begins with one; one without a host does not. */
    public static boolean isOf(URI url) {
        String host = url.getHost();
        return host != null
                && ("https".equals(url.getScheme()) || ("http".equals(url.getScheme()) && isLiteralLoopback(host)));
    }

    /** Whether the host of a URL, an IPv6 address in brackets, is this machine by its literal address. */
    public static boolean isLiteralLoopback(String host) {
        return host.equals("127.0.0.1") || host.equals("[::1]");
    }
}
