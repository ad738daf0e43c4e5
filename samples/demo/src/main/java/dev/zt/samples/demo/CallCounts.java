package dev.zt.samples.demo;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How often who called whom, and what came of it. Not safe for concurrent use. */
final class CallCounts {
    static final String CUSTOMER = "customer";

    private final Map<List<String>, Edge> edges = new LinkedHashMap<>();

    /** All calls from one to another. */
    static final class Edge {
        private final String from;
        private final String to;
        private final Set<String> reasons = new LinkedHashSet<>();
        private long allowed;
        private long denied;

        private Edge(String from, String to) {
            this.from = from;
            this.to = to;
        }

        String from() {
            return from;
        }

        String to() {
            return to;
        }

        long allowed() {
            return allowed;
        }

        long denied() {
            return denied;
        }

        /** Why calls were denied, in the order in which it first happened. */
        Set<String> reasons() {
            return reasons;
        }
    }

    void add(Decided decided) {
        String from = sender(Decided.service(decided.who()));
        String to = Decided.service(decided.whom());
        Edge edge = edges.computeIfAbsent(List.of(from, to), unused -> new Edge(from, to));
        if (decided.allowed()) {
            edge.allowed += decided.count();
        } else {
            edge.denied += decided.count();
            edge.reasons.add(decided.reason());
        }
    }

    // The services cannot know who is not proven. The demo does: nobody but these two is there.
    private static String sender(String who) {
        return switch (who) {
            case Decided.ANYONE -> CUSTOMER;
            case Decided.UNPROVEN -> Fleet.INTRUDER;
            default -> who;
        };
    }

    List<Edge> edges() {
        return List.copyOf(edges.values());
    }
}
