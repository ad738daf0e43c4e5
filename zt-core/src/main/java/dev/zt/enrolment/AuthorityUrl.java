package dev.zt.enrolment;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Where an authority can be: an HTTPS origin and nothing more, in its one spelling. */
public final class AuthorityUrl {
    /** In words, for error messages. */
    public static final String FORM = "an HTTPS origin such as https://authority.internal:8443";

    private AuthorityUrl() {}

    /** Reads a URL; empty if it has another scheme, user information, a path, a query or a fragment. */
    public static Optional<URI> parse(String text) {
        try {
            URI url = new URI(text);
            boolean origin = "https".equals(url.getScheme())
                    && url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.getRawPath().isEmpty()
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null
                    && url.getPort() != 0
                    && url.getPort() <= 65_535
                    && text.equals(text.toLowerCase(java.util.Locale.ROOT));
            return origin ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
