package dev.zt.bench;

import dev.zt.identity.CallerId;
import dev.zt.identity.ClientId;
import dev.zt.identity.IssuerUrl;
import dev.zt.identity.WorkloadId;
import dev.zt.policy.Policy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A policy of a given number of rules, as a fleet would write it: a quarter as many callers and endpoints as rules,
 * every caller in a segment, one rule in ten a {@code never}, every allow edge with its own scope, and one public
 * endpoint.
 */
final class Rules {
    static final String TRUST_DOMAIN = "shop.example";
    /** Whose workloads are barred by each {@code never}. */
    static final String BARRED = "partner.example";
    /** The authorization server whose clients call, where it is not workloads that do. */
    static final IssuerUrl ISSUER = IssuerUrl.of("https://idp.shop.example");
    /** Where anybody may go, by {@code GET}. */
    static final String PUBLIC_PATH = "/healthz";

    private static final int SEGMENTS = 4;

    private final int rules;
    private final int breadth;
    private final boolean clients;
    private final List<Permitted> calls = new ArrayList<>();
    private final List<Edge> edges = new ArrayList<>();
    private final StringBuilder yaml = new StringBuilder(1 << 20);

    /** A call that one of the rules permits, to whoever may use one scope. */
    record Permitted(CallerId caller, String method, String path, String scope) {}

    /**
     * One rule, for whoever writes the same document in another language.
     *
     * @param caller who may; null where it is {@link #BARRED} that never may
     * @param path a template such as {@code /v1/r7/{id}}
     */
    record Edge(@Nullable CallerId caller, String method, String path) {}

    private Rules(int rules, boolean clients) {
        this.rules = rules;
        this.clients = clients;
        this.breadth = Math.max(2, rules / 4);
    }

    static Rules of(int rules) {
        return new Rules(rules, false).written();
    }

    /** The same for clients of an authorization server, who may come as bearers of their tokens. */
    static Rules ofClients(int rules) {
        return new Rules(rules, true).written();
    }

    private Rules written() {
        writeCallers();
        writeEndpoints();
        writeEdges();
        return this;
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

    /** The rules but for the public endpoint, in their order. */
    List<Edge> edges() {
        return List.copyOf(edges);
    }

    private void writeCallers() {
        yaml.append("zt: 1\nservice: orders\nsegment: s0\n")
                .append("admit: {trust-domains: [shop.example, partner.example], ")
                .append(clients ? "issuers: ['" + ISSUER + "'], " : "")
                .append("segments: [s0, s1, s2, s3]}\n")
                .append("workloads:\n");
        for (int i = 0; i < breadth; i++) {
            yaml.append("  w").append(i).append(": ").append(written(id(i))).append('\n');
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
                edges.add(new Edge(null, method(endpoint), path(endpoint, "{id}", "{item}")));
            } else {
                yaml.append("  - {id: a")
                        .append(i)
                        .append(", caller: w")
                        .append(caller)
                        .append(", to: e");
                yaml.append(endpoint)
                        .append(", scopes: [")
                        .append(scope(endpoint))
                        .append(clients ? "], bound: false}\n" : "]}\n");
                String path = path(endpoint, "4711-" + i, "8");
                calls.add(new Permitted(id(caller), method(endpoint), path, scope(endpoint)));
                edges.add(new Edge(id(caller), method(endpoint), path(endpoint, "{id}", "{item}")));
            }
        }
        yaml.append(never);
    }

    private CallerId id(int caller) {
        return clients
                ? ClientId.client(ISSUER, "w" + caller)
                : WorkloadId.of("spiffe://" + TRUST_DOMAIN + "/team" + caller % 10 + "/w" + caller);
    }

    private static String written(CallerId id) {
        return id instanceof ClientId client
                ? "{issuer: '" + client.issuer() + "', client-id: " + client.name() + "}"
                : id.toString();
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
