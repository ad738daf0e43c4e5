package dev.zt.keys;

import dev.zt.fetch.FetchUrl;
import dev.zt.identity.TrustDomain;
import java.net.URI;

/**
 * Where a trust domain publishes its bundle. All three are stated, none is inferred from another (SPIFFE Federation §6).
 * Immutable.
 *
 * @param url an HTTPS URL without user information
 * @param profile how the server there is recognised
 */
public record BundleEndpoint(TrustDomain trustDomain, URI url, Profile profile) {
    /** How the server of a bundle endpoint is recognised (SPIFFE Federation §5.2). */
    public enum Profile {
        /** By a certificate of the Web PKI for the host of the URL (§5.2.1). */
        HTTPS_WEB
    }

    /**
     * Checks the URL.
     *
     * @throws IllegalArgumentException if it is not HTTPS, or of this machine by its literal address
     */
    public BundleEndpoint {
        if (FetchUrl.parse(url.toString()).isEmpty()) {
            throw new IllegalArgumentException("expected " + FetchUrl.FORM);
        }
    }
}
