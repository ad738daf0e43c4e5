package dev.zt.samples.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.identity.Scopes;
import dev.zt.testkit.TestClient;
import dev.zt.testkit.TestToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Access tokens over the sockets of every container: as bearers have them, and bound to a key. */
@ExtendWith(Siege.Extension.class)
class AccessTokenTest {
    private static final String URI = Siege.AUDIENCE + "/api/orders/7";
    private static final Scopes READ = Scopes.of("orders:read");

    private final Siege siege;
    private final TestClient client;

    AccessTokenTest(Siege siege) {
        this.siege = siege;
        this.client = siege.client();
    }

    private Reply send(String container, String... headers) throws IOException {
        return request(container, "GET /api/orders/7 HTTP/1.1", headers);
    }

    private Reply request(String container, String line, String... headers) throws IOException {
        List<String> fields = new ArrayList<>(List.of("Host: target.internal"));
        fields.addAll(List.of(headers));
        return Http1.send(siege.target(container).port(), "GET", Http1.request(line, fields));
    }

    private Reply sendBound(String container, TestToken token, String proof) throws IOException {
        return send(container, "Authorization: DPoP " + token.text(), "DPoP: " + proof);
    }

    private TestToken bound() {
        return client.boundToken(Siege.AUDIENCE, READ);
    }

    @ParameterizedTest
    @FieldSource("dev.zt.samples.conformance.Siege#CONTAINERS")
    void serves_aBearerWhatTheTokenItselfAllows(String container) throws Exception {
        String token = client.token(Siege.AUDIENCE, READ).text();

        Reply served = send(container, "Authorization: Bearer " + token);
        assertThat(served.said("caller")).isEqualTo("https://idp.example client_id=billing");
        assertThat(served.said("scopes")).isEqualTo("orders:read");
        assertThat(served.said("proof")).isEqualTo("bearer");

        Reply refused = request(container, "GET /api/admin/users HTTP/1.1", "Authorization: Bearer " + token);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.header("WWW-Authenticate"))
                .isEqualTo("Bearer error=\"insufficient_scope\", scope=\"admin\"");
    }

    @ParameterizedTest
    @FieldSource("dev.zt.samples.conformance.Siege#CONTAINERS")
    void serves_theHolderOfTheKeyOnce(String container) throws Exception {
        TestToken token = bound();
        String proof = client.proof("GET", URI, token);

        Reply served = sendBound(container, token, proof);
        assertThat(served.said("proof")).isEqualTo("dpop");
        assertThat(served.said("scopes")).isEqualTo("orders:read");

        Reply replayed = sendBound(container, token, proof);
        assertThat(replayed.status()).isEqualTo(401);
        assertThat(replayed.header("WWW-Authenticate")).startsWith("DPoP error=\"invalid_dpop_proof\", algs=\"");
    }

    @ParameterizedTest
    @FieldSource("dev.zt.samples.conformance.Siege#CONTAINERS")
    void serves_aProofForTheAddressThatItListensOn(String container) throws Exception {
        TestToken token = bound();
        String uri = siege.target(container).origin() + "/api/orders/7";

        assertThat(sendBound(container, token, client.proof("GET", uri, token)).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @FieldSource("dev.zt.samples.conformance.Siege#CONTAINERS")
    void refuses_aBoundTokenAsLess(String container) throws Exception {
        Reply refused = send(container, "Authorization: Bearer " + bound().text());

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.header("WWW-Authenticate")).startsWith("Bearer error=\"invalid_token\"");
    }

    @ParameterizedTest
    @FieldSource("dev.zt.samples.conformance.Siege#CONTAINERS")
    void refuses_proofsOfOtherRequests(String container) throws Exception {
        TestToken token = bound();
        for (String proof : List.of(
                client.proof("POST", URI, token),
                client.proof("GET", Siege.AUDIENCE + "/api/orders/8", token),
                client.proof("GET", "https://other.internal/api/orders/7", token),
                client.proof("GET", URI, bound()),
                "x")) {
            Reply refused = sendBound(container, token, proof);

            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.header("WWW-Authenticate")).startsWith("DPoP error=\"invalid_dpop_proof\"");
        }
    }

    @ParameterizedTest
    @FieldSource("dev.zt.samples.conformance.Siege#CONTAINERS")
    void refuses_twoProofsAndTwoTokens(String container) throws Exception {
        TestToken token = bound();
        String proof = client.proof("GET", URI, token);

        Reply two = send(container, "Authorization: DPoP " + token.text(), "DPoP: " + proof, "DPoP: " + proof);
        assertThat(two.status()).isEqualTo(401);
        assertThat(two.header("WWW-Authenticate")).startsWith("DPoP error=\"invalid_dpop_proof\"");
        Reply both = send(
                container,
                "Authorization: DPoP " + token.text(),
                "Authorization: Bearer " + token.text(),
                "DPoP: " + proof);
        assertThat(both.status()).isEqualTo(400);
        assertThat(both.handler()).isEmpty();
        assertThat(sendBound(container, token, proof).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @FieldSource("dev.zt.samples.conformance.Siege#CONTAINERS")
    void refuses_otherKindsOfTokens(String container) throws Exception {
        TestToken token = client.token(Siege.AUDIENCE, READ);
        for (String spoiled : List.of(
                token.header("typ", "\"JWT\"").text(),
                token.header("typ", "\"txntoken+jwt\"").text(),
                token.claim("aud", "\"https://other.internal\"").text(),
                token.claim("iss", "\"https://idp.example/\"").text(),
                token.without("client_id").text(),
                token.text() + "A")) {
            Reply refused = send(container, "Authorization: Bearer " + spoiled);

            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.header("WWW-Authenticate")).startsWith("Bearer error=\"invalid_token\"");
        }
    }

    @ParameterizedTest
    @FieldSource("dev.zt.samples.conformance.Siege#CONTAINERS")
    void asks_forEveryCredentialThatItTakes(String container) throws Exception {
        Reply asked = send(container);

        assertThat(asked.status()).isEqualTo(401);
        assertThat(asked.headers().get("www-authenticate"))
                .containsExactly(
                        "WPT",
                        "DPoP algs=\"ES256 ES384 ES512 PS256 PS384 PS512 RS256 RS384 RS512\"",
                        "Bearer realm=\"zt\"");
    }
}
