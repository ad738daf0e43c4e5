package dev.zt.policy;

import dev.zt.identity.Scopes;
import dev.zt.identity.TrustDomain;
import dev.zt.identity.WorkloadId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rules that hold over a span of time, worked out for every caller and endpoint that they tell apart. */
final class PolicyTable {
    private final PolicyDocument document;
    private final Instant from;
    private final Instant until;
    private final Router router;

    /** Works the rules out as they stand at an instant, and for as long as they stand so. */
    PolicyTable(PolicyDocument document, Instant now) {
        this.document = document;
        AdmittedCallers admitted = new AdmittedCallers(document);
        this.router = new Router(Route.unlisted(admitted));
        this.from = boundaries()
                .filter(at -> !at.isAfter(now))
                .max(Instant::compareTo)
                .orElse(Instant.MIN);
        this.until = boundaries()
                .filter(at -> at.isAfter(now))
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
        document.endpoints().values().forEach(endpoint -> router.add(endpoint, route(admitted, endpoint, now)));
    }

    private Stream<Instant> boundaries() {
        return Stream.concat(
                document.allows().stream().map(PolicyDocument.Allow::expires),
                Stream.of(document.observation().until()));
    }

    /** Whether the rules stand as worked out here, at an instant. A clock that steps back counts too. */
    boolean holdsAt(Instant now) {
        return now.isBefore(until) && !now.isBefore(from);
    }

    Route route(String method, List<String> segments) {
        return router.find(method, segments);
    }

    private Route route(AdmittedCallers admitted, Endpoint endpoint, Instant now) {
        List<PolicyDocument.Allow> allows = document.allows().stream()
                .filter(allow -> allow.endpoints().contains(endpoint.name()) && allow.holds(now))
                .toList();
        List<PolicyDocument.Never> nevers = document.nevers().stream()
                .filter(never -> never.endpoints().contains(endpoint.name()))
                .toList();
        Map<WorkloadId, Cell> byWorkload = new HashMap<>();
        for (WorkloadId id : named(allows, nevers)) {
            byWorkload.put(id, cell(endpoint, allows, nevers, callers -> callers.include(id), now));
        }
        Map<TrustDomain, Cell> byDomain = new HashMap<>();
        for (TrustDomain domain : domains(allows, nevers)) {
            byDomain.put(domain, cell(endpoint, allows, nevers, callers -> callers.includeUnnamed(domain), now));
        }
        Cell others = cell(endpoint, allows, nevers, callers -> callers.includeUnnamed(null), now);
        return new Route(admitted, endpoint, Map.copyOf(byWorkload), Map.copyOf(byDomain), others);
    }

    /** What the rules of an endpoint come to for a caller that belongs to the sets which the predicate accepts. */
    private Cell cell(
            Endpoint endpoint,
            List<PolicyDocument.Allow> allows,
            List<PolicyDocument.Never> nevers,
            Predicate<PolicyDocument.Callers> includeCaller,
            Instant now) {
        for (PolicyDocument.Never never : nevers) {
            if (never.from().stream().anyMatch(includeCaller)
                    && never.except().stream().noneMatch(includeCaller)) {
                return Cell.fixed(new Decision.Deny(
                        DenyReason.NEVER,
                        never.id(),
                        Scopes.none(),
                        never.id() + " forbids it whatever else allows it"));
            }
        }
        List<PolicyDocument.Allow> matching = allows.stream()
                .filter(allow -> allow.callers().stream().anyMatch(includeCaller))
                .toList();
        if (matching.isEmpty()) {
            return Cell.fixed(
                    document.observation().isOn(now)
                            ? new Decision.Permit("mode:observe", Scopes.none(), true)
                            : new Decision.Deny(DenyReason.NOT_ALLOWED, "", Scopes.none(), nearest(allows)));
        }
        String rule = matching.stream().map(PolicyDocument.Allow::id).collect(Collectors.joining("+"));
        Scopes granted = matching.stream().map(PolicyDocument.Allow::scopes).reduce(Scopes.none(), Scopes::union);
        return Cell.granting(rule, granted, endpoint.requires());
    }

    private static String nearest(List<PolicyDocument.Allow> all) {
        return all.isEmpty()
                ? "no edge leads here at all"
                : "only other callers are allowed here, by "
                        + all.stream().map(PolicyDocument.Allow::id).limit(5).collect(Collectors.joining(", "));
    }

    // Only callers that a rule of this endpoint names need a cell of their own.
    private static Set<WorkloadId> named(List<PolicyDocument.Allow> allows, List<PolicyDocument.Never> nevers) {
        Set<WorkloadId> ids = new LinkedHashSet<>();
        for (PolicyDocument.Callers callers : mentioned(allows, nevers)) {
            if (callers instanceof PolicyDocument.Callers.These these) {
                ids.addAll(these.ids());
            }
        }
        return ids;
    }

    private static Set<TrustDomain> domains(List<PolicyDocument.Allow> allows, List<PolicyDocument.Never> nevers) {
        Set<TrustDomain> domains = new LinkedHashSet<>();
        for (PolicyDocument.Callers callers : mentioned(allows, nevers)) {
            if (callers instanceof PolicyDocument.Callers.OfDomain ofDomain) {
                domains.add(ofDomain.domain());
            }
        }
        return domains;
    }

    private static List<PolicyDocument.Callers> mentioned(
            List<PolicyDocument.Allow> allows, List<PolicyDocument.Never> nevers) {
        List<PolicyDocument.Callers> mentioned = new ArrayList<>();
        allows.forEach(allow -> mentioned.addAll(allow.callers()));
        nevers.forEach(never -> {
            mentioned.addAll(never.from());
            mentioned.addAll(never.except());
        });
        return mentioned;
    }
}
