package dev.zt.verify;

import dev.zt.identity.NormalUri;
import dev.zt.request.Target;
import java.net.URI;
import java.net.URISyntaxException;
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
                && origins.contains(NormalUri.origin(uri))
                && NormalUri.path(uri.getRawPath()).equals(NormalUri.path(target.raw()));
    }

    private static @Nullable URI read(String htu) {
        try {
            URI uri = new URI(htu);
            // Characters outside ASCII are no URI (RFC 3986 §2), though the platform reads them.
            boolean whole = uri.getScheme() != null && uri.getHost() != null && uri.getRawUserInfo() == null;
            return whole && htu.chars().allMatch(c -> c < 0x7F) ? uri : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
