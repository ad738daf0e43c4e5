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

    @Override
    public String toString() {
        boolean standard = port == (isPlain() ? 80 : 443);
        return scheme + "://" + host + (standard ? "" : ":" + port);
    }
}
