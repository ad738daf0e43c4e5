package dev.zt.policy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the endpoint of a path by walking its segments, so that the number of endpoints does not matter.
 *
 * <p>At each place a literal wins over a variable and a variable over the rest; the most specific path decides first
 * and the method second. Filled once, then only read.
 */
final class Router {
    private final Route unlisted;
    private final Junction root = new Junction();

    private static final class Junction {
        final Map<String, Junction> literals = new HashMap<>();

        @Nullable
        Junction variable;

        final Map<String, Route> here = new HashMap<>();
        final Map<String, Route> rest = new HashMap<>();
    }

    Router(Route unlisted) {
        this.unlisted = unlisted;
    }

    void add(Endpoint endpoint, Route route) {
        Junction at = root;
        for (PathTemplate.Segment segment : endpoint.template().segments()) {
            switch (segment.part()) {
                case LITERAL -> at = at.literals.computeIfAbsent(segment.text(), unused -> new Junction());
                case VARIABLE -> {
                    Junction variable = at.variable == null ? new Junction() : at.variable;
                    at.variable = variable;
                    at = variable;
                }
                case REST -> {
                    at.rest.put(endpoint.method(), route);
                    return;
                }
            }
        }
        at.here.put(endpoint.method(), route);
    }

    Route find(String method, List<String> segments) {
        Map<String, Route> methods = find(root, segments, 0);
        if (methods == null) {
            return unlisted;
        }
        Route route = methods.get(method);
        // RFC 9110 §9.3.2: HEAD is GET without the content, so it needs what GET needs.
        if (route == null && method.equals("HEAD")) {
            route = methods.get("GET");
        }
        return route == null ? unlisted : route;
    }

    private static @Nullable Map<String, Route> find(Junction at, List<String> segments, int index) {
        if (index == segments.size()) {
            return !at.here.isEmpty() ? at.here : at.rest.isEmpty() ? null : at.rest;
        }
        String segment = segments.get(index);
        Junction literal = at.literals.get(segment);
        Map<String, Route> found = literal == null ? null : find(literal, segments, index + 1);
        if (found == null && at.variable != null && !segment.isEmpty()) {
            found = find(at.variable, segments, index + 1);
        }
        return found != null || at.rest.isEmpty() ? found : at.rest;
    }
}
