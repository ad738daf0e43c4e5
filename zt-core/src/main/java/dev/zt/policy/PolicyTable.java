package dev.zt.policy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The rules that hold over a span of time, worked out for every caller and endpoint that they tell apart. */
final class PolicyTable {
    private final PolicyDocument document;
    private final Instant from;
    private final Instant until;
    private final Router router;

    /** Works the rules out as they stand at an instant, and for as long as they stand so. */
    PolicyTable(PolicyDocument document, Instant now) {
        this.document = document;
        this.from = boundaries()
                .filter(at -> !at.isAfter(now))
                .max(Instant::compareTo)
                .orElse(Instant.MIN);
        this.until = boundaries()
                .filter(at -> at.isAfter(now))
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
        AdmittedCallers admitted = new AdmittedCallers(document);
        this.router = new Router(Route.unlisted(admitted));
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
        boolean observing = document.observation().isOn(now);
        document.endpoints().forEach((name, endpoint) -> {
            EndpointRules rules = new EndpointRules(
                    endpoint,
                    allows.getOrDefault(name, List.of()),
                    nevers.getOrDefault(name, List.of()),
                    PostureLimits.of(document.postures(), endpoint),
                    observing);
            router.add(endpoint, rules.route(admitted));
        });
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
}
