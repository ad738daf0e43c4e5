package dev.zt.servlet;

import dev.zt.policy.Endpoint;
import dev.zt.policy.Policy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How the endpoints of a policy and the URL patterns of an application fit together. Immutable.
 *
 * @param bound each endpoint of the policy with the pattern that its calls must take
 * @param uncovered the patterns that no endpoint leads to; every call to them is denied
 * @param unbound the endpoints that lead to no pattern; every call to them is denied
 */
public record Coverage(Map<Endpoint, Mapping> bound, List<Mapping> uncovered, List<Endpoint> unbound) {
    /** Copies. */
    public Coverage {
        bound = Map.copyOf(bound);
        uncovered = List.copyOf(uncovered);
        unbound = List.copyOf(unbound);
    }

    static Coverage of(Policy policy, Mappings mappings) {
        Map<Endpoint, Mapping> bound = new LinkedHashMap<>();
        List<Mapping> uncovered = new ArrayList<>(mappings.all());
        List<Endpoint> unbound = new ArrayList<>();
        for (Endpoint endpoint : policy.endpoints()) {
            Optional<Mapping> mapping = mappings.of(endpoint.template());
            mapping.ifPresentOrElse(found -> bound.put(endpoint, found), () -> unbound.add(endpoint));
            mapping.ifPresent(uncovered::remove);
        }
        return new Coverage(bound, uncovered, unbound);
    }

    /** What an operator should know, one line each; empty if everything fits. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (!uncovered.isEmpty()) {
            warnings.add(
                    "denied, because no endpoint of the policy leads there: " + list(uncovered, Mapping::toString));
        }
        if (!unbound.isEmpty()) {
            warnings.add("endpoints of the policy that lead to no servlet: "
                    + list(unbound, endpoint -> "'" + endpoint.name() + "' (" + endpoint.match() + ")"));
        }
        return warnings;
    }

    private static <T> String list(List<T> items, Function<T, String> text) {
        return items.stream().map(text).collect(Collectors.joining(", "));
    }
}
