package dev.zt.policy;

import dev.zt.identity.CallerId;
import dev.zt.identity.ClientId;
import dev.zt.identity.IssuerUrl;
import dev.zt.identity.Scope;
import dev.zt.identity.Scopes;
import dev.zt.identity.WorkloadId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A policy made at random over a small world of callers, so that each rule often matters. */
record GeneratedPolicy(
        List<String> domains,
        List<String> issuers,
        List<String> segments,
        boolean observe,
        List<End> ends,
        List<Edge> edges,
        List<Ban> bans) {

    /** An endpoint {@code eN}, at {@code GET /eN}. */
    record End(Scopes requires, boolean critical, List<String> acr) {}

    record Edge(String id, List<String> callers, List<Integer> to, Scopes scopes, boolean bound) {
        Edge asBound() {
            return new Edge(id, callers, to, scopes, true);
        }
    }

    record Ban(String id, List<String> from, List<String> except, List<Integer> to) {}

    static final IssuerUrl I = IssuerUrl.of("https://i.example");
    static final IssuerUrl J = IssuerUrl.of("https://j.example");

    /** Whom the policy names; two of them by the same text, one by the text of another kind. */
    static final Map<String, CallerId> NAMED = Map.of(
            "w", WorkloadId.of("spiffe://a.example/w"),
            "v", WorkloadId.of("spiffe://b.example/v"),
            "c", ClientId.client(I, "c"),
            "a", ClientId.actor(I, "c"),
            "s", ClientId.client(J, "spiffe://a.example/w"));

    static final Map<String, List<String>> SEGMENTS = Map.of("red", List.of("w", "c"), "blue", List.of("v", "a"));

    /** Who calls: those, and others whom the policy does not name. */
    static final List<CallerId> CALLERS = Stream.concat(
                    NAMED.values().stream(),
                    Stream.of(
                            WorkloadId.of("spiffe://a.example/x"),
                            WorkloadId.of("spiffe://c.example/w"),
                            ClientId.client(I, "x"),
                            ClientId.actor(J, "spiffe://a.example/w"),
                            ClientId.client(IssuerUrl.of("https://k.example"), "c")))
            .toList();

    private static final List<String> SELECTORS = List.of(
            "w",
            "v",
            "c",
            "a",
            "s",
            "segment:red",
            "segment:blue",
            "segment:*",
            "trust-domain:a.example",
            "issuer:https://i.example",
            "issuer:https://j.example",
            "*");

    static GeneratedPolicy of(Random random) {
        List<End> ends = IntStream.range(0, 4)
                .mapToObj(i -> new End(
                        scopes(random),
                        random.nextInt(4) == 0,
                        random.nextInt(3) == 0 ? List.of("mfa", "phr") : List.of()))
                .toList();
        List<Edge> edges = new ArrayList<>();
        for (int i = 0; i < random.nextInt(6); i++) {
            List<Integer> to = some(random, List.of(0, 1, 2, 3));
            boolean bound = random.nextBoolean()
                    || to.stream().anyMatch(e -> ends.get(e).critical());
            edges.add(new Edge("A" + i, some(random, SELECTORS), to, scopes(random), bound));
        }
        List<Ban> bans = new ArrayList<>();
        for (int i = 0; i < random.nextInt(3); i++) {
            List<String> except = random.nextBoolean() ? List.of() : some(random, SELECTORS);
            bans.add(new Ban("N" + i, some(random, SELECTORS), except, some(random, List.of(0, 1, 2, 3))));
        }
        boolean vouched = random.nextBoolean();
        return new GeneratedPolicy(
                vouched && random.nextBoolean() ? some(random, List.of("a.example", "b.example")) : List.of(),
                vouched && random.nextBoolean() ? some(random, List.of(I.text(), J.text())) : List.of(),
                !vouched && random.nextBoolean() ? some(random, List.of("red", "blue")) : List.of(),
                random.nextInt(4) == 0,
                ends,
                List.copyOf(edges),
                bans);
    }

    GeneratedPolicy with(List<Edge> others) {
        return new GeneratedPolicy(domains, issuers, segments, observe, ends, others, bans);
    }

    Policy compiled() {
        return PolicyTest.read(yaml());
    }

    private String yaml() {
        StringBuilder yaml = new StringBuilder("zt: 1\nservice: s\nsegment: red\nadmit: " + admit() + "\n");
        yaml.append(observe ? "mode: observe\nuntil: 2027-01-01\n" : "").append("""
                workloads:
                  w: spiffe://a.example/w
                  v: spiffe://b.example/v
                  c: {issuer: https://i.example, client-id: c}
                  a: {issuer: https://i.example, actor: c}
                  s: {issuer: https://j.example, client-id: "spiffe://a.example/w"}
                segments: {red: [w, c], blue: [v, a]}
                endpoints:
                """);
        for (int e = 0; e < ends.size(); e++) {
            End end = ends.get(e);
            String user = end.acr().isEmpty() ? "" : ", user-authentication: {acr: " + end.acr() + "}";
            yaml.append("  e%d: {match: GET /e%d, requires: %s, critical: %s%s}\n"
                    .formatted(e, e, listed(end.requires()), end.critical(), user));
        }
        yaml.append(edges.isEmpty() ? "" : "allow:\n");
        edges.forEach(edge -> yaml.append("  - {id: %s, caller: %s, to: %s, scopes: %s%s}\n"
                .formatted(
                        edge.id(),
                        quoted(edge.callers()),
                        names(edge.to()),
                        listed(edge.scopes()),
                        edge.bound() ? "" : ", bound: false")));
        yaml.append(bans.isEmpty() ? "" : "never:\n");
        bans.forEach(ban -> yaml.append("  - {id: %s, from: %s, to: %s%s}\n"
                .formatted(
                        ban.id(),
                        quoted(ban.from()),
                        names(ban.to()),
                        ban.except().isEmpty() ? "" : ", except: " + quoted(ban.except()))));
        return yaml.toString();
    }

    // Something must be admitted, so where nothing was chosen everybody whom a segment holds or somebody vouches for
    // is.
    private String admit() {
        List<String> parts = Stream.of(
                        domains.isEmpty() ? "" : "trust-domains: " + domains,
                        issuers.isEmpty() ? "" : "issuers: " + quoted(issuers),
                        segments.isEmpty() ? "" : "segments: " + segments)
                .filter(part -> !part.isEmpty())
                .toList();
        return parts.isEmpty() ? "{segments: [red, blue]}" : "{" + String.join(", ", parts) + "}";
    }

    List<String> admittedSegments() {
        return domains.isEmpty() && issuers.isEmpty() && segments.isEmpty() ? List.of("red", "blue") : segments;
    }

    static Scopes scopes(Random random) {
        return Scopes.of(Stream.of("r", "s", "t")
                .filter(scope -> random.nextInt(3) == 0)
                .map(Scope::of)
                .toList());
    }

    private static <T> List<T> some(Random random, List<T> from) {
        List<T> some = from.stream().filter(one -> random.nextInt(4) == 0).toList();
        return some.isEmpty() ? List.of(from.get(random.nextInt(from.size()))) : some;
    }

    private static String names(List<Integer> ends) {
        return ends.stream().map(e -> "e" + e).toList().toString();
    }

    private static String quoted(List<String> texts) {
        return texts.stream().map(text -> '"' + text + '"').toList().toString();
    }

    private static String listed(Scopes scopes) {
        return scopes.isEmpty() ? "[]" : "[" + scopes.toString().replace(" ", ", ") + "]";
    }
}
