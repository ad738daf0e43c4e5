package dev.zt.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.guard.Admission;
import dev.zt.guard.Guard;
import dev.zt.identity.Audience;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AttackTest {
    private static final String AUDIENCE = "https://orders.internal";
    private static final String POLICY = """
            zt: 1
            service: orders
            segment: shop
            admit: {trust-domains: [shop.example], segments: [shop]}
            workloads:
              gateway: spiffe://shop.example/gateway
              orders: spiffe://shop.example/orders
              reports: spiffe://shop.example/reports
            segments: {shop: [gateway, orders], office: [reports]}
            endpoints:
              read-order: {match: "GET /orders/{id}", requires: ["orders:read"]}
            allow:
              - {id: A1, caller: gateway, to: read-order, scopes: ["orders:read"]}
            """;

    @RegisterExtension
    final ZtExtension zt = ZtExtension.forTrustDomain("shop.example");

    private Guard guard;
    private AttackScene scene;

    @BeforeEach
    void setUp() {
        guard = zt.guard(AUDIENCE, POLICY);
        scene = new AttackScene(
                zt.authority(),
                zt.authority().issue("/gateway"),
                zt.authority().issue("/reports"),
                Audience.of(AUDIENCE),
                "GET",
                "/orders/7");
    }

    @Test
    void admits_honestCall() {
        assertThat(guard.admit(scene.honestCall().toCall())).isInstanceOf(Admission.Granted.class);
    }

    @ParameterizedTest
    @EnumSource(Attack.class)
    void refuses_eachAttackForItsOwnReason(Attack attack) {
        zt.assertRefused(guard, attack, scene);
    }

    @ParameterizedTest
    @EnumSource(Attack.class)
    void records_oneEventWithoutAnyToken(Attack attack) {
        zt.assertRefused(guard, attack, scene);

        assertThat(zt.decisions()).hasSize(attack.begin(scene).prelude().size() + 1);
        assertThat(zt.events()).allSatisfy(event -> assertThat(event.toString()).doesNotContain("eyJ"));
        assertThat(zt.decisions().get(zt.decisions().size() - 1).reason()).isEqualTo(attack.reason());
    }

    @Test
    void assertRefused_failsWhereAnAttackIsServed() {
        Guard openToAll = zt.guard(
                AUDIENCE,
                POLICY.replace("{match: \"GET /orders/{id}\", requires: [\"orders:read\"]}", "GET /orders/{id}"));

        assertThatThrownBy(() -> zt.assertRefused(openToAll, Attack.MISSING_SCOPE, scene))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("served");
    }
}
