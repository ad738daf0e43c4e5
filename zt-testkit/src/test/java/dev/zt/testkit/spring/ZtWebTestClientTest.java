package dev.zt.testkit.spring;

import static dev.zt.testkit.spring.ZtWebTestClient.assertThatResponse;
import static dev.zt.testkit.spring.ZtWebTestClient.proof;

import dev.zt.policy.DenyReason;
import dev.zt.testkit.ZtScene;
import dev.zt.testkit.ZtTest;
import dev.zt.verify.Rejection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
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

    @Test
    void serves_aProvenCall() {
        client.mutateWith(proof(zt.service("billing").scope("orders:read")))
                .get()
                .uri("/orders/1")
                .exchange()
                .expectStatus()
                .isOk();
        assertThatResponse(client.mutateWith(proof(zt.client("portal").scope("orders:read")))
                        .get()
                        .uri("/orders/1?x=y")
                        .exchange()
                        .returnResult(String.class))
                .isServed();
    }

    @Test
    void denies_byTheTrueVerifier() {
        assertThatResponse(client.mutateWith(proof(zt.service("billing").scope("orders:write")))
                        .get()
                        .uri("/orders/1")
                        .exchange()
                        .expectBody()
                        .returnResult())
                .isDeniedFor(DenyReason.SCOPE_MISSING);
        zt.assertThatResponse(ZtWebTestClient.response(
                        client.mutateWith(proof(zt.client("portal").stolen()))
                                .get()
                                .uri("/orders/1")
                                .exchange()
                                .expectBody()
                                .returnResult()))
                .isDeniedFor(Rejection.DPOP_OTHER_KEY);
    }

    @Test
    void proves_eachCallAnew() {
        WebTestClient billing = client.mutateWith(proof(zt.service("billing")));
        for (int i = 0; i < 2; i++) {
            billing.get().uri("/orders/1").exchange().expectStatus().isOk();
        }
    }
}
