package dev.zt.tls;

import dev.zt.identity.WorkloadId;
import java.time.Instant;

/** Outcome of checking a certificate chain. Exactly one of the three. */
public sealed interface PeerCheck {
    /**
     * The chain proves who the peer is.
     *
     * @param until when the leaf expires
     */
    record Verified(WorkloadId id, Instant until) implements PeerCheck {}

    /** The chain proves nobody. */
    record Rejected(PeerFault fault) implements PeerCheck {}

    /** The keys of the leaf's trust domain cannot be believed now. */
    record Unavailable() implements PeerCheck {}
}
