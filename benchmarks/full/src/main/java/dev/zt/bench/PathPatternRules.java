package dev.zt.bench;

import dev.zt.identity.CallerId;
import dev.zt.identity.WorkloadId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Spring's path patterns as Spring Security uses them: endpoints in their order, of which the first that matches decides,
 * by a set of callers. The rules of one endpoint are one entry, so that there are a quarter as many entries as rules.
 */
final class PathPatternRules implements PolicyPeer {
    private final List<Endpoint> endpoints = new ArrayList<>();

    private record Endpoint(String method, PathPattern path, Set<String> callers, Set<String> barred) {}

    PathPatternRules(List<Rules.Edge> rules) {
        Map<String, Endpoint> byMatch = new LinkedHashMap<>();
        for (Rules.Edge rule : rules) {
            Endpoint endpoint = byMatch.computeIfAbsent(
                    rule.method() + " " + rule.path(),
                    unused -> new Endpoint(
                            rule.method(),
                            PathPatternParser.defaultInstance.parse(rule.path()),
                            new HashSet<>(),
                            new HashSet<>()));
            CallerId caller = rule.caller();
            if (caller == null) {
                endpoint.barred().add(Rules.BARRED);
            } else {
                endpoint.callers().add(caller.toString());
            }
        }
        endpoints.addAll(byMatch.values());
    }

    @Override
    public BooleanSupplier question(CallerId caller, String method, String path) {
        String name = caller.toString();
        String domain = ((WorkloadId) caller).trustDomain().toString();
        return () -> permits(name, domain, method, path);
    }

    private boolean permits(String name, String domain, String method, String path) {
        PathContainer parsed = PathContainer.parsePath(path);
        for (Endpoint endpoint : endpoints) {
            if (endpoint.method().equals(method) && endpoint.path().matches(parsed)) {
                return endpoint.callers().contains(name) && !endpoint.barred().contains(domain);
            }
        }
        return false;
    }
}
