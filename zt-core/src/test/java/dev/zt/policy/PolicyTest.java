package dev.zt.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.identity.Scopes;
import dev.zt.identity.WorkloadId;
import dev.zt.request.Target;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTest {
    static final String DOCUMENT = """
            zt: 1
            service: orders
            segment: shop
            admit: {trust-domains: [shop.example, partner.example], segments: [shop, money]}
            workloads:
              gateway: spiffe://shop.example/gateway
              orders: spiffe://shop.example/orders
              billing: spiffe://shop.example/billing
              refunds: spiffe://shop.example/refunds
              reports: spiffe://shop.example/reports
            segments:
              shop: [gateway, orders]
              money: [billing, refunds]
              office: [reports]
            endpoints:
              read-order: {match: "GET /orders/{id}", requires: ["orders:read"]}
              place-order: {match: POST /orders, requires: ["orders:write"]}
              refund: {match: "POST /orders/{id}/refund", critical: true}
              files: "GET /files/{**}"
              special: GET /orders/special
              health: {match: GET /healthz, public: true}
            allow:
              - {id: A1, caller: gateway, to: [read-order, place-order], scopes: ["orders:read"]}
              - {id: A2, caller: gateway, to: place-order, scopes: ["orders:write"], why: PAY-1, owner: shop}
              - {id: A3, caller: "segment:money", to: [read-order, refund], scopes: ["orders:read"]}
              - {id: A4, caller: "*", to: files}
              - {id: A5, caller: billing, to: special, expires: 2026-03-01}
            never:
              - {id: N1, from: "segment:*", except: "segment:money", to: refund}
              - {id: N2, from: billing, to: files}
            tests:
              - {as: gateway, call: GET /orders/7, expect: allow A1}
              - {as: gateway, call: GET /orders/7, scopes: ["orders:write"], expect: deny scope-missing}
              - {as: gateway, call: POST /orders/7/refund, expect: deny N1}
              - {as: refunds, call: POST /orders/7/refund, expect: allow A3}
              - {as: anyone, call: GET /orders/7, expect: deny}
              - {as: anyone, call: GET /healthz, expect: allow public}
              - {as: anyone, call: GET /orders/../admin, expect: bad-request}
            """;

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Policy policy = read(DOCUMENT);

    static Policy read(String yaml) {
        return Policy.read("zt-policy.yaml", yaml.getBytes(StandardCharsets.UTF_8));
    }

    private static Subject subject(String name) {
        return Subject.of(WorkloadId.of("spiffe://shop.example/" + name), Subject.Binding.REQUEST);
    }

    private Decision decide(Subject subject, String method, String path) {
        return decide(policy, subject, method, path, NOW);
    }

    private static Decision decide(Policy policy, Subject subject, String method, String path, Instant now) {
        List<String> segments = Target.parse(path).orElseThrow().segments();
        return policy.route(method, segments, now).decide(subject);
    }

    static String verdict(Decision decision) {
        if (decision instanceof Decision.Permit permit) {
            return "permit " + permit.rule();
        }
        Decision.Deny deny = (Decision.Deny) decision;
        return deny.reason().id() + (deny.rule().isEmpty() ? "" : " " + deny.rule());
    }

    @ParameterizedTest
    @CsvSource({
        "gateway, GET, /orders/7, permit A1",
        "gateway, HEAD, /orders/7, permit A1",
        "gateway, POST, /orders, permit A1+A2",
        "gateway, POST, /orders/7, endpoint-unlisted",
        "gateway, DELETE, /orders/7, endpoint-unlisted",
        "gateway, get, /orders/7, endpoint-unlisted",
        "gateway, GET, /orders, endpoint-unlisted",
        "gateway, GET, /orders/, endpoint-unlisted",
        "gateway, GET, /orders/7/, endpoint-unlisted",
        "gateway, GET, /Orders/7, endpoint-unlisted",
        "gateway, GET, /, endpoint-unlisted",
        "gateway, POST, /orders/7/refund, never N1",
        "gateway, GET, /orders/special, not-allowed",
        "gateway, POST, /orders/special, endpoint-unlisted",
        "gateway, GET, /files, permit A4",
        "gateway, GET, /files/, permit A4",
        "gateway, GET, /files/a/b/c, permit A4",
        "gateway, GET, /filesx, endpoint-unlisted",
        "billing, GET, /orders/7, permit A3",
        "billing, POST, /orders/7/refund, permit A3",
        "billing, POST, /orders, not-allowed",
        "billing, GET, /files/x, never N2",
        "billing, GET, /orders/special, permit A5",
        "orders, GET, /orders/7, not-allowed",
        "reports, GET, /orders/7, segment-not-admitted",
        "reports, GET, /no/such, segment-not-admitted",
        "nobody, GET, /files/x, segment-not-admitted"
    })
    void decides(String caller, String method, String path, String expected) {
        assertThat(verdict(decide(subject(caller), method, path))).isEqualTo(expected);
    }

    @Test
    void case16_tells_lookAlikesApart() {
        assertThat(verdict(decide(subject("gateway-attacker"), "GET", "/orders/7")))
                .isEqualTo("segment-not-admitted");
    }

    @Test
    void case17_refuses_samePathOfAnotherTrustDomain() {
        Subject stranger = Subject.of(WorkloadId.of("spiffe://evil.example/gateway"), Subject.Binding.REQUEST);
        Subject partner = Subject.of(WorkloadId.of("spiffe://partner.example/gateway"), Subject.Binding.REQUEST);

        assertThat(verdict(decide(stranger, "GET", "/orders/7"))).isEqualTo("trust-domain-not-admitted");
        assertThat(verdict(decide(partner, "GET", "/orders/7"))).isEqualTo("segment-not-admitted");
    }

    @Test
    void grants_theUnionOfTheEdgesWhateverTheirOrder() {
        Decision.Permit permit = (Decision.Permit) decide(subject("gateway"), "POST", "/orders");

        assertThat(permit.scopes()).isEqualTo(Scopes.of("orders:read", "orders:write"));
        assertThat(permit.wouldDeny()).isFalse();
    }

    @Test
    void narrows_byTheProofAndNeverWidens() {
        Subject narrow = subject("gateway").narrowedTo(Scopes.of("orders:read", "admin:all"));
        Decision.Permit permit = (Decision.Permit) decide(narrow, "GET", "/orders/7");
        Decision.Deny deny = (Decision.Deny) decide(narrow, "POST", "/orders");

        assertThat(permit.scopes()).isEqualTo(Scopes.of("orders:read"));
        assertThat(deny.reason()).isEqualTo(DenyReason.SCOPE_MISSING);
        assertThat(deny.missing()).isEqualTo(Scopes.of("orders:write"));
    }

    @Test
    void denies_criticalEndpointToAProofThatBindsTheAudienceOnly() {
        Subject weak = Subject.of(WorkloadId.of("spiffe://shop.example/refunds"), Subject.Binding.AUDIENCE);

        assertThat(verdict(decide(weak, "POST", "/orders/7/refund"))).isEqualTo("proof-too-weak A3");
    }

    @Test
    void denies_fromTheDayAfterTheExpiryAndAgainBeforeIt() {
        Instant lastSecond = Instant.parse("2026-03-01T23:59:59Z");
        Instant after = Instant.parse("2026-03-02T00:00:00Z");
        Subject billing = subject("billing");

        assertThat(verdict(decide(policy, billing, "GET", "/orders/special", lastSecond)))
                .isEqualTo("permit A5");
        assertThat(verdict(decide(policy, billing, "GET", "/orders/special", after)))
                .isEqualTo("not-allowed");
        assertThat(verdict(decide(policy, billing, "GET", "/orders/special", lastSecond)))
                .isEqualTo("permit A5");
    }

    @Test
    void observes_missingEdgesOnlyAndOnlyUntilTheDate() {
        Policy observing =
                read(DOCUMENT.replace("segment: shop\n", "segment: shop\nmode: observe\nuntil: 2026-02-01\n"));
        Instant after = Instant.parse("2026-02-02T00:00:00Z");

        Decision passed = decide(observing, subject("orders"), "GET", "/orders/7", NOW);
        assertThat(verdict(passed)).isEqualTo("permit mode:observe");
        assertThat(((Decision.Permit) passed).wouldDeny()).isTrue();
        assertThat(((Decision.Permit) passed).scopes()).isEqualTo(Scopes.none());
        assertThat(verdict(decide(observing, subject("gateway"), "POST", "/orders/7/refund", NOW)))
                .isEqualTo("never N1");
        assertThat(verdict(decide(observing, subject("reports"), "GET", "/orders/7", NOW)))
                .isEqualTo("segment-not-admitted");
        assertThat(verdict(decide(observing, subject("gateway"), "PUT", "/orders/7", NOW)))
                .isEqualTo("endpoint-unlisted");
        assertThat(verdict(decide(observing, subject("orders"), "GET", "/orders/7", after)))
                .isEqualTo("not-allowed");
        assertThat(observing.observesAt(NOW)).isTrue();
        assertThat(observing.observesAt(after)).isFalse();
    }

    @Test
    void names_theNearestMiss() {
        Decision.Deny deny = (Decision.Deny) decide(subject("orders"), "GET", "/orders/7");

        assertThat(deny.nearestMiss()).contains("A1").contains("A3");
    }

    @Test
    void opens_publicEndpointsOnly() {
        assertThat(policy.route("GET", List.of("healthz"), NOW).isOpen()).isTrue();
        assertThat(policy.route("POST", List.of("healthz"), NOW).isOpen()).isFalse();
        assertThat(policy.route("GET", List.of("orders", "7"), NOW).isOpen()).isFalse();
    }

    @Test
    void grants_wholeTrustDomainsWithoutNamingTheirWorkloads() {
        Policy open = read("""
                zt: 1
                service: orders
                segment: shop
                admit: {trust-domains: [shop.example, partner.example]}
                workloads: {bad: spiffe://shop.example/bad}
                segments: {shop: []}
                endpoints: {read: "GET /read"}
                allow: [{id: A1, caller: "trust-domain:shop.example", to: "*"}]
                never: [{id: N1, from: bad, to: "*"}]
                """);
        Subject partner = Subject.of(WorkloadId.of("spiffe://partner.example/x"), Subject.Binding.REQUEST);

        assertThat(verdict(decide(open, subject("anything"), "GET", "/read", NOW)))
                .isEqualTo("permit A1");
        assertThat(verdict(decide(open, subject("bad"), "GET", "/read", NOW))).isEqualTo("never N1");
        assertThat(verdict(decide(open, partner, "GET", "/read", NOW))).isEqualTo("not-allowed");
    }

    @Test
    void runs_itsOwnTests() {
        List<PolicyTestResult> results =
                policy.runTests(path -> Target.parse(path).map(Target::segments), NOW);

        assertThat(results).hasSize(7).allMatch(PolicyTestResult::passed);
        assertThat(policy.testCount()).isEqualTo(7);
    }

    @Test
    void runs_testsWithAnEmptyListAsNarrowedToNothing() {
        Policy narrowed =
                read(DOCUMENT.replace("scopes: [\"orders:write\"], expect: deny", "scopes: [], expect: deny"));

        assertThat(narrowed.runTests(path -> Target.parse(path).map(Target::segments), NOW))
                .allMatch(PolicyTestResult::passed);
    }

    @Test
    void keeps_literalsApartFromVariables() {
        Policy both = read(DOCUMENT.replace("GET /orders/special", "GET /orders/VARIABLE"));

        assertThat(both.endpoints()).hasSize(6);
    }

    @Test
    void compiles_manyEdgesInTheTimeOfTheirNumber() {
        StringBuilder yaml = new StringBuilder("zt: 1\nservice: s\nsegment: a\nadmit: {segments: [a]}\nworkloads:\n");
        for (int i = 0; i < 1000; i++) {
            yaml.append("  w")
                    .append(i)
                    .append(": spiffe://shop.example/w")
                    .append(i)
                    .append('\n');
        }
        yaml.append("segments: {a: [w0, w999]}\nendpoints:\n");
        for (int i = 0; i < 100; i++) {
            yaml.append("  e").append(i).append(": GET /e").append(i).append("\n");
        }
        yaml.append("allow:\n");
        for (int i = 0; i < 1000; i++) {
            yaml.append("  - {id: A").append(i).append(", caller: w").append(i).append(", to: \"*\"}\n");
        }
        Policy big = read(yaml.toString());

        assertThat(verdict(decide(big, subject("w999"), "GET", "/e99", NOW))).isEqualTo("permit A999");
    }

    @Test
    void tells_whatAFailedTestSaw() {
        Policy wrong = read(DOCUMENT.replace("expect: allow A1", "expect: deny"));

        PolicyTestResult failed = wrong.runTests(path -> Target.parse(path).map(Target::segments), NOW)
                .get(0);

        assertThat(failed.passed()).isFalse();
        assertThat(failed.seen()).isEqualTo("allow A1");
        assertThat(failed.place().line()).isEqualTo(32);
    }

    @Test
    void tells_whatItIsFor() {
        assertThat(policy.service()).isEqualTo("orders");
        assertThat(policy.segment()).isEqualTo("shop");
        assertThat(policy.endpoints()).extracting(Endpoint::match).contains("GET /orders/{id}", "GET /files/{**}");
    }
}
