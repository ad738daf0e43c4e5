package dev.zt.keys;

import dev.zt.fetch.FetchUrl;
import dev.zt.identity.TrustDomain;
import dev.zt.identity.WorkloadId;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a trust domain publishes its bundle. All three are stated, none is inferred from another (SPIFFE Federation §6).
 * Immutable.
 *
 * @param url an HTTPS URL without user information
 * @param profile how the server there is recognised
 */
public record BundleEndpoint(TrustDomain trustDomain, URI url, Profile profile) {
    /** How the server of a bundle endpoint is recognised (SPIFFE Federation §5.2). */
    public sealed interface Profile {}

    /** {@code https_web}: by a certificate of the Web PKI for the host of the URL (§5.2.1). */
    public record HttpsWeb() implements Profile {}

    /**
     * {@code https_spiffe}: by an X.509-SVID of this workload, whatever the host (§5.2.2).
     *
     * @param server the SPIFFE ID of the endpoint
     * @param bootstrap a file with the bundle of the server's trust domain, for as long as no newer one was fetched from
     *     there; empty if the server is of another domain whose bundle is configured
     */
    public record HttpsSpiffe(WorkloadId server, Optional<Path> bootstrap) implements Profile {}

    /**
     * Checks the URL.
     *
     * @throws IllegalArgumentException if it is not HTTPS, or of this machine by its literal address, or if nothing says
     *     how to recognise a server of the very domain whose bundle it serves
     */
    public BundleEndpoint {
        if (FetchUrl.parse(url.toString()).isEmpty()) {
            throw new IllegalArgumentException("expected " + FetchUrl.FORM);
        }
        if (profile instanceof HttpsSpiffe spiffe
                && spiffe.bootstrap().isEmpty()
                && spiffe.server().trustDomain().equals(trustDomain)) {
            throw new IllegalArgumentException(
                    "an endpoint that serves the bundle of its own domain is first recognised by a bundle in a file");
        }
    }
}
