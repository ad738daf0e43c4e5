package dev.zt.fetch;

import dev.zt.config.Printable;
import dev.zt.identity.TrustworthyOrigin;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** The URLs that zt asks: HTTPS ones, and HTTP ones of this machine by its literal address. */
public final class FetchUrl {
    /** In words, for error messages. */
    public static final String FORM = "an HTTPS URL without user information and fragment, such as"
            + " https://idp.example/keys, or an HTTP one of 127.0.0.1 or [::1]";

    private static final int MAX_LENGTH = 2048;

    private FetchUrl() {}

    /** Reads a URL; empty if it is not of this {@link #FORM}. */
    public static Optional<URI> parse(String text) {
        try {
            return Optional.of(new URI(text)).filter(FetchUrl::isAskable);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** Whether a URL is of this {@link #FORM}, in at most 2048 characters of ASCII. */
    static boolean isAskable(URI url) {
        String text = url.toString();
        return text.length() <= MAX_LENGTH
                && text.chars().allMatch(c -> c > 0x20 && c < 0x7F)
                && TrustworthyOrigin.isOf(url)
                && url.getRawUserInfo() == null
                && url.getRawFragment() == null
                && url.getPort() != 0
                && url.getPort() <= 65_535;
    }

    static boolean isHttps(URI url) {
        return "https".equals(url.getScheme());
    }

    static boolean isSameOrigin(URI one, URI other) {
        return one.getScheme().equals(other.getScheme())
                && one.getHost().equals(other.getHost())
                && one.getPort() == other.getPort();
    }

    /** A URL without its query, which may hold a secret; fit for a log line. */
    public static String printable(URI url) {
        return Printable.of(url.getScheme() + "://" + url.getRawAuthority() + url.getRawPath());
    }
}
