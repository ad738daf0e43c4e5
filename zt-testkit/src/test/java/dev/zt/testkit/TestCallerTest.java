package dev.zt.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.guard.Admission;
import dev.zt.guard.Guard;
import dev.zt.policy.DenyReason;
import dev.zt.verify.Rejection;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

@ZtTest(audience = "https://orders.internal", issuer = "https://idp.example")
class TestCallerTest {
    private ZtScene zt;
    private Guard guard;

    private ResponseAssertion assertThatGet(TestCaller caller) {
        return zt.assertThatResponse(guard.admit(caller.call("GET", "/orders/7").toCall()));
    }

    @Test
    void isServed_byItsNameAlone() {
        assertThatGet(zt.service("billing")).isServed();
        assertThatGet(zt.service("/billing").scope("orders:read")).isServed();
        assertThatGet(zt.client("portal").scope("orders:read")).isServed();
    }

    @Test
    void shows_aFreshProofEachTime() {
        TestCaller billing = zt.service("billing");
        TestCaller portal = zt.client("portal").scope("orders:read");

        for (int i = 0; i < 3; i++) {
            assertThatGet(billing).isServed();
            assertThatGet(portal).isServed();
        }
    }

    @Test
    void isLimited_toItsScopes() {
        assertThatGet(zt.service("billing").scope("orders:write")).isDeniedFor(DenyReason.SCOPE_MISSING);
        assertThatGet(zt.client("portal").scope("orders:write")).isDeniedFor(DenyReason.SCOPE_MISSING);
        assertThatGet(zt.client("portal")).isDeniedFor(DenyReason.SCOPE_MISSING);
    }

    @Test
    void calls_anotherAudience() {
        assertThatGet(zt.service("billing").to("https://elsewhere.example")).isDeniedFor(Rejection.PROOF_AUDIENCE);
        assertThatGet(zt.client("portal").scope("orders:read").to("https://elsewhere.example"))
                .isDeniedFor(Rejection.TOKEN_AUDIENCE);
    }

    @Test
    void isOneInstance_orAnother() {
        Admission admission = guard.admit(zt.service("billing")
                .instance("billing-2")
                .call("GET", "/orders/7")
                .toCall());

        assertThat(((Admission.Granted) admission)
                        .caller()
                        .orElseThrow()
                        .instance()
                        .value())
                .isEqualTo("billing-2");
        assertThatThrownBy(() -> zt.client("portal").instance("x")).hasMessageContaining("names no instance");
        assertThatThrownBy(() -> zt.service("billing").instance("a b"))
                .hasMessageContaining("no instance is called 'a b'");
    }

    @Test
    void isRefused_withAnExpiredToken() {
        assertThatGet(zt.service("billing").expired()).isDeniedFor(Rejection.WIT_EXPIRED);
        assertThatGet(zt.client("portal").scope("orders:read").expired()).isDeniedFor(Rejection.TOKEN_EXPIRED);
    }

    @Test
    void isServed_once_whereItReplays() {
        TestCaller billing = zt.service("billing").replayed();
        TestCaller portal = zt.client("portal").scope("orders:read").replayed();

        assertThatGet(billing).isServed();
        assertThatGet(billing).isDeniedFor(Rejection.PROOF_REPLAYED);
        assertThatGet(portal).isServed();
        assertThatGet(portal).isDeniedFor(Rejection.DPOP_REPLAYED);
    }

    @Test
    void replays_anewAfterAChange() {
        TestCaller billing = zt.service("billing").replayed();

        assertThatGet(billing).isServed();
        assertThatGet(billing.scope("orders:read")).isServed();
    }

    @Test
    void isRefused_withAStolenToken() {
        assertThatGet(zt.service("billing").stolen()).isDeniedFor(Rejection.PROOF_SIGNATURE);
        assertThatGet(zt.client("portal").scope("orders:read").stolen()).isDeniedFor(Rejection.DPOP_OTHER_KEY);
    }

    @Test
    void isServed_withinTheSkewAndRefusedBeyond() {
        TestCaller billing = zt.service("billing");
        TestCaller portal = zt.client("portal").scope("orders:read");

        assertThatGet(billing.skewed(Duration.ofSeconds(25))).isServed();
        assertThatGet(billing.skewed(Duration.ofSeconds(-25))).isServed();
        assertThatGet(portal.skewed(Duration.ofSeconds(25))).isServed();
        assertThatGet(portal.skewed(Duration.ofSeconds(-25))).isServed();
        assertThatGet(billing.skewed(Duration.ofMinutes(2))).isDeniedFor(Rejection.PROOF_TOO_FAR_AHEAD);
        assertThatGet(billing.skewed(Duration.ofMinutes(-2))).isDeniedFor(Rejection.PROOF_EXPIRED);
        assertThatGet(portal.skewed(Duration.ofMinutes(2))).isDeniedFor(Rejection.DPOP_TOO_FAR_AHEAD);
        assertThatGet(portal.skewed(Duration.ofMinutes(-2))).isDeniedFor(Rejection.DPOP_EXPIRED);
    }

