package dev.zt.policy;

import dev.zt.identity.CallerId;
import dev.zt.identity.Issuer;
import dev.zt.identity.Scopes;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Works out what the rules for one endpoint come to for every caller that they tell apart. */
final class EndpointRules {
    private final Endpoint endpoint;
    private final EdgeIndex edges;
    private final List<PolicyDocument.Never> nevers;
    private final PostureLimits limits;
    private final boolean observing;

    /** The rules that name the endpoint and hold. */
    EndpointRules(
            Endpoint endpoint,
            List<PolicyDocument.Allow> allows,
            List<PolicyDocument.Never> nevers,
            PostureLimits limits,
            boolean observing) {
        this.endpoint = endpoint;
        this.edges = new EdgeIndex(allows);
        this.nevers = nevers;
        this.limits = limits;
        this.observing = observing;
    }

    Route route(AdmittedCallers admitted) {
        Set<CallerId> named = new LinkedHashSet<>(edges.callers());
        Set<Issuer> issuers = new LinkedHashSet<>(edges.issuers());
        for (PolicyDocument.Never never : nevers) {
            Stream.concat(never.from().stream(), never.except().stream()).forEach(callers -> {
                if (callers instanceof Callers.These these) {
                    named.addAll(these.ids());
                } else if (callers instanceof Callers.OfIssuer ofIssuer) {
                    issuers.add(ofIssuer.issuer());
                }
            });
        }
        Map<CallerId, Cell> byCaller = new HashMap<>();
        for (CallerId id : named) {
            byCaller.put(id, cell(edges.from(id), callers -> callers.include(id)));
        }
        Map<Issuer, Cell> byIssuer = new HashMap<>();
        for (Issuer issuer : issuers) {
            byIssuer.put(issuer, unnamed(callers -> callers.includeAllOf(issuer)));
        }
        return new Route(
                admitted,
                endpoint,
                Map.copyOf(byCaller),
                Map.copyOf(byIssuer),
                unnamed(callers -> callers instanceof Callers.All || callers instanceof Callers.AllWorkloads),
                unnamed(callers -> callers instanceof Callers.All));
    }

    private Cell unnamed(Predicate<Callers> includeCaller) {
        return cell(edges.fromUnnamed(includeCaller), includeCaller);
    }

    private Cell cell(List<PolicyDocument.Allow> matching, Predicate<Callers> includeCaller) {
        for (PolicyDocument.Never never : nevers) {
            if (never.from().stream().anyMatch(includeCaller)
                    && never.except().stream().noneMatch(includeCaller)) {
                String why = never.id() + " forbids it whatever else allows it";
                return new Cell.Closed(new Decision.Deny(DenyReason.NEVER, never.id(), Scopes.none(), why));
            }
        }
        if (!matching.isEmpty()) {
            Grant bound = Grant.of(matching, endpoint, limits);
            List<PolicyDocument.Allow> forBearers =
                    matching.stream().filter(allow -> !allow.bound()).toList();
            return new Cell.Open(
                    endpoint.critical(),
                    bound,
                    forBearers.isEmpty()
                            ? null
                            : forBearers.size() == matching.size() ? bound : Grant.of(forBearers, endpoint, limits));
        }
        if (observing) {
            Grant observed = Grant.observed(endpoint, limits);
            return new Cell.Open(endpoint.critical(), observed, observed);
        }
        return new Cell.Closed(new Decision.Deny(DenyReason.NOT_ALLOWED, "", Scopes.none(), edges.nearest()));
    }
}
