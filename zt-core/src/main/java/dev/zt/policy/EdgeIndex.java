package dev.zt.policy;

import dev.zt.identity.TrustDomain;
import dev.zt.identity.WorkloadId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The edges to one endpoint by whom they name, so that the work of compiling grows with the edges and not with edges
 * times callers. Filled once, then only read.
 */
final class EdgeIndex {
    private static final int SHOWN = 5;

    private final List<PolicyDocument.Allow> all;
    private final Map<WorkloadId, List<PolicyDocument.Allow>> byWorkload = new HashMap<>();
    private final List<PolicyDocument.Allow> wide = new ArrayList<>();
    private final Set<TrustDomain> domains = new LinkedHashSet<>();

    EdgeIndex(List<PolicyDocument.Allow> allows) {
        this.all = allows;
        for (PolicyDocument.Allow allow : allows) {
            Set<WorkloadId> ids = new LinkedHashSet<>();
            boolean isWide = false;
            for (PolicyDocument.Callers callers : allow.callers()) {
                if (callers instanceof PolicyDocument.Callers.These these) {
                    ids.addAll(these.ids());
                } else {
                    isWide = true;
                    if (callers instanceof PolicyDocument.Callers.OfDomain ofDomain) {
                        domains.add(ofDomain.domain());
                    }
                }
            }
            ids.forEach(id ->
                    byWorkload.computeIfAbsent(id, unused -> new ArrayList<>()).add(allow));
            if (isWide) {
                wide.add(allow);
            }
        }
    }

    /** The workloads that an edge names. */
    Set<WorkloadId> workloads() {
        return byWorkload.keySet();
    }

    /** The trust domains that an edge names. */
    Set<TrustDomain> domains() {
        return domains;
    }

    /** The edges from a workload that the policy names: its own ones, then those for everybody or its domain. */
    List<PolicyDocument.Allow> from(WorkloadId id) {
        List<PolicyDocument.Allow> own = byWorkload.getOrDefault(id, List.of());
        if (wide.isEmpty()) {
            return own;
        }
        Set<PolicyDocument.Allow> matching = new LinkedHashSet<>(own);
        for (PolicyDocument.Allow allow : wide) {
            if (allow.callers().stream().anyMatch(callers -> callers.include(id))) {
                matching.add(allow);
            }
        }
        return List.copyOf(matching);
    }

    /** The edges from a workload of this domain that the policy does not name. */
    List<PolicyDocument.Allow> fromUnnamed(@Nullable TrustDomain domain) {
        return wide.stream()
                .filter(allow -> allow.callers().stream().anyMatch(callers -> callers.includeUnnamed(domain)))
                .toList();
    }

    /** For the operator: who is allowed here instead. */
    String nearest() {
        return all.isEmpty()
                ? "no edge leads here at all"
                : "only other callers are allowed here, by "
                        + all.stream()
                                .limit(SHOWN)
                                .map(PolicyDocument.Allow::id)
                                .collect(Collectors.joining(", "));
    }
}
