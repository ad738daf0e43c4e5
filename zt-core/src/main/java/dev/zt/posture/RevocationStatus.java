package dev.zt.posture;

import dev.zt.identity.InstanceId;
import dev.zt.identity.TrustDomain;
import dev.zt.identity.WorkloadId;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * What the authority of a trust domain says of those it issued identities to. Immutable.
 *
 * @param version grows with every change and never goes back
 * @param issuedAt when the authority signed it
 * @param bundleSequence the {@code spiffe_sequence} of the bundle then in force
 * @param instances the ids of revoked instances
 * @param workloads revoked workloads, with all of their instances
 * @param keys the RFC 7638 thumbprints of revoked keys, of instances and of issuers
 */
public record RevocationStatus(
        TrustDomain trustDomain,
        long version,
        Instant issuedAt,
        long bundleSequence,
        Set<String> instances,
        Set<WorkloadId> workloads,
        Set<String> keys) {
    /** Copies the sets. */
    public RevocationStatus {
        instances = Set.copyOf(instances);
        workloads = Set.copyOf(workloads);
        keys = Set.copyOf(keys);
    }

    /**
     * Why a caller is refused; empty if it is not. A status speaks only for its own trust domain.
     *
     * @param thumbprints of the keys that the caller's credential rests on
     */
    public Optional<Bar> bar(WorkloadId id, InstanceId instance, Collection<String> thumbprints) {
        if (!id.trustDomain().equals(trustDomain)) {
            return Optional.empty();
        }
        if (workloads.contains(id)) {
            return Optional.of(Bar.WORKLOAD_REVOKED);
        }
        if (instances.contains(instance.value())) {
            return Optional.of(Bar.INSTANCE_REVOKED);
        }
        return thumbprints.stream().anyMatch(keys::contains) ? Optional.of(Bar.KEY_REVOKED) : Optional.empty();
    }
}
