package dev.zt.keys;

import dev.zt.identity.WorkloadId;
import java.net.URI;
import javax.net.ssl.SSLContext;

/** How connections to SPIFFE bundle endpoints are made; the part of TLS that this package does not know. */
@FunctionalInterface
public interface EndpointTls {
    /**
     * A context for calling one server, which believes nobody but this workload there.
     *
     * @param bundles whom to believe, asked in every handshake
     */
    SSLContext recognising(URI url, WorkloadId server, BundleSource bundles);
}
