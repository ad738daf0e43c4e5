package dev.zt.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The token endpoint of {@code issuer.mjs}, stricter than Keycloak's: what a client must do right to pass here. */
@Interop
class NodeIssuerTest {
    private static final String AUDIENCE = "https://orders.internal";
    private static final Http HTTP = new Http(HttpClient.newHttpClient());

    private final HandMadeClient billing = new HandMadeClient("billing");
    private final Node issuer = Node.start("issuer.mjs");
    private final URI endpoint = issuer.at("/token");
    private final String name = issuer.origin().toString();

    @BeforeEach
    void register() {
        issuer.post(
                "/control/client",
                Map.of(
                        "client_id",
                        billing.id(),
                        "jwks",
                        Json.read(billing.jwks()),
                        "audience",
                        AUDIENCE,
                        "scope",
                        "orders:read orders:write"));
    }

    @AfterEach
    void stop() {
        issuer.close();
    }

    private Http.Reply askWith(String assertion, String proof) {
        return billing.ask(HTTP, endpoint, assertion, Map.of("DPoP", proof), "orders:read");
    }

    @Test
    void publishes_itsMetadata() {
        for (String path : List.of("oauth-authorization-server", "openid-configuration")) {
            JsonNode metadata =
                    HTTP.get(issuer.at("/.well-known/" + path), Map.of()).orThrow();
            assertThat(metadata.path("issuer").asText()).isEqualTo(name);
            assertThat(metadata.path("token_endpoint").asText()).isEqualTo(endpoint.toString());
        }
    }

    @Test
    void issues_boundTokens_thatTheResourceTakes() {
        Http.Reply reply = billing.boundToken(HTTP, endpoint, name, "orders:read");

        assertThat(reply.text("token_type")).isEqualTo("DPoP");
        try (Node resource = Node.start("resource.mjs", "--issuer", name, "--audience", AUDIENCE, "--bound")) {
            JsonNode result = Node.call(Map.of(
                            "url", resource.at("/orders/7").toString(),
                            "token", reply.text("access_token"),
                            "key", billing.proofKey().toJSONObject()))
                    .get(0);
            assertThat(result.path("status").asInt()).as("%s", result).isEqualTo(200);
            assertThat(result.path("body").path("scope").asText()).isEqualTo("orders:read");
        }
    }

    @Test
    void tells_whatItReceived() {
        billing.boundToken(HTTP, endpoint, name, "orders:read").orThrow();

        JsonNode seen = issuer.post("/control/seen", Map.of());
        assertThat(seen.path("assertion").path("header").path("typ").asText()).isEqualTo("client-authentication+jwt");
        assertThat(seen.path("assertion").path("claims").path("aud").asText()).isEqualTo(name);
        assertThat(seen.path("form").path("scope").asText()).isEqualTo("orders:read");
        assertThat(seen.path("dpop").path("claims").path("htu").asText()).isEqualTo(endpoint.toString());
    }

    @Test
    void accepts_theIssuerAsTheOnlyAudience() {
        for (String[] audience : List.of(
                new String[] {endpoint.toString()}, new String[] {name, endpoint.toString()}, new String[] {name + "/"
                })) {
            Http.Reply reply = askWith(billing.assertion(audience), billing.proof(endpoint, ""));
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.text("error")).isEqualTo("invalid_client");
        }
    }

    @Test
    void accepts_assertionsAndProofsOnce() {
        String assertion = billing.assertion(name);
        String proof = billing.proof(endpoint, "");

        assertThat(askWith(assertion, proof).status()).isEqualTo(200);
        assertThat(askWith(assertion, billing.proof(endpoint, "")).text("error"))
                .isEqualTo("invalid_client");
        assertThat(askWith(billing.assertion(name), proof).text("error")).isEqualTo("invalid_dpop_proof");
    }

    @Test
    void refuses_noProof_aProofForAnotherPlace_andAForeignKey() {
        HandMadeClient stranger = new HandMadeClient("billing");

        assertThat(billing.bearerToken(HTTP, endpoint, name, "").text("error")).isEqualTo("invalid_dpop_proof");
        assertThat(askWith(billing.assertion(name), billing.proof(URI.create(name), ""))
                        .text("error"))
                .isEqualTo("invalid_dpop_proof");
        assertThat(stranger.boundToken(HTTP, endpoint, name, "").text("error")).isEqualTo("invalid_client");
    }

    @Test
    void demandsANonce() {
        issuer.post("/control/nonce", Map.of("required", true));

        Http.Reply demand = billing.boundToken(HTTP, endpoint, name, "orders:read");
        String nonce = demand.headers().firstValue("DPoP-Nonce").orElseThrow();
        Http.Reply reply = askWith(billing.assertion(name), billing.proof(endpoint, nonce));

        assertThat(demand.status()).isEqualTo(400);
        assertThat(demand.text("error")).isEqualTo("use_dpop_nonce");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers().firstValue("DPoP-Nonce")).isPresent();
        issuer.post("/control/nonce", Map.of("expire", true));
        assertThat(askWith(billing.assertion(name), billing.proof(endpoint, nonce))
                        .text("error"))
                .isEqualTo("use_dpop_nonce");
    }

    @Test
    void issues_bearerTokens_toWhomItMay() {
        HandMadeClient plain = new HandMadeClient("plain");
        issuer.post(
                "/control/client",
                Map.of(
                        "client_id",
                        "plain",
                        "jwks",
                        Json.read(plain.jwks()),
                        "audience",
                        AUDIENCE,
                        "scope",
                        "orders:read",
                        "bound",
                        false));

        Http.Reply reply = plain.bearerToken(HTTP, endpoint, name, "");

        assertThat(reply.text("token_type")).isEqualTo("Bearer");
        assertThat(plain.bearerToken(HTTP, endpoint, name, "admin").text("error"))
                .isEqualTo("invalid_scope");
    }
}
