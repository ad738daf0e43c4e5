package dev.zt.policy;

import dev.zt.identity.CallerId;
import dev.zt.identity.Issuer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The edges to one endpoint by whom they name, so that the work of compiling grows with the edges and not with edges
 * times callers. Filled once, then only read.
 */
final class EdgeIndex {
    private static final int SHOWN = 5;

    private final List<PolicyDocument.Allow> all;
    private final Map<CallerId, List<PolicyDocument.Allow>> byCaller = new HashMap<>();
    private final List<PolicyDocument.Allow> wide = new ArrayList<>();
    private final Set<Issuer> issuers = new LinkedHashSet<>();

    EdgeIndex(List<PolicyDocument.Allow> allows) {
        this.all = allows;
        for (PolicyDocument.Allow allow : allows) {
            Set<CallerId> ids = new LinkedHashSet<>();
            boolean isWide = false;
            for (Callers callers : allow.callers()) {
                if (callers instanceof Callers.These these) {
                    ids.addAll(these.ids());
                } else {
                    isWide = true;
                    if (callers instanceof Callers.OfIssuer ofIssuer) {
                        issuers.add(ofIssuer.issuer());
                    }
                }
            }
            ids.forEach(id ->
                    byCaller.computeIfAbsent(id, unused -> new ArrayList<>()).add(allow));
            if (isWide) {
                wide.add(allow);
            }
        }
    }

    /** The callers that an edge names. */
    Set<CallerId> callers() {
        return byCaller.keySet();
    }

    /** The trust domains and authorization servers that an edge names. */
    Set<Issuer> issuers() {
        return issuers;
    }

    /** The edges from a caller that the policy names: its own ones, then those for everybody or all of its issuer. */
    List<PolicyDocument.Allow> from(CallerId id) {
        List<PolicyDocument.Allow> own = byCaller.getOrDefault(id, List.of());
        if (wide.isEmpty()) {
            return own;
        }
        Set<PolicyDocument.Allow> matching = new LinkedHashSet<>(own);
        matching.addAll(fromUnnamed(callers -> callers.include(id)));
        return List.copyOf(matching);
    }

    /** The edges that name nobody, or somebody else too, and include a caller nevertheless. */
    List<PolicyDocument.Allow> fromUnnamed(Predicate<Callers> includeCaller) {
        return wide.stream()
                .filter(allow -> allow.callers().stream().anyMatch(includeCaller))
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
