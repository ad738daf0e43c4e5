package dev.zt.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.guard.Coverage.Order;
import dev.zt.guard.Coverage.OtherFilter;
import dev.zt.policy.Endpoint;
import dev.zt.policy.Policy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CoverageTest {
    private static final String POLICY = """
            zt: 1
            service: orders
            segment: shop
            admit: {segments: [shop]}
            workloads: {gateway: spiffe://shop.example/gateway}
            segments: {shop: [gateway]}
            endpoints:
              order: {match: "GET /orders/{id}", requires: ["orders:read"]}
              refund: {match: "POST /orders/{id}", requires: ["orders:refund"], critical: true}
              health: {match: "GET /healthz", public: true}
              files: "GET /files/{**}"
              lost: "GET /lost"
            """;
    private static final Mapping ORDERS = new Mapping("/orders/*", "orders");

    private final List<Endpoint> endpoints = List.copyOf(
            Policy.read("test", POLICY.getBytes(StandardCharsets.UTF_8)).endpoints());

    private Endpoint endpoint(String name) {
        return endpoints.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Coverage coverage() {
        return new Coverage(
                "jetty",
                Map.of(
                        endpoint("order"),
                        ORDERS,
                        endpoint("refund"),
                        ORDERS,
                        endpoint("health"),
                        new Mapping("/healthz", "health"),
                        endpoint("files"),
                        new Mapping("/", "files")),
                List.of(new Mapping("/old/*", "old")),
                List.of(endpoint("lost")),
                List.of(
                        new OtherFilter("log", "example.Log", List.of("/*"), Order.AHEAD),
                        new OtherFilter("gzip", "example.Gzip", List.of("/*", "orders"), Order.BEHIND),
                        new OtherFilter("late", "example.Late", List.of("orders"), Order.BEHIND_GATE),
                        new OtherFilter("odd", "example.Odd", List.of("/odd"), Order.UNKNOWN)),
                Optional.of(List.of("something is loose")));
    }

    @Test
    void reports_eachMappingWithItsEndpoints() {
        assertThat(coverage().lines())
                .containsExactly(
                        "'/' of 'files': GET /files/{**} (files) requires a grant alone",
                        "'/healthz' of 'health': GET /healthz (health) is public",
                        "'/old/*' of 'old': denied, no endpoint leads there",
                        "'/orders/*' of 'orders': GET /orders/{id} (order) requires orders:read",
                        "'/orders/*' of 'orders': POST /orders/{id} (refund) requires orders:refund, critical",
                        "nowhere: GET /lost (lost)",
                        "filter 'log' on [/*]: ahead of the guard",
                        "filter 'gzip' on [/*, orders]: behind the guard",
                        "filter 'late' on [orders]: behind the gate of a handler",
                        "filter 'odd' on [/odd]: unknown whether before or behind the guard",
                        "connectors of jetty: something is loose");
    }

    @Test
    void finds_eachGap() {
        assertThat(coverage().findings())
                .extracting(Coverage.Finding::gap)
                .containsExactly(
                        Coverage.Gap.MAPPING_WITHOUT_ENDPOINT,
                        Coverage.Gap.ENDPOINT_WITHOUT_MAPPING,
                        Coverage.Gap.FILTER_AHEAD,
                        Coverage.Gap.FILTER_BEHIND_GATE,
                        Coverage.Gap.FILTER_AHEAD,
                        Coverage.Gap.LOOSE_CONNECTOR);
        assertThat(coverage().findings())
                .extracting(Coverage.Finding::text)
                .contains(
                        "filter 'log' (example.Log) runs before the guard, and what it answers is not decided on",
                        "filter 'odd' (example.Odd) may run before the guard, and what it answers is not decided on");
    }

    @Test
    void tells_whatAFrameworkHasInside() {
        Coverage silent = new Coverage("other", Map.of(), List.of(), List.of(), List.of(), Optional.of(List.of()));
        Endpoint read = coverage().bound().keySet().stream()
                .filter(endpoint -> endpoint.name().equals("order"))
                .findFirst()
                .orElseThrow();

        Coverage inside = silent.with(
                List.of(
                        new Coverage.Handler("GET /orders/{id}", "Orders.read", List.of(read)),
                        new Coverage.Handler("POST /orders", "Orders.place", List.of())),
                List.of(read));

        assertThat(inside.lines())
                .startsWith(
                        "'GET /orders/{id}' of 'Orders.read': GET /orders/{id} (order) requires orders:read",
                        "'POST /orders' of 'Orders.place': denied, no endpoint leads there",
                        "no handler: GET /orders/{id} (order)");
        assertThat(inside.findings())
                .extracting(Coverage.Finding::gap)
                .containsExactly(Coverage.Gap.HANDLER_WITHOUT_ENDPOINT, Coverage.Gap.ENDPOINT_WITHOUT_HANDLER);
        assertThat(inside.toJson())
                .contains("{\"route\":\"POST /orders\",\"handler\":\"Orders.place\",\"endpoints\":[]}");
    }

    @Test
    void says_unknown_whereNobodyCanSay() {
        Coverage silent = new Coverage("other", Map.of(), List.of(), List.of(), List.of(), Optional.empty());

        assertThat(silent.findings()).isEmpty();
        assertThat(silent.lines()).containsExactly("connectors of other: unknown");
        assertThat(silent.toJson())
                .isEqualTo("{\"container\":\"other\",\"mappings\":[],\"endpoints_without_mapping\":[],\"handlers\":[],"
                        + "\"endpoints_without_handler\":[],\"filters\":[],"
                        + "\"connectors\":\"unknown\",\"findings\":[]}");
    }

    @Test
    void writes_theSameAsJson() {
        assertThat(coverage().toJson())
                .contains(
                        "{\"pattern\":\"/old/*\",\"handler\":\"old\",\"endpoints\":[]}",
                        "{\"name\":\"refund\",\"match\":\"POST /orders/{id}\",\"public\":false,\"critical\":true,"
                                + "\"requires\":\"orders:refund\"}",
                        "\"endpoints_without_mapping\":[{\"name\":\"lost\"",
                        "{\"name\":\"log\",\"class\":\"example.Log\",\"patterns\":[\"/*\"],\"order\":\"ahead\","
                                + "\"dispatchers\":\"unknown\"}",
                        "\"connectors\":[\"something is loose\"]",
                        "{\"gap\":\"loose-connector\",\"text\":\"connector: something is loose\"}");
    }
}
