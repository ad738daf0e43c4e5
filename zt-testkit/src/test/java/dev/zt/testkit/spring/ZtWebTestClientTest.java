package dev.zt.testkit.spring;

import static dev.zt.testkit.spring.ZtWebTestClient.assertThatResponse;
import static dev.zt.testkit.spring.ZtWebTestClient.proof;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.policy.DenyReason;
import dev.zt.testkit.TestCaller;
import dev.zt.testkit.TestService;
import dev.zt.testkit.ZtScene;
import dev.zt.testkit.ZtTest;
import dev.zt.verify.Rejection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

@ZtTest(issuer = "https://idp.example")
class ZtWebTestClientTest {
    private ZtScene zt;
    private WebTestClient client;

    @BeforeEach
    void setUp() {
        client = WebTestClient.bindToServer(new JdkClientHttpConnector())
                .baseUrl(zt.serve().origin().toString())
                .build();
    }

    private EntityExchangeResult<byte[]> get(TestCaller caller) {
        return client.mutateWith(proof(caller))
                .get()
                .uri("/orders/1?x=y")
                .exchange()
                .expectBody()
                .returnResult();
    }

    @Test
    void serves_aProvenCall() {
        assertThatResponse(get(zt.service("billing").scope("orders:read"))).isServed();
        assertThatResponse(get(zt.client("portal").scope("orders:read"))).isServed();
    }

    @Test
    void finds_aServiceWithoutAGuard() {
        try (TestService open = TestService.plain()) {
            WebTestClient unguarded =
                    client.mutate().baseUrl(open.origin().toString()).build();
            get(zt.service("billing"));
            var result = unguarded.get().uri("/orders/2").exchange().returnResult(String.class);

            assertThatResponse(result).isServed();
            assertThatThrownBy(() -> assertThatResponse(zt, result)).hasMessageContaining("decided on GET /orders/2");
            assertThatResponse(zt, get(zt.service("billing"))).isServed();
        }
    }

    @Test
    void denies_byTheTrueVerifier() {
        assertThatResponse(get(zt.service("billing").scope("orders:write"))).isDeniedFor(DenyReason.SCOPE_MISSING);
        zt.assertThatResponse(ZtWebTestClient.response(get(zt.client("portal").stolen())))
                .isDeniedFor(Rejection.DPOP_OTHER_KEY);
    }

    @Test
    void proves_eachCallAnew() {
        WebTestClient billing = client.mutateWith(proof(zt.service("billing")));
        for (int i = 0; i < 2; i++) {
            assertThatResponse(billing.get().uri("/orders/1").exchange().returnResult(String.class))
                    .isServed();
        }
    }
}
