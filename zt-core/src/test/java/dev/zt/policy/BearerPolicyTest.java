package dev.zt.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.identity.CallerId;
import dev.zt.identity.ClientId;
import dev.zt.identity.IssuerUrl;
import dev.zt.identity.Scopes;
import dev.zt.identity.WorkloadId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BearerPolicyTest {
    private static final String DOCUMENT = """
            zt: 1
            service: orders
            segment: shop
            admit: {trust-domains: [shop.example], issuers: [https://idp.example]}
            workloads:
              gateway: spiffe://shop.example/gateway
              billing: {issuer: https://idp.example, client-id: billing}
            segments: {shop: [gateway, billing]}
            endpoints:
              read: {match: GET /read, requires: [r]}
              write: {match: GET /write, requires: [w]}
              bound: {match: GET /bound, requires: [r]}
              none: GET /none
              forbidden: GET /forbidden
              critical: {match: GET /critical, critical: true, requires: [x]}
            allow:
              - {id: A1, caller: "segment:shop", to: [read, write], scopes: [r], bound: false}
              - {id: A2, caller: "segment:shop", to: [read, write], scopes: [w]}
              - {id: A3, caller: "segment:shop", to: [bound, forbidden, critical], scopes: [r], bound: true}
            never:
              - {id: N1, from: "segment:shop", to: forbidden}
            """;

    private static final CallerId GATEWAY = WorkloadId.of("spiffe://shop.example/gateway");
    private static final CallerId BILLING = ClientId.client(IssuerUrl.of("https://idp.example"), "billing");

    private final Policy policy = PolicyTest.read(DOCUMENT);
    private final Policy observing =
            PolicyTest.read(DOCUMENT.replace("segment: shop\n", "segment: shop\nmode: observe\nuntil: 2026-02-01\n"));

    private static Subject client(Subject.Binding binding) {
        return Subject.of(BILLING, binding).holding(Scopes.of("r", "w", "x"));
    }

    private static String verdict(Policy policy, Subject subject, String path) {
        return PolicyTest.verdict(ClientPolicyTest.decide(policy, subject, "GET", path));
    }

    @Test
    void denies_aBearerWhereEveryEdgeIsBound() {
        Decision.Deny deny =
                (Decision.Deny) ClientPolicyTest.decide(policy, client(Subject.Binding.NONE), "GET", "/bound");

        assertThat(PolicyTest.verdict(deny)).isEqualTo("proof-unbound A3");
        assertThat(deny.nearestMiss()).startsWith("A3 allows it, but the caller presents a bearer token");
    }

    @Test
    void grants_aBearerTheEdgesAloneThatSaySo() {
        Decision bearer = ClientPolicyTest.decide(policy, client(Subject.Binding.NONE), "GET", "/read");

        assertThat(PolicyTest.verdict(bearer)).isEqualTo("permit A1");
        assertThat(((Decision.Permit) bearer).scopes()).isEqualTo(Scopes.of("r"));
        assertThat(verdict(policy, client(Subject.Binding.NONE), "/write")).isEqualTo("scope-missing A1");
    }

    @ParameterizedTest
    @EnumSource(value = Subject.Binding.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void grants_everyEdgeToWhoeverIsBound(Subject.Binding binding) {
        Decision bound = ClientPolicyTest.decide(policy, client(binding), "GET", "/write");

        assertThat(PolicyTest.verdict(bound)).isEqualTo("permit A1+A2");
        assertThat(((Decision.Permit) bound).scopes()).isEqualTo(Scopes.of("r", "w"));
    }

    @Test
    void holds_forWorkloadsWithBearerTokensToo() {
        Subject bearer = Subject.of(GATEWAY, Subject.Binding.NONE);

        assertThat(verdict(policy, bearer, "/read")).isEqualTo("permit A1");
        assertThat(verdict(policy, bearer, "/bound")).isEqualTo("proof-unbound A3");
    }

    @Test
    void names_neverAndTheMissingEdgeBeforeTheBinding() {
        assertThat(verdict(policy, client(Subject.Binding.NONE), "/forbidden")).isEqualTo("never N1");
        assertThat(verdict(policy, client(Subject.Binding.NONE), "/none")).isEqualTo("not-allowed");
    }

    @Test
    void names_theBindingBeforeTheScopes() {
        Subject poor = Subject.of(BILLING, Subject.Binding.NONE).holding(Scopes.none());

        assertThat(verdict(policy, poor, "/bound")).isEqualTo("proof-unbound A3");
        assertThat(verdict(policy, poor, "/critical")).isEqualTo("proof-too-weak A3");
    }

    @ParameterizedTest
    @EnumSource(Subject.Binding.class)
    void takes_noWeakProofForACriticalEndpoint(Subject.Binding binding) {
        boolean weak = binding == Subject.Binding.NONE || binding == Subject.Binding.AUDIENCE;

        assertThat(verdict(policy, client(binding), "/critical"))
                .isEqualTo(weak ? "proof-too-weak A3" : "scope-missing A3");
    }

    @Test
    void observes_nothingButTheMissingEdge() {
        Subject bearer = client(Subject.Binding.NONE);

        assertThat(verdict(observing, bearer, "/none")).isEqualTo("permit mode:observe");
        assertThat(verdict(observing, bearer, "/bound")).isEqualTo("proof-unbound A3");
        assertThat(verdict(observing, bearer, "/write")).isEqualTo("scope-missing A1");
        assertThat(verdict(observing, bearer, "/critical")).isEqualTo("proof-too-weak A3");
    }
}
