package dev.zt.bench;

import dev.zt.identity.WorkloadId;
import dev.zt.policy.Policy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A policy of a given number of rules, as a fleet would write it: a quarter as many callers and endpoints as rules,
 * every caller in a segment, one rule in ten a {@code never}, every allow edge with its own scope, and one public
 * endpoint.
 */
final class Rules {
    static final String TRUST_DOMAIN = "shop.example";
    /** Where anybody may go, by {@code GET}. */
    static final String PUBLIC_PATH = "/healthz";

    private static final int SEGMENTS = 4;

    private final int rules;
    private final int breadth;
    private final List<Permitted> calls = new ArrayList<>();
    private final StringBuilder yaml = new StringBuilder(1 << 20);

    /** A call that one of the rules permits. */
    record Permitted(WorkloadId caller, String method, String path) {}

    private Rules(int rules) {
        this.rules = rules;
        this.breadth = Math.max(2, rules / 4);
    }

    static Rules of(int rules) {
        Rules made = new Rules(rules);
        made.writeCallers();
        made.writeEndpoints();
        made.writeEdges();
        return made;
    }

    Policy policy() {
        return Policy.read("rules", yaml.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Permitted calls whose rules lie evenly over the document; the one in its middle is among them. */
    List<Permitted> callsAcross(int count) {
        List<Permitted> across = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            across.add(calls.get((int) ((2L * i + 1) * calls.size() / (2L * count))));
        }
        return across;
    }

    private void writeCallers() {
        yaml.append("zt: 1\nservice: orders\nsegment: s0\n")
                .append("admit: {trust-domains: [shop.example, partner.example], segments: [s0, s1, s2, s3]}\n")
                .append("workloads:\n");
        for (int i = 0; i < breadth; i++) {
            yaml.append("  w").append(i).append(": ").append(id(i)).append('\n');
        }
        yaml.append("segments:\n");
        for (int segment = 0; segment < SEGMENTS; segment++) {
            List<String> members = new ArrayList<>();
            for (int i = segment; i < breadth; i += SEGMENTS) {
                members.add("w" + i);
            }
            yaml.append("  s").append(segment).append(": ").append(members).append('\n');
        }
    }

    private void writeEndpoints() {
        yaml.append("endpoints:\n  health: {match: 'GET ").append(PUBLIC_PATH).append("', public: true}\n");
        for (int i = 0; i < breadth; i++) {
            yaml.append("  e").append(i).append(": {match: '").append(method(i)).append(' ');
            yaml.append(path(i, "{id}", "{item}"))
                    .append("', requires: [")
                    .append(scope(i))
                    .append("]}\n");
        }
    }

    private void writeEdges() {
        StringBuilder never = new StringBuilder("never:\n");
        yaml.append("allow:\n");
        for (int i = 0; i < rules; i++) {
            int endpoint = i % breadth;
            int caller = (i + i / breadth) % breadth;
            if (i % 10 == 9) {
                never.append("  - {id: n").append(i).append(", from: 'trust-domain:partner.example', to: e");
                never.append(endpoint).append("}\n");
            } else {
                yaml.append("  - {id: a")
                        .append(i)
                        .append(", caller: w")
                        .append(caller)
                        .append(", to: e");
                yaml.append(endpoint)
                        .append(", scopes: [")
                        .append(scope(endpoint))
                        .append("]}\n");
                String path = path(endpoint, "4711-" + i, "8");
                calls.add(new Permitted(WorkloadId.of(id(caller)), method(endpoint), path));
            }
        }
        yaml.append(never);
    }

    private static String id(int caller) {
        return "spiffe://" + TRUST_DOMAIN + "/team" + caller % 10 + "/w" + caller;
    }

    private static String method(int endpoint) {
        return switch (endpoint % 3) {
            case 0 -> "GET";
            case 1 -> "POST";
            default -> "PUT";
        };
    }

    private static String path(int endpoint, String id, String item) {
        String resource = "/v1/r" + endpoint / 3;
        return switch (endpoint % 3) {
            case 0 -> resource + "/" + id;
            case 1 -> resource;
            default -> resource + "/" + id + "/items/" + item;
        };
    }

    private static String scope(int endpoint) {
        return "r" + endpoint / 3 + (endpoint % 3 == 0 ? ":read" : ":write");
    }
}
