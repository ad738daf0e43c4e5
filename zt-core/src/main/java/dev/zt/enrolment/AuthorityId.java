package dev.zt.enrolment;

import dev.zt.identity.TrustDomain;
import dev.zt.identity.WorkloadId;

/** The name that the authority of a trust domain has as a workload, and proves by its certificate. */
public final class AuthorityId {
    private AuthorityId() {}

    /** {@code spiffe://TRUST-DOMAIN/zt/authority}; no other workload can have a name below {@code zt/}. */
    public static WorkloadId of(TrustDomain trustDomain) {
        return WorkloadId.of("spiffe://" + trustDomain + "/zt/authority");
    }
}
