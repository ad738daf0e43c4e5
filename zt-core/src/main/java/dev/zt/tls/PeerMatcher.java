package dev.zt.tls;

import dev.zt.identity.TrustDomain;
import dev.zt.identity.WorkloadId;
import java.util.Set;

/** Who a peer must be. There is none that accepts anybody. Immutable. */
@FunctionalInterface
public interface PeerMatcher {
    /** Whether a verified peer is the right one. */
    boolean accepts(WorkloadId peer);

    /** This workload. */
    static PeerMatcher exactly(WorkloadId id) {
        return id::equals;
    }

    /** One of these workloads. */
    static PeerMatcher oneOf(Set<WorkloadId> ids) {
        Set<WorkloadId> copy = Set.copyOf(ids);
        return copy::contains;
    }

    /** Whatever workload of this trust domain: wide, since any of its workloads can then stand in for any other. */
    static PeerMatcher anyOfTrustDomain(TrustDomain trustDomain) {
        return peer -> peer.trustDomain().equals(trustDomain);
    }
}
