package dev.zt.tls;

import dev.zt.identity.InstanceId;
import dev.zt.identity.WorkloadId;
import java.time.Instant;

/** Outcome of checking a certificate chain. Exactly one of the three. */
public sealed interface PeerCheck {
    /**
     * The chain proves who the peer is.
     *
     * @param instance which of its instances, by the subject's {@code serialNumber} as zt's authority writes it; else by
     *     the thumbprint of its key
     * @param key the RFC 7638 thumbprint of the leaf's key
     * @param issuerKey the RFC 7638 thumbprint of the key that signed the leaf
     * @param until the last instant at which all of its path is valid
     */
    record Verified(WorkloadId id, InstanceId instance, String key, String issuerKey, Instant until)
            implements PeerCheck {}

    /** The chain proves nobody. */
    record Rejected(PeerFault fault) implements PeerCheck {}

    /** The keys of the leaf's trust domain cannot be believed now. */
    record Unavailable() implements PeerCheck {}
}
