package dev.zt.posture;

import dev.zt.identity.InstanceId;
import dev.zt.identity.TrustDomain;
import dev.zt.identity.WorkloadId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What a trust domain's authority says it revoked, as of one signed document. Immutable.
 *
 * @param trustDomain the only domain that it speaks for
 * @param version grows with each change
 * @param issuedAt when the authority signed it; the age of what it says counts from here
 * @param bundleSequence the newest bundle that the authority has published
 * @param instances the values of revoked instance ids, whatever their origin
 * @param workloads revoked workloads, all of this domain
 * @param keys RFC 7638 thumbprints of revoked keys, of issuers and of instances alike
 */
public record RevocationStatus(
        TrustDomain trustDomain,
        long version,
        Instant issuedAt,
        long bundleSequence,
        Set<String> instances,
        Set<WorkloadId> workloads,
        Set<String> keys) {
    /**
     * Copies the sets.
     *
     * @throws IllegalArgumentException if a workload is of another trust domain
     */
    public RevocationStatus {
        instances = Set.copyOf(instances);
        workloads = Set.copyOf(workloads);
        keys = Set.copyOf(keys);
        if (workloads.stream().anyMatch(id -> !id.trustDomain().equals(trustDomain))) {
            throw new IllegalArgumentException("a status of " + trustDomain + " speaks for no other trust domain");
        }
    }

    /**
     * What of a caller is revoked; empty if nothing is.
     *
     * @param keyThumbprints of the key that signed its credential and of its own key
     * @throws IllegalArgumentException if the caller is of another trust domain
     */
    public Optional<Bar> bar(WorkloadId workload, InstanceId instance, String... keyThumbprints) {
        if (!workload.trustDomain().equals(trustDomain)) {
            throw new IllegalArgumentException("a status of " + trustDomain + " says nothing of " + workload);
        }
        if (instances.contains(instance.value())) {
            return Optional.of(Bar.INSTANCE_REVOKED);
        }
        if (workloads.contains(workload)) {
            return Optional.of(Bar.WORKLOAD_REVOKED);
        }
        for (String thumbprint : keyThumbprints) {
            if (keys.contains(thumbprint)) {
                return Optional.of(Bar.KEY_REVOKED);
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return "RevocationStatus[" + trustDomain + ", version " + version + ", " + issuedAt + "]";
    }
}
