package dev.zt.testkit.restassured;

import static dev.zt.testkit.restassured.ZtRestAssured.assertThatResponse;
import static dev.zt.testkit.restassured.ZtRestAssured.proof;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.policy.DenyReason;
import dev.zt.testkit.TestCaller;
import dev.zt.testkit.TestService;
import dev.zt.testkit.ZtScene;
import dev.zt.testkit.ZtTest;
import dev.zt.verify.Rejection;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

@ZtTest(issuer = "https://idp.example")
class ZtRestAssuredTest {
    private ZtScene zt;
    private TestService orders;

    private Response get(TestCaller caller) {
        return given().baseUri(orders.origin().toString()).filter(proof(caller)).get("/orders/{id}?x=y", 1);
    }

    @Test
    void serves_aProvenCall() {
        given().baseUri(orders.origin().toString())
                .filter(proof(zt.service("billing")))
                .get("/orders/1")
                .then()
                .statusCode(200);
        assertThatResponse(get(zt.client("portal").scope("orders:read"))).isServed();
    }

    @Test
    void finds_aServiceWithoutAGuard() {
        assertThatResponse(zt, get(zt.service("billing"))).isServed();
        try (TestService open = TestService.plain()) {
            Response answer = given().baseUri(open.origin().toString()).get("/orders/1");

            assertThatResponse(answer).isServed();
            assertThatThrownBy(() -> assertThatResponse(zt, answer)).hasMessageContaining("since an answer was judged");
        }
    }

    @Test
    void denies_byTheTrueVerifier() {
        assertThatResponse(get(zt.service("billing").scope("orders:write"))).isDeniedFor(DenyReason.SCOPE_MISSING);
        zt.assertThatResponse(ZtRestAssured.response(get(zt.service("billing").expired())))
                .isDeniedFor(Rejection.WIT_EXPIRED);
    }

    @Test
    void proves_eachCallAnew_unlessItReplays() {
        TestCaller billing = zt.service("billing").replayed();

        assertThatResponse(get(billing)).isServed();
        assertThatResponse(get(billing)).isDeniedFor(Rejection.PROOF_REPLAYED);
    }
}
