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
import org.jspecify.annotations.Nullable;

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
        Map<String, List<PolicyDocument.Allow>> allows = new HashMap<>();
        document.allows().stream()
                .filter(allow -> allow.holds(now))
                .forEach(allow -> allow.endpoints()
                        .forEach(name -> allows.computeIfAbsent(name, unused -> new ArrayList<>())
                                .add(allow)));
        Map<String, List<PolicyDocument.Never>> nevers = new HashMap<>();
        document.nevers()
                .forEach(never -> never.endpoints()
                        .forEach(name -> nevers.computeIfAbsent(name, unused -> new ArrayList<>())
                                .add(never)));
        document.endpoints()
                .forEach((name, endpoint) -> router.add(
                        endpoint,
                        route(
                                admitted,
                                endpoint,
                                allows.getOrDefault(name, List.of()),
                                nevers.getOrDefault(name, List.of()),
                                now)));
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

    private Route route(
            AdmittedCallers admitted,
            Endpoint endpoint,
            List<PolicyDocument.Allow> allows,
            List<PolicyDocument.Never> nevers,
            Instant now) {
        EdgeIndex edges = new EdgeIndex(allows);
        PostureLimits limits = PostureLimits.of(document.postures(), endpoint);
        Set<WorkloadId> named = new LinkedHashSet<>(edges.workloads());
        Set<TrustDomain> domains = new LinkedHashSet<>(edges.domains());
        for (PolicyDocument.Never never : nevers) {
            Stream.concat(never.from().stream(), never.except().stream()).forEach(callers -> {
                if (callers instanceof PolicyDocument.Callers.These these) {
                    named.addAll(these.ids());
                } else if (callers instanceof PolicyDocument.Callers.OfDomain ofDomain) {
                    domains.add(ofDomain.domain());
                }
            });
        }
        Map<WorkloadId, Cell> byWorkload = new HashMap<>();
        for (WorkloadId id : named) {
            byWorkload.put(id, cell(limits, edges.from(id), edges, nevers, callers -> callers.include(id), now));
        }
        Map<TrustDomain, Cell> byDomain = new HashMap<>();
        for (TrustDomain domain : domains) {
            byDomain.put(domain, unnamed(limits, edges, nevers, domain, now));
        }
        Cell others = unnamed(limits, edges, nevers, null, now);
        return new Route(admitted, endpoint, Map.copyOf(byWorkload), Map.copyOf(byDomain), others);
    }

    private Cell unnamed(
            PostureLimits limits,
            EdgeIndex edges,
            List<PolicyDocument.Never> nevers,
            @Nullable TrustDomain domain,
            Instant now) {
        return cell(limits, edges.fromUnnamed(domain), edges, nevers, callers -> callers.includeUnnamed(domain), now);
    }

    private Cell cell(
            PostureLimits limits,
            List<PolicyDocument.Allow> matching,
            EdgeIndex edges,
            List<PolicyDocument.Never> nevers,
            Predicate<PolicyDocument.Callers> includeCaller,
            Instant now) {
        for (PolicyDocument.Never never : nevers) {
            if (never.from().stream().anyMatch(includeCaller)
                    && never.except().stream().noneMatch(includeCaller)) {
                return Cell.fixed(
                        new Decision.Deny(
                                DenyReason.NEVER,
                                never.id(),
                                Scopes.none(),
                                never.id() + " forbids it whatever else allows it"),
                        limits);
            }
        }
        if (matching.isEmpty()) {
            return Cell.fixed(
                    document.observation().isOn(now)
                            ? new Decision.Permit("mode:observe", Scopes.none(), true)
                            : new Decision.Deny(DenyReason.NOT_ALLOWED, "", Scopes.none(), edges.nearest()),
                    limits);
        }
        if (matching.size() == 1) {
            return Cell.granting(matching.get(0).id(), matching.get(0).scopes(), limits);
        }
        String rule = matching.stream().map(PolicyDocument.Allow::id).collect(Collectors.joining("+"));
        Scopes granted = matching.stream().map(PolicyDocument.Allow::scopes).reduce(Scopes.none(), Scopes::union);
        return Cell.granting(rule, granted, limits);
    }
}
