package dev.zt.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.guard.Admission;
import dev.zt.guard.RequestFault;
import dev.zt.verify.Rejection;
import dev.zt.verify.Unverifiable;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@ZtTest(issuer = "https://idp.example")
class ZtSceneTest {
    private final ZtScene zt;

    ZtSceneTest(ZtScene zt) {
        this.zt = zt;
    }

    private ResponseAssertion assertThatGet(TestCaller caller) {
        return zt.assertThatResponse(
                zt.guard().admit(caller.call("GET", "/orders/7").toCall()));
    }

    @Test
    void serves_callersOfBeforeAndAfterARotation() {
        TestCaller before = zt.service("billing");
        TestCaller clientBefore = zt.client("portal").scope("orders:read");
        zt.rotateKeys();

        assertThatGet(before).isServed();
        assertThatGet(zt.service("billing")).isServed();
        assertThatGet(clientBefore).isServed();
        assertThatGet(zt.client("portal").scope("orders:read")).isServed();
    }

    @Test
    void refuses_tokensOfKeysThatAreNotPublished_untilTheyAre() {
        TestCaller before = zt.service("billing");
        zt.rotateKeysUnpublished();
        TestCaller after = zt.service("billing");

        assertThatGet(before).isServed();
        assertThatGet(after).isDeniedFor(Rejection.WIT_KEY_UNKNOWN);
        assertThatGet(zt.client("portal").scope("orders:read")).isDeniedFor(Rejection.TOKEN_KEY_UNKNOWN);
        zt.publishKeys();
        assertThatGet(after).isServed();
        assertThatGet(before).isServed();
    }

    @Test
    void refuses_tokensOfWithdrawnKeys() {
        TestCaller before = zt.service("billing");
        zt.rotateKeys();
        assertThatGet(before).isServed();
        zt.withdrawOldKeys();

        assertThatGet(before).isDeniedFor(Rejection.WIT_KEY_UNKNOWN);
        assertThatGet(zt.service("billing")).isServed();
    }

    @Test
    void answers503_duringAnOutage() {
        zt.outage();

        assertThatGet(zt.service("billing")).isDeniedFor(Unverifiable.KEYS_UNAVAILABLE);
        assertThatGet(zt.client("portal").scope("orders:read")).isDeniedFor(Unverifiable.KEYS_UNAVAILABLE);
        zt.recover();
        assertThatGet(zt.service("billing")).isServed();
    }

    @Test
    void bears_aSkewOfHalfAMinute() {
        for (int seconds : new int[] {25, -25}) {
            zt.skew(Duration.ofSeconds(seconds));
            assertThatGet(zt.service("billing")).isServed();
        }
        zt.skew(Duration.ofMinutes(-2));
        assertThatGet(zt.service("billing")).isDeniedFor(Rejection.PROOF_TOO_FAR_AHEAD);
        zt.skew(Duration.ofMinutes(2));
        assertThatGet(zt.service("billing")).isDeniedFor(Rejection.PROOF_EXPIRED);
    }

    @Test
    void ends_anIdentityWithItsHour() {
        TestCaller billing = zt.service("billing");
        zt.clock().advance(Duration.ofHours(2));

        assertThatGet(billing).isDeniedFor(Rejection.WIT_EXPIRED);
        assertThatGet(zt.service("billing")).isServed();
    }

    @Test
    void serves_overASocket() throws IOException, InterruptedException {
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest.Builder request = HttpRequest.newBuilder(zt.serve().origin().resolve("/orders/7"));
        HttpResponse<String> served =
                http.send(zt.service("billing").scope("orders:read").prove(request), BodyHandlers.ofString());
        zt.assertThatResponse(served).isServed();
        HttpResponse<byte[]> refused = http.send(request.build(), BodyHandlers.ofByteArray());

        zt.assertThatResponse(refused).isDeniedFor(RequestFault.NOTHING_PRESENTED);
        assertThat(zt.serve().received()).hasSize(2);
    }

    @Test
    void knows_noIssuer_unlessOneIsNamed() {
        assertThatThrownBy(() -> ZtExtension.forTrustDomain("shop.example").client("portal"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("@ZtTest(issuer = ");
    }

    @Test
    void says_whereAPolicyIsMissing() {
        assertThatThrownBy(() -> ZtExtension.forTrustDomain("shop.example")
                        .policy("no-such.yaml")
                        .guard())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'no-such.yaml'")
                .hasMessageContaining("@ZtTest(policy = ");
    }

    @Test
    void reads_aPolicyFromAFile() {
        ZtExtension fromFile = ZtExtension.forTrustDomain("shop.example").policy("src/test/resources/zt-policy.yaml");

        assertThat(fromFile.policy().service()).isEqualTo("orders");
    }

    private static final String OVER = """
            zt: 1
            service: orders
            segment: shop
            admit: {trust-domains: [shop.example], segments: [shop]}
            workloads: {billing: spiffe://shop.example/billing}
            segments: {shop: [billing]}
            endpoints: {read: "GET /orders/{id}"}
            allow: [{id: A1, caller: billing, to: read, expires: 2026-01-31}]
            """;

    /** As it has in production, however old the test is. */
    @Test
    void lets_whatIsGrantedUntilADateEnd() {
        ZtExtension then = ZtExtension.forTrustDomain("shop.example").now(Instant.parse("2026-01-15T00:00:00Z"));

        assertThat(admit(then)).isInstanceOf(Admission.Granted.class);
        assertThat(admit(zt)).isInstanceOf(Admission.Refused.class);
    }

    private static Admission admit(ZtScene scene) {
        return scene.guard(ZtTest.USUAL_AUDIENCE, OVER)
                .admit(scene.service("billing").call("GET", "/orders/7").toCall());
    }

    @Test
    void refuses_toAttackWhatIsNotServed() {
        assertThatThrownBy(() -> zt.attacks("reports", "billing", "GET", "/orders/7"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("GET /orders/7 is not served to reports");
    }

    @TestFactory
    Stream<DynamicTest> runs_theTestsOfThePolicy() {
        return zt.policyTests();
    }
}
