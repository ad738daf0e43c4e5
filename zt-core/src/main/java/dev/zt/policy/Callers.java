package dev.zt.policy;

import dev.zt.identity.CallerId;
import dev.zt.identity.Issuer;
import dev.zt.identity.TrustDomain;
import dev.zt.identity.WorkloadId;
import java.util.Set;

/** A set of callers, as a rule names it. Immutable. */
sealed interface Callers {
    /** Whether a caller belongs to the set. */
    boolean include(CallerId id);

    /** Whether every caller of an issuer belongs to the set, also one that the policy names nowhere. */
    boolean includeAllOf(Issuer issuer);

    /** Named callers, alone or as members of a segment. */
    record These(Set<CallerId> ids) implements Callers {
        @Override
        public boolean include(CallerId id) {
            return ids.contains(id);
        }

        @Override
        public boolean includeAllOf(Issuer issuer) {
            return false;
        }
    }

    /** Every workload of a trust domain, or every client and actor of an authorization server. */
    record OfIssuer(Issuer issuer) implements Callers {
        @Override
        public boolean include(CallerId id) {
            return issuer.equals(id.issuer());
        }

        @Override
        public boolean includeAllOf(Issuer other) {
            return issuer.equals(other);
        }
    }

    /** Every workload: what {@code *} means where it grants or exempts, so that a client never gets what nobody gave it. */
    record AllWorkloads() implements Callers {
        @Override
        public boolean include(CallerId id) {
            return id instanceof WorkloadId;
        }

        @Override
        public boolean includeAllOf(Issuer issuer) {
            return issuer instanceof TrustDomain;
        }
    }

    /** Everybody, clients too: what {@code *} means where it forbids. */
    record All() implements Callers {
        @Override
        public boolean include(CallerId id) {
            return true;
        }

        @Override
        public boolean includeAllOf(Issuer issuer) {
            return true;
        }
    }
}
