package dev.zt.keys;

import dev.zt.fetch.FetchUrl;
import java.net.URI;
import java.nio.file.Path;

/** Where the keys of an authorization server are. Exactly one of the three. */
public sealed interface KeyOrigin {
    /** The server's metadata says (OpenID Connect Discovery 1.0 §4, RFC 8414 §3). */
    record Discovery() implements KeyOrigin {}

    /**
     * A JWK Set at a URL.
     *
     * @param url an HTTPS URL, which may lead anywhere
     */
    record Url(URI url) implements KeyOrigin {
        /**
         * Checks the URL.
         *
         * @throws IllegalArgumentException if it is not HTTPS, or of this machine by its literal address
         */
        public Url {
            if (FetchUrl.parse(url.toString()).isEmpty()) {
                throw new IllegalArgumentException("expected " + FetchUrl.FORM);
            }
        }
    }

    /** A JWK Set in a file, looked at again and again. */
    record File(Path path) implements KeyOrigin {}
}
