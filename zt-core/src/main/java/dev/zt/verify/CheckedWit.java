package dev.zt.verify;

import dev.zt.identity.InstanceId;
import dev.zt.identity.Issuer;
import dev.zt.identity.WorkloadId;
import dev.zt.jose.VerificationKey;

/**
 * What a workload identity token says, after its signature was checked. Immutable. Its times are read on every call.
 *
 * @param epoch the trust epoch under which the signature was checked
 * @param issuerKey the thumbprint of the published key that signed it
 * @param confirmationKey the key that a proof must be signed with
 * @param thumbprint the thumbprint of that key
 */
record CheckedWit(
        WorkloadId id,
        InstanceId instance,
        Validity validity,
        VerificationKey confirmationKey,
        String thumbprint,
        long epoch,
        String issuerKey)
        implements Signed {
    @Override
    public Issuer issuer() {
        return id.issuer();
    }
}
