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
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
                String type = Optional.ofNullable(registration.getClassName()).orElse("unknown");
                filters.add(new OtherFilter(name, type, patterns(registration), order(name, registration, order)));
            }
        });
        return filters;
    }

    private static List<String> patterns(FilterRegistration registration) {
        return Stream.concat(
                        registration.getUrlPatternMappings().stream(), registration.getServletNameMappings().stream())
                .distinct()
                .toList();
    }

    // Servlet 6.0 §6.2.4: first the filters by path in the order of their mappings, then those by a servlet's name.
    private static Order order(String name, FilterRegistration registration, Optional<List<String>> order) {
        boolean byPath = !registration.getUrlPatternMappings().isEmpty();
        Collection<String> servlets = registration.getServletNameMappings();
        if (!byPath && servlets.isEmpty()) {
            // It never runs.
            return Order.BEHIND;
        }
        List<String> names = order.orElse(List.of());
        int guard = names.indexOf(ZeroTrust.FILTER);
        if (guard < 0) {
            return Order.UNKNOWN;
        }
        if (byPath && names.indexOf(name) < guard) {
            return Order.AHEAD;
        }
        int last = names.lastIndexOf(name);
        boolean behindGate = servlets.stream()
                .mapToInt(servlet -> names.indexOf(ZeroTrust.gate(servlet)))
                .anyMatch(gate -> gate >= 0 && gate < last);
        return behindGate ? Order.BEHIND_GATE : Order.BEHIND;
    }
}
