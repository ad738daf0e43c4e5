package dev.zt.guard;

import dev.zt.policy.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the endpoints of a policy and the ways into an application fit together, and what stands before the guard. What
 * cannot be known is said to be unknown. Immutable.
 *
 * @param container what runs the application, such as {@code jetty}
 * @param bound each endpoint of the policy with the mapping that its calls must take
 * @param uncovered the mappings that no endpoint leads to; every call to them is denied
 * @param unbound the endpoints that lead to no mapping; every call to them is denied
 * @param filters the other filters of the application
 * @param connectors settings of the connectors that weaken the edge, in words; empty if nobody can say
 * @param handlers what a framework runs inside a mapping, each with the endpoints that lead to it
 * @param unhandled the endpoints that lead to the mapping of such a framework, and there to no handler that it told of
 */
public record Coverage(
        String container,
        Map<Endpoint, Mapping> bound,
        List<Mapping> uncovered,
        List<Endpoint> unbound,
        List<OtherFilter> filters,
        Optional<List<String>> connectors,
        List<Handler> handlers,
        List<Endpoint> unhandled) {

    /**
     * A handler inside a mapping, such as a method of a controller.
     *
     * @param route the methods and the pattern that lead to it, as its framework knows them
     * @param name its class and method
     * @param endpoints those of the policy that lead there by this route; empty if every such call is denied
     */
    public record Handler(String route, String name, List<Endpoint> endpoints) {
        /** Copies. */
        public Handler {
            endpoints = List.copyOf(endpoints);
        }

        @Override
        public String toString() {
            return "'" + route + "' of '" + name + "'";
        }
    }

    /** Whether a filter runs before the guard. */
    public enum Order {
        /** Before it: what it answers, nobody decides on. */
        AHEAD,
        /** Behind it. */
        BEHIND,
        /** Between a handler and the gate before it: it can change what was decided on, such as the method. */
        BEHIND_GATE,
        /** The framework does not say. */
        UNKNOWN
    }

    /**
     * A filter that is not the guard's.
     *
     * @param name as registered
     * @param type the name of its class
     * @param patterns the URL patterns and the names of handlers that it is mapped to
     * @param order whether it runs before the guard
     */
    public record OtherFilter(String name, String type, List<String> patterns, Order order) {
        /** Copies. */
        public OtherFilter {
            patterns = List.copyOf(patterns);
        }
    }

    /** What can be missing. */
    public enum Gap {
        /** A mapping that no endpoint of the policy leads to. Its calls are denied. */
        MAPPING_WITHOUT_ENDPOINT,
        /** An endpoint of the policy that leads to no mapping. Its calls are denied. */
        ENDPOINT_WITHOUT_MAPPING,
        /** A handler inside a mapping that no endpoint leads to. Its calls are denied. */
        HANDLER_WITHOUT_ENDPOINT,
        /** An endpoint that leads to a framework and there to no handler. Its calls find nothing, or what needs no handler. */
        ENDPOINT_WITHOUT_HANDLER,
        /** A filter that runs before the guard, or may do so. What it answers is not decided on. */
        FILTER_AHEAD,
        /** A filter between a handler and the gate before it. It can change what was decided on, such as the method. */
        FILTER_BEHIND_GATE,
        /** A setting of a connector that weakens the edge. Connectors that cannot be asked make no finding. */
        LOOSE_CONNECTOR
    }

    /**
     * One thing that an operator should know.
     *
     * @param gap its kind
     * @param text what it is, in words
     */
    public record Finding(Gap gap, String text) {}

    /** Copies. */
    public Coverage {
        bound = Map.copyOf(bound);
        uncovered = List.copyOf(uncovered);
        unbound = List.copyOf(unbound);
        filters = List.copyOf(filters);
        connectors = connectors.map(List::copyOf);
        handlers = List.copyOf(handlers);
        unhandled = List.copyOf(unhandled);
    }

    /** That of an application whose mappings have no handlers inside. */
    public Coverage(
            String container,
            Map<Endpoint, Mapping> bound,
            List<Mapping> uncovered,
            List<Endpoint> unbound,
            List<OtherFilter> filters,
            Optional<List<String>> connectors) {
        this(container, bound, uncovered, unbound, filters, connectors, List.of(), List.of());
    }

    /** The same and what a framework has inside. */
    public Coverage with(List<Handler> moreHandlers, List<Endpoint> moreUnhandled) {
        return new Coverage(
                container,
                bound,
                uncovered,
                unbound,
                filters,
                connectors,
                Stream.concat(handlers.stream(), moreHandlers.stream()).toList(),
                Stream.concat(unhandled.stream(), moreUnhandled.stream()).toList());
    }

    /** Everything that an operator should know; empty if all is covered. */
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        if (!uncovered.isEmpty()) {
            String list = list(uncovered, Mapping::toString);
            findings.add(new Finding(
                    Gap.MAPPING_WITHOUT_ENDPOINT, "denied, because no endpoint of the policy leads there: " + list));
        }
        if (!unbound.isEmpty()) {
            findings.add(new Finding(
                    Gap.ENDPOINT_WITHOUT_MAPPING,
                    "endpoints of the policy that lead nowhere: " + list(unbound, Coverage::text)));
        }
        List<Handler> denied = handlers.stream()
                .filter(handler -> handler.endpoints().isEmpty())
                .toList();
        if (!denied.isEmpty()) {
            findings.add(new Finding(
                    Gap.HANDLER_WITHOUT_ENDPOINT,
                    "denied, because no endpoint of the policy leads there: " + list(denied, Handler::toString)));
        }
        if (!unhandled.isEmpty()) {
            findings.add(new Finding(
                    Gap.ENDPOINT_WITHOUT_HANDLER,
                    "endpoints of the policy that lead to no handler: " + list(unhandled, Coverage::text)));
        }
        filters.forEach(filter -> find(filter, findings));
        connectors
                .orElse(List.of())
                .forEach(setting -> findings.add(new Finding(Gap.LOOSE_CONNECTOR, "connector: " + setting)));
        return findings;
    }

    private static void find(OtherFilter filter, List<Finding> findings) {
        String name = "filter '" + filter.name() + "' (" + filter.type() + ") ";
        String ahead = " before the guard, and what it answers is not decided on";
        switch (filter.order()) {
            case AHEAD -> findings.add(new Finding(Gap.FILTER_AHEAD, name + "runs" + ahead));
            case UNKNOWN -> findings.add(new Finding(Gap.FILTER_AHEAD, name + "may run" + ahead));
            case BEHIND_GATE ->
                findings.add(new Finding(
                        Gap.FILTER_BEHIND_GATE,
                        name + "runs between a servlet and the gate before it, and could change the method that was"
                                + " decided on; add it before the guard is installed"));
            case BEHIND -> {}
        }
    }

    private static String text(Endpoint endpoint) {
        return "'" + endpoint.name() + "' (" + endpoint.match() + ")";
    }

    private static <T> String list(List<T> items, Function<T, String> text) {
        return items.stream().map(text).collect(Collectors.joining(", "));
    }

    /** For people: a line for each mapping with the endpoints that are bound to it, for each filter, for the connectors. */
    public List<String> lines() {
        return CoverageReport.lines(this);
    }

    /** For programs: mappings, endpoints, filters, connectors and findings as one JSON object. */
    public String toJson() {
        return CoverageReport.json(this);
    }
}