    @Test
    void isRefused_asABearer() {
        assertThatGet(zt.client("portal").scope("orders:read").asBearer()).isDeniedFor(Rejection.TOKEN_BOUND);
        assertThatGet(zt.client("portal").scope("orders:read").unbound()).isDeniedFor(DenyReason.PROOF_UNBOUND);
        Guard workloadsOnly = zt.guard("https://orders.internal", TestPolicy.text());
        zt.assertThatResponse(workloadsOnly.admit(zt.service("billing")
                        .asBearer()
                        .call("GET", "/orders/7")
                        .toCall()))
                .isDeniedFor(Rejection.SCHEME_NOT_ACCEPTED);
    }

    @Test
    void says_whatToUseInstead() {
        assertThatThrownBy(() -> zt.service("billing").unbound()).hasMessageContaining("zt.client(");
        assertThatThrownBy(() -> zt.client("portal").signing()).hasMessageContaining("zt.service(");
        assertThatThrownBy(() -> zt.authority().service("billing").call("GET", "/"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(".to(\"https://");
    }

    @Test
    void refuses_whatCannotBeMadeTogether() {
        TestCaller billing = zt.service("billing");
        TestCaller portal = zt.client("portal");

        assertThatThrownBy(() -> billing.signing().scope("orders:read"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not narrowed to scopes");
        assertThatThrownBy(() -> billing.scope("orders:read").signing()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> billing.signing().asBearer()).hasMessageContaining("leave signing() away");
        assertThatThrownBy(() -> portal.expired().stolen())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("stolen would undo expired");
        assertThatThrownBy(() -> portal.expired().unbound()).hasMessageContaining("unbound would undo expired");
        assertThatThrownBy(() -> portal.unbound().skewed(Duration.ofMinutes(2)))
                .hasMessageContaining("leave skewed(…) away");
        assertThat(billing.expired().expired().skewed(Duration.ofSeconds(1)))
                .hasToString(billing.expired() + " 1 s ahead");
    }

    @Test
    void signs_wholeRequests() {
        Guard signatures = zt.guarding(zt.rules().acceptingSignatures()).build();
        TestCaller billing = zt.service("billing").signing();

        zt.assertThatResponse(signatures.admit(billing.call("GET", "/orders/7").toCall()))
                .isServed();
        zt.assertThatResponse(signatures.admit(
                        billing.stolen().call("GET", "/orders/7").toCall()))
                .isDeniedFor(Rejection.SIGNATURE_INVALID);
        zt.assertThatResponse(signatures.admit(
                        billing.expired().call("GET", "/orders/7").toCall()))
                .isDeniedFor(Rejection.WIT_EXPIRED);
        TestCaller replayed = billing.replayed();
        zt.assertThatResponse(signatures.admit(replayed.call("GET", "/orders/7").toCall()))
                .isServed();
        zt.assertThatResponse(signatures.admit(replayed.call("GET", "/orders/7").toCall()))
                .isDeniedFor(Rejection.SIGNATURE_REPLAYED);
    }

    @Test
    void signs_contentAndItsType() {
        byte[] content = "two of them".getBytes(StandardCharsets.UTF_8);

        assertThat(zt.service("billing")
                        .signing()
                        .headers("POST", URI.create("https://orders.internal/orders"), "text/plain", content))
                .extracting(TestCall.Header::name)
                .contains("Content-Digest", "Signature", "Signature-Input", "Workload-Identity-Token");
    }

    @Test
    void repeats_aSignature_forTheSameContentAlone() {
        TestCaller billing = zt.service("billing").signing().replayed();
        URI orders = URI.create("https://orders.internal/orders");
        byte[] content = "two of them".getBytes(StandardCharsets.UTF_8);
        byte[] other = "ten of them".getBytes(StandardCharsets.UTF_8);
        List<TestCall.Header> first = billing.headers("POST", orders, "text/plain", content);

        assertThat(billing.headers("POST", orders, "text/plain", content)).isEqualTo(first);
        assertThat(billing.headers("POST", orders, "text/plain", other)).isNotEqualTo(first);
        assertThat(billing.headers("POST", orders, "application/json", content)).isNotEqualTo(first);
        assertThat(billing.headers("POST", orders)).isNotEqualTo(first);
    }

    @Test
    void proves_aRequestOfThePlatformsClient() {
        HttpRequest.Builder bare = HttpRequest.newBuilder(URI.create("http://127.0.0.1/orders/7"));
        HttpRequest first = zt.service("billing").prove(bare);
        HttpRequest second = zt.service("billing").prove(bare);

        assertThat(first.headers().allValues("Authorization")).hasSize(1);
        assertThat(first.headers().map()).isNotEqualTo(second.headers().map());
        assertThat(bare.build().headers().map()).isEmpty();
    }

    @Test
    void shows_noCredential() {
        assertThat(zt.service("billing").expired() + " " + zt.client("portal").replayed())
                .contains("spiffe://shop.example/billing", "expired", "replayed")
                .doesNotContain("eyJ");
    }
}
