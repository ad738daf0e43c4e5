package dev.zt.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.identity.CallerId;
import dev.zt.identity.ClientId;
import dev.zt.identity.IssuerUrl;
import dev.zt.identity.Scopes;
import dev.zt.identity.WorkloadId;
import dev.zt.request.Target;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientPolicyTest {
    static final String DOCUMENT = """
            zt: 1
            service: orders
            segment: shop
            admit: {trust-domains: [shop.example], issuers: [https://idp.example, https://partner.example]}
            workloads:
              gateway: spiffe://shop.example/gateway
              billing: {issuer: https://idp.example, client-id: billing-service}
              courier: {issuer: https://idp.example, actor: courier}
              lookalike: {issuer: https://partner.example, client-id: "spiffe://shop.example/gateway"}
            segments:
              shop: [gateway]
              money: [billing, courier]
            endpoints:
              read: {match: GET /orders, requires: ["orders:read"]}
              refund: {match: POST /refunds, critical: true}
              named: GET /named
              zone: GET /zone
              partners: GET /partners
              everybody: GET /everybody
              domain: GET /domain
              open: GET /open
            allow:
              - {id: A1, caller: [gateway, billing], to: read, scopes: ["orders:read"]}
              - {id: A2, caller: "issuer:https://partner.example", to: partners, bound: false}
              - {id: A3, caller: "*", to: [everybody, open]}
              - {id: A4, caller: "trust-domain:shop.example", to: domain}
              - {id: A5, caller: courier, to: [named, refund]}
              - {id: A6, caller: "segment:money", to: zone, bound: false}
              - {id: A7, caller: "issuer:https://idp.example", to: open}
            never:
              - {id: N1, from: "*", except: ["*", courier], to: [named, refund]}
              - {id: N2, from: "issuer:https://idp.example", except: billing, to: open}
            """;

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final IssuerUrl IDP = IssuerUrl.of("https://idp.example");
    private static final IssuerUrl PARTNER = IssuerUrl.of("https://partner.example");

    private static final Map<String, CallerId> CALLERS = Map.of(
            "gateway", WorkloadId.of("spiffe://shop.example/gateway"),
            "workload", WorkloadId.of("spiffe://shop.example/any"),
            "billing", ClientId.client(IDP, "billing-service"),
            "billingActor", ClientId.actor(IDP, "billing-service"),
            "courier", ClientId.actor(IDP, "courier"),
            "courierClient", ClientId.client(IDP, "courier"),
            "lookalike", ClientId.client(PARTNER, "spiffe://shop.example/gateway"),
            "partner", ClientId.client(PARTNER, "any"),
            "partnerActor", ClientId.actor(PARTNER, "any"),
            "stranger", ClientId.client(IssuerUrl.of("https://idp.example/"), "billing-service"));

    private final Policy policy = PolicyTest.read(DOCUMENT);

    static Decision decide(Policy policy, Subject subject, String method, String path) {
        List<String> segments = Target.parse(path).orElseThrow().segments();
        return policy.route(method, segments, NOW).decide(subject);
    }

    private static Subject subject(String name) {
        Subject subject = Subject.of(CALLERS.get(name), Subject.Binding.REQUEST);
        return subject.id() instanceof ClientId ? subject.holding(Scopes.of("orders:read")) : subject;
    }

    @ParameterizedTest
    @CsvSource({
        "billing, GET, /orders, permit A1",
        "billingActor, GET, /orders, not-allowed",
        "stranger, GET, /orders, issuer-not-admitted",
        "lookalike, GET, /orders, not-allowed",
        "gateway, GET, /orders, permit A1",
        "partner, GET, /partners, permit A2",
        "partnerActor, GET, /partners, permit A2",
        "lookalike, GET, /partners, permit A2",
        "billing, GET, /partners, not-allowed",
        "gateway, GET, /partners, not-allowed",
        "billing, GET, /zone, permit A6",
        "courier, GET, /zone, permit A6",
        "courierClient, GET, /zone, not-allowed"
    })
    void decides_byExactNameIssuerAndSegment(String caller, String method, String path, String expected) {
        assertThat(PolicyTest.verdict(decide(policy, subject(caller), method, path)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "workload, /everybody, permit A3",
        "billing, /everybody, not-allowed",
        "partner, /everybody, not-allowed",
        "workload, /domain, permit A4",
        "lookalike, /domain, not-allowed"
    })
    void grants_clientsNothingByAWildcard(String caller, String path, String expected) {
        assertThat(PolicyTest.verdict(decide(policy, subject(caller), "GET", path)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "courier, permit A5",
        "courierClient, never N1",
        "billing, never N1",
        "partner, never N1",
        "gateway, not-allowed",
        "workload, not-allowed"
    })
    void forbids_clientsByAWildcardAndExemptsThemByNameOnly(String caller, String expected) {
        assertThat(PolicyTest.verdict(decide(policy, subject(caller), "GET", "/named")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"billing, permit A7", "courier, never N2", "courierClient, never N2", "workload, permit A3"})
    void forbids_allOfAnIssuerButTheExcepted(String caller, String expected) {
        assertThat(PolicyTest.verdict(decide(policy, subject(caller), "GET", "/open")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "'trust-domains: [shop.example]', permit A1, issuer-not-admitted",
        "'issuers: [https://idp.example]', trust-domain-not-admitted, permit A1",
        "'issuers: [https://partner.example]', trust-domain-not-admitted, issuer-not-admitted",
        "'segments: [money]', segment-not-admitted, permit A1",
        "'segments: [shop]', permit A1, segment-not-admitted",
        "'trust-domains: [shop.example], segments: [shop, money]', permit A1, issuer-not-admitted",
        "'issuers: [https://idp.example], segments: [shop]', trust-domain-not-admitted, segment-not-admitted"
    })
    void admits_byWhoVouchesAndBySegment(String admit, String gateway, String billing) {
        Policy admitting = PolicyTest.read(DOCUMENT.replaceFirst("admit: \\{.*}", "admit: {" + admit + "}"));

        assertThat(PolicyTest.verdict(decide(admitting, subject("gateway"), "GET", "/orders")))
                .isEqualTo(gateway);
        assertThat(PolicyTest.verdict(decide(admitting, subject("billing"), "GET", "/orders")))
                .isEqualTo(billing);
    }

    @Test
    void explains_whyAnIssuerIsNotAdmitted() {
        Policy workloadsOnly = PolicyTest.read(DOCUMENT.replaceFirst(", issuers: \\[[^]]*]", ""));

        assertThat(((Decision.Deny) decide(policy, subject("stranger"), "GET", "/orders")).nearestMiss())
                .isEqualTo("admit.issuers holds [https://idp.example, https://partner.example]");
        assertThat(((Decision.Deny) decide(workloadsOnly, subject("billing"), "GET", "/orders")).nearestMiss())
                .isEqualTo("admit.issuers is not there");
    }

    @Test
    void denies_whatTheTokenDoesNotCarry() {
        Subject other = subject("billing").holding(Scopes.of("orders:write"));
        Decision.Deny deny = (Decision.Deny) decide(policy, other, "GET", "/orders");

        assertThat(PolicyTest.verdict(deny)).isEqualTo("scope-missing A1");
        assertThat(deny.missing()).isEqualTo(Scopes.of("orders:read"));
        assertThat(deny.nearestMiss()).isEqualTo("A1 grants orders:read but the caller's token or proof leaves it out");
    }

    @Test
    void denies_aClientOfWhoseTokenNothingIsKnown() {
        Subject unread = Subject.of(CALLERS.get("billing"), Subject.Binding.REQUEST);

        assertThat(PolicyTest.verdict(decide(policy, unread, "GET", "/orders"))).isEqualTo("scope-missing A1");
    }

    @Test
    void grants_noMoreThanTheEdgeWhateverTheTokenCarries() {
        Subject rich = subject("billing").holding(Scopes.of("orders:read", "admin:all"));

        assertThat(((Decision.Permit) decide(policy, rich, "GET", "/orders")).scopes())
                .isEqualTo(Scopes.of("orders:read"));
    }

    @Test
    void narrows_byTokenAndProofTogether() {
        Subject both = subject("billing").narrowedTo(Scopes.of("orders:write"));

        assertThat(PolicyTest.verdict(decide(policy, both, "GET", "/orders"))).isEqualTo("scope-missing A1");
    }

    @Test
    void makes_noNewDecisionForTokensThatCarryAllThatIsGranted() {
        assertThat(decide(policy, subject("billing"), "GET", "/orders"))
                .isSameAs(decide(policy, subject("billing"), "GET", "/orders"));
    }

    @Test
    void runs_testsWithClients() {
        Policy tested = PolicyTest.read(DOCUMENT + """
            tests:
              - {as: billing, call: GET /orders, token-scopes: ["orders:read"], expect: allow A1}
              - {as: billing, call: GET /orders, token-scopes: [], expect: deny scope-missing}
              - {as: billing, call: GET /orders, token-scopes: ["orders:read"], scopes: [], expect: deny scope-missing}
              - {as: billing, call: GET /orders, token-scopes: ["orders:read"], bound: false, expect: deny proof-unbound}
              - {as: billing, call: GET /zone, token-scopes: [], bound: false, expect: allow A6}
              - as: {issuer: "https://partner.example", client-id: unnamed}
                call: GET /partners
                token-scopes: []
                expect: allow A2
              - as: {issuer: "https://evil.example", actor: unnamed}
                call: GET /partners
                token-scopes: []
                expect: deny issuer-not-admitted
            """);

        List<PolicyTestResult> results =
                tested.runTests(path -> Target.parse(path).map(Target::segments), NOW);

        assertThat(results).hasSize(7).allMatch(PolicyTestResult::passed);
        assertThat(results.get(4).title())
                .isEqualTo("https://idp.example client_id=billing-service GET /zone as a bearer");
    }
}
