package dev.zt.testkit.page;

import static dev.zt.testkit.restassured.ZtRestAssured.proof;
import static io.restassured.RestAssured.given;

import dev.zt.policy.DenyReason;
import dev.zt.testkit.PolicyTests;
import dev.zt.testkit.ResponseAssertion;
import dev.zt.testkit.TestCaller;
import dev.zt.testkit.TestService;
import dev.zt.testkit.ZtScene;
import dev.zt.testkit.ZtTest;
import dev.zt.testkit.restassured.ZtRestAssured;
import dev.zt.testkit.spring.ZtWebTestClient;
import dev.zt.verify.Rejection;
import dev.zt.verify.Unverifiable;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.test.web.reactive.server.WebTestClient;

@ZtTest(issuer = "https://idp.example")
class ScenariosTest {
    ZtScene zt;
    TestService orders;
    HttpClient http = HttpClient.newHttpClient();

    ResponseAssertion get(TestCaller caller) throws Exception {
        var request = HttpRequest.newBuilder(orders.origin().resolve("/orders/7"));
        return zt.assertThatResponse(http.send(caller.prove(request), BodyHandlers.ofString()));
    }

    @Test
    void serves_aClientOfTheAuthorizationServer() throws Exception {
        get(zt.client("portal").scope("orders:read")).isServed();
        get(zt.client("portal").scope("orders:write")).isDeniedFor(DenyReason.SCOPE_MISSING);
    }

    @Test
    void serves_callersOfBeforeAndAfterARotation() throws Exception {
        TestCaller before = zt.service("billing");
        zt.rotateKeys();
        get(before).isServed();
        get(zt.service("billing")).isServed();
    }

    @Test
    void refuses_callersOfAWithdrawnKey() throws Exception {
        TestCaller before = zt.service("billing");
        zt.rotateKeys();
        zt.withdrawOldKeys();
        get(before).isDeniedFor(Rejection.WIT_KEY_UNKNOWN);
    }

    @Test
    void answers503_whileTheKeysAreAway() throws Exception {
        zt.outage();
        get(zt.service("billing")).isDeniedFor(Unverifiable.KEYS_UNAVAILABLE);
        zt.recover();
        get(zt.service("billing")).isServed();
    }

    @Test
    void bears_aClockThatIsALittleLate() throws Exception {
        zt.skew(Duration.ofSeconds(-25));
        get(zt.service("billing")).isServed();
        zt.skew(Duration.ofMinutes(-2));
        get(zt.service("billing")).isDeniedFor(Rejection.PROOF_TOO_FAR_AHEAD);
    }

    @Test
    void refuses_aReplay() throws Exception {
        TestCaller billing = zt.service("billing").replayed();
        get(billing).isServed();
        get(billing).isDeniedFor(Rejection.PROOF_REPLAYED);
    }

    @Test
    void refuses_anIdentityThatIsOver() throws Exception {
        get(zt.service("billing").expired()).isDeniedFor(Rejection.WIT_EXPIRED);
        TestCaller billing = zt.service("billing");
        zt.clock().advance(Duration.ofHours(2));
        get(billing).isDeniedFor(Rejection.WIT_EXPIRED);
    }

    @Test
    void calls_byRestAssured() {
        var answer = given().filter(proof(zt.service("billing"))).get(orders.origin() + "/orders/1");
        ZtRestAssured.assertThatResponse(zt, answer).isServed();
    }

    @Test
    void calls_byWebTestClient() {
        WebTestClient client = WebTestClient.bindToServer(new JdkClientHttpConnector())
                .baseUrl(orders.origin().toString())
                .build();
        var result = client.mutateWith(ZtWebTestClient.proof(zt.service("billing")))
                .get()
                .uri("/orders/1")
                .exchange()
                .returnResult(String.class);
        ZtWebTestClient.assertThatResponse(zt, result).isServed();
    }

    @TestFactory
    Stream<DynamicTest> attacks() {
        return zt.attacks("billing", "reports", "GET", "/orders/7");
    }

    @TestFactory
    Stream<DynamicTest> policy() {
        return PolicyTests.of("zt-policy.yaml");
    }
}
