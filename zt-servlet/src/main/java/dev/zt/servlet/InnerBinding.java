package dev.zt.servlet;

import dev.zt.guard.Coverage;
import dev.zt.policy.Endpoint;
import dev.zt.policy.Policy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Which endpoints of a policy lead to which handlers inside a servlet, and the demand that each of them requires exactly what
 * the handler is annotated with.
 */
final class InnerBinding implements Consumer<Policy> {
    private final InnerRoutes routes;
    private final Predicate<Endpoint> leadsToServlet;

    InnerBinding(InnerRoutes routes, Predicate<Endpoint> leadsToServlet) {
        this.routes = routes;
        this.leadsToServlet = leadsToServlet;
    }

    @Override
    public void accept(Policy policy) {
        for (Endpoint endpoint : endpoints(policy)) {
            for (InnerRoutes.Known handler : routes.handlers()) {
                DeclaredScopes.Declaration declared = handler.declared();
                if (declared != null && handler.routes().stream().anyMatch(route -> leads(policy, endpoint, route))) {
                    AnnotationCheck.check(endpoint, declared);
                }
            }
        }
    }

    /** A coverage with what is bound here. */
    Coverage surveyed(Coverage coverage, Policy policy) {
        Set<Endpoint> handled = new HashSet<>();
        List<Coverage.Handler> handlers = new ArrayList<>();
        for (InnerRoute route : routes.listed()) {
            for (String method : route.methods().isEmpty() ? Set.of("any") : new TreeSet<>(route.methods())) {
                List<Endpoint> leading = endpoints(policy).stream()
                        .filter(endpoint -> route.methods().isEmpty()
                                ? leads(policy, endpoint, route)
                                : leads(policy, endpoint, route, method))
                        .toList();
                handled.addAll(leading);
                handlers.add(new Coverage.Handler(route.text(method), route.place(), leading));
            }
        }
        List<Endpoint> unhandled = endpoints(policy).stream()
                .filter(endpoint -> !handled.contains(endpoint) && !routes.mayBeServedElsewhere(endpoint.template()))
                .filter(endpoint -> !leadsToUnlisted(policy, endpoint))
                .toList();
        return coverage.with(handlers, unhandled);
    }

    private boolean leadsToUnlisted(Policy policy, Endpoint endpoint) {
        for (InnerRoutes.Known handler : routes.handlers()) {
            if (handler.routes().stream().anyMatch(route -> leads(policy, endpoint, route))) {
                return true;
            }
        }
        return false;
    }

    private List<Endpoint> endpoints(Policy policy) {
        return policy.endpoints().stream().filter(leadsToServlet).toList();
    }

    // GET covers HEAD where no endpoint of its own does; the policy's own reading of the path says so.
    private boolean leads(Policy policy, Endpoint endpoint, InnerRoute route) {
        return leads(policy, endpoint, route, endpoint.method())
                || (endpoint.method().equals("GET") && leads(policy, endpoint, route, "HEAD"));
    }

    private boolean leads(Policy policy, Endpoint endpoint, InnerRoute route, String method) {
        return route.takes(method)
                && Witnesses.of(endpoint.template(), route.template())
                        .anyMatch(path -> policy.endpointOf(method, path)
                                        .filter(endpoint::equals)
                                        .isPresent()
                                && !isShadowed(route, method, path));
    }

    private boolean isShadowed(InnerRoute route, String method, List<String> path) {
        for (InnerRoutes.Known handler : routes.handlers()) {
            for (InnerRoute other : handler.routes()) {
                if (other.shadows(route, method) && other.template().matches(path)) {
                    return true;
                }
            }
        }
        return false;
    }
}
