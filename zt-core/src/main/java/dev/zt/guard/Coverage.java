package dev.zt.guard;

import dev.zt.policy.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

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
 */
public record Coverage(
        String container,
        Map<Endpoint, Mapping> bound,
        List<Mapping> uncovered,
        List<Endpoint> unbound,
        List<OtherFilter> filters,
        Optional<List<String>> connectors) {

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
            String list = list(unbound, endpoint -> "'" + endpoint.name() + "' (" + endpoint.match() + ")");
            findings.add(
                    new Finding(Gap.ENDPOINT_WITHOUT_MAPPING, "endpoints of the policy that lead nowhere: " + list));
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
