package dev.zt.outbound;

import dev.zt.identity.TrustworthyOrigin;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** Scheme, host and port of a URI, normalised (RFC 6454 §4). */
record Origin(String scheme, String host, int port) {
    static Optional<Origin> of(URI uri) {
        if (uri.getScheme() == null || uri.getHost() == null || uri.getRawUserInfo() != null) {
            return Optional.empty();
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            return Optional.empty();
        }
        int standard = scheme.equals("https") ? 443 : 80;
        int port = uri.getPort() == -1 ? standard : uri.getPort();
        return Optional.of(new Origin(scheme, uri.getHost().toLowerCase(Locale.ROOT), port));
    }

    boolean isPlain() {
        return scheme.equals("http");
    }

    /** A literal address and not {@code localhost}, which a resolver could send elsewhere. */
    boolean isLiteralLoopback() {
        return TrustworthyOrigin.isLiteralLoopback(host);
    }

    /** Whether a field {@code Host} means it (RFC 9110 §7.2). */
    boolean isNamedBy(String field) {
        return field.equalsIgnoreCase(host + ":" + port) || (isStandard() && field.equalsIgnoreCase(host));
    }

    private boolean isStandard() {
        return port == (isPlain() ? 80 : 443);
    }

    @Override
    public String toString() {
        return scheme + "://" + host + (isStandard() ? "" : ":" + port);
    }
}
