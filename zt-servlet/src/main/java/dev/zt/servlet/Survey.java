package dev.zt.servlet;

import dev.zt.guard.Coverage;
import dev.zt.guard.Coverage.Order;
import dev.zt.guard.Coverage.OtherFilter;
import dev.zt.guard.Mapping;
import dev.zt.policy.Endpoint;
import dev.zt.policy.Policy;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Looks over an application when nothing can be registered any more. */
final class Survey {
    private Survey() {}

    /**
     * Looks over an application.
     *
     * @param gated the servlets that have a filter of the guard's own
     */
    static Coverage of(
            ServletContext context, Container container, Set<String> gated, Policy policy, Mappings mappings) {
        Map<Endpoint, Mapping> bound = new LinkedHashMap<>();
        List<Mapping> uncovered = new ArrayList<>(mappings.all());
        List<Endpoint> unbound = new ArrayList<>();
        for (Endpoint endpoint : policy.endpoints()) {
            Optional<Mapping> mapping = mappings.of(endpoint.template());
            mapping.ifPresentOrElse(found -> bound.put(endpoint, found), () -> unbound.add(endpoint));
            mapping.ifPresent(uncovered::remove);
        }
        return new Coverage(
                container.name(),
                bound,
                uncovered,
                unbound,
                filters(context, container, gated),
                container.looseConnectors());
    }

    private static List<OtherFilter> filters(ServletContext context, Container container, Set<String> gated) {
        List<OtherFilter> filters = new ArrayList<>();
        Set<String> ours = gated.stream().map(ZeroTrust::gate).collect(Collectors.toSet());
        ours.add(ZeroTrust.FILTER);
        Optional<List<String>> order = container.filterOrder();
        new TreeMap<>(context.getFilterRegistrations()).forEach((name, registration) -> {
            if (!ours.contains(name)) {
                List<String> patterns = patterns(registration);
                String type = Optional.ofNullable(registration.getClassName()).orElse("unknown");
                filters.add(new OtherFilter(name, type, patterns, order(name, patterns, order)));
            }
        });
        return filters;
    }

    private static List<String> patterns(FilterRegistration registration) {
        List<String> patterns = new ArrayList<>(registration.getUrlPatternMappings());
        patterns.addAll(registration.getServletNameMappings());
        return patterns;
    }

    // A filter that is mapped nowhere never runs.
    private static Order order(String name, List<String> patterns, Optional<List<String>> order) {
        int guard = order.map(names -> names.indexOf(ZeroTrust.FILTER)).orElse(-1);
        if (guard < 0) {
            return patterns.isEmpty() ? Order.BEHIND : Order.UNKNOWN;
        }
        int first = order.get().indexOf(name);
        return first >= 0 && first < guard ? Order.AHEAD : Order.BEHIND;
    }
}
