package dev.zt.tls;

import dev.zt.identity.TrustDomain;
import dev.zt.identity.WorkloadId;
import java.util.Set;

/**
 * Who a peer must be. A matcher is always asked for, so that accepting anybody has to be written. A segment's members are
 * in its policy: {@code peer -> guard.policy().hasMember("shop", peer)}. Immutable.
 */
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

    /** Whatever workload of whatever trust domain is configured: the widest, for servers whose policy decides who may do what. */
    static PeerMatcher anyWorkload() {
        return peer -> true;
    }

    /** Whatever workload of this trust domain: wide, since any of its workloads can then stand in for any other. */
    static PeerMatcher anyOfTrustDomain(TrustDomain trustDomain) {
        return peer -> peer.trustDomain().equals(trustDomain);
    }
}
