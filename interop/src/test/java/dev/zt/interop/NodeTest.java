package dev.zt.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.JWK;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Node's libraries among themselves: what they let pass and refuse before zt takes a side, so that a disagreement later
 * is zt's.
 */
@Interop
class NodeTest {
    private static final String AUDIENCE = "https://orders.internal";

    private static Node issuer;
    private static Node resource;
    private static Node guardedByNonce;
    private static JWK key;

    @BeforeAll
    static void start() {
        issuer = Node.start("issuer.mjs", "--algorithms", "ES256,RS256,PS256,Ed25519");
        resource = resource(issuer, "--scope", "orders:read");
        guardedByNonce = resource(issuer, "--bound", "--nonce");
        key = Keys.of("ES256");
    }

    @AfterAll
    static void stop() {
        resource.close();
        guardedByNonce.close();
        issuer.close();
    }

    private static Node resource(Node issuer, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("--issuer", issuer.origin().toString(), "--audience", AUDIENCE));
        arguments.addAll(List.of(more));
        return Node.start("resource.mjs", arguments.toArray(String[]::new));
    }

    private static String sign(Map<String, ?> request) {
        return sign(issuer, request);
    }

    private static String sign(Node issuer, Map<String, ?> request) {
        return issuer.post("/control/sign", request).path("access_token").asText();
    }

    private static String boundToken(JWK key, String algorithm) {
        return sign(Map.of("alg", algorithm, "jkt", Keys.thumbprint(key)));
    }

    private static List<JsonNode> call(Node resource, String token, JWK key, String... variants) {
        return Node.call(Map.of(
                "url", resource.at("/orders/7?full=true").toString(),
                "token", token,
                "key", key.toJSONObject(),
                "variants", List.of(variants)));
    }

    private static JsonNode only(List<JsonNode> results) {
        assertThat(results).hasSize(1);
        return results.get(0);
    }

    private static int statusOfBearer(Node resource, String token) {
        return only(call(resource, token, key, "bearer")).path("status").asInt();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "RS256", "PS256", "Ed25519"})
    void passes_aBoundCall(String algorithm) {
        JWK own = Keys.of(algorithm);

        JsonNode result = only(call(resource, boundToken(own, algorithm), own, "dpop"));

        assertThat(result.path("status").asInt()).as("%s", result).isEqualTo(200);
        assertThat(result.path("attempts").asInt()).isEqualTo(1);
        assertThat(result.path("body").path("client_id").asText()).isEqualTo("billing");
        assertThat(result.path("body").path("bound").asBoolean()).isTrue();
        assertThat(result.path("body").path("path").asText()).isEqualTo("/orders/7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "RS256", "PS256", "Ed25519"})
    void passes_aBearerCall(String algorithm) {
        JsonNode result = only(call(resource, sign(Map.of("alg", algorithm)), key, "bearer"));

        assertThat(result.path("status").asInt()).as("%s", result).isEqualTo(200);
        assertThat(result.path("body").path("bound").asBoolean()).isFalse();
    }

    /** Every wrong call but one that is also sent rightly, by the same script with the same token. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    none |
                    bearer | no DPoP HTTP Header
                    no-proof | no DPoP HTTP Header
                    bearer-with-proof | scheme is not DPoP
                    proof-alone |
                    wrong-htm | htm mismatch
                    lower-case-htm | htm mismatch
                    wrong-htu | htu mismatch
                    wrong-host | htu mismatch
                    wrong-ath | ath mismatch
                    no-ath | claim missing
                    other-key | confirmation mismatch
                    forged | signature verification failed
                    private-key-shown | Unsupported key usage
                    wrong-typ | unexpected JWT "typ"
                    old | iat is not recent enough
                    future | iat is not recent enough
                    no-jti | claim missing
                    two-proofs | a header twice
                    replay | jti was used before
                    altered-token | signature verification failed
                    altered-signature | signature verification failed
                    """)
    void refuses(String variant, String reason) {
        List<JsonNode> results = call(resource, boundToken(key, "ES256"), key, "dpop", variant);

        assertThat(results.get(0).path("status").asInt()).isEqualTo(200);
        JsonNode result = results.get(results.size() - 1);
        assertThat(result.path("variant").asText()).isEqualTo(variant);
        assertThat(result.path("status").asInt()).as("%s", result).isEqualTo(401);
        assertThat(result.path("body").path("error_description").asText()).contains(reason == null ? "" : reason);
    }

    @Test
    void refuses_anAlteredBearerToken() {
        assertThat(only(call(resource, sign(Map.of()), key, "altered-bearer"))
                        .path("status")
                        .asInt())
                .isEqualTo(401);
    }

    @Test
    void refuses_anotherScope() {
        String token = sign(Map.of("claims", Map.of("scope", "orders:write")));

        assertThat(statusOfBearer(resource, token)).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "sub", "aud", "exp", "iat", "jti", "client_id"})
    void refuses_aTokenWithout(String claim) {
        String token = sign(Map.of("without", List.of(claim)));

        assertThat(statusOfBearer(resource, token)).isEqualTo(401);
    }

    @Test
    void refuses_anotherAudience_typ_andIssuer_andATokenThatHasExpired() {
        List<Map<String, ?>> wrong = List.of(
                Map.of("claims", Map.of("aud", "https://stock.internal")),
                Map.of("header", Map.of("typ", "JWT")),
                Map.of("claims", Map.of("iss", "https://other.internal")),
                Map.of("claims", Map.of("exp", 1_000_000_000)));

        assertThat(wrong)
                .allSatisfy(request ->
                        assertThat(statusOfBearer(resource, sign(request))).isEqualTo(401));
    }

    @Test
    void followsADemandForANonce_once() {
        List<JsonNode> results =
                call(guardedByNonce, boundToken(key, "ES256"), key, "dpop", "dpop", "wrong-htu", "replay");

        // The first call learns the nonce, and each success brings the next.
        assertThat(results)
                .extracting(result -> result.path("attempts").asInt())
                .containsExactly(2, 1, 1, 1, 1);
        assertThat(results)
                .extracting(result -> result.path("status").asInt())
                .containsExactly(200, 200, 401, 200, 401);
    }

    @Test
    void refuses_bearerTokens_whereProofIsDemanded() {
        assertThat(statusOfBearer(guardedByNonce, sign(Map.of()))).isEqualTo(401);
    }

    @Test
    void believesKeysThatAreRotatedIn_andNoneThatAreRetired() {
        try (Node rotating = Node.start("issuer.mjs")) {
            String before = sign(rotating, Map.of());
            String kid = rotating.post("/control/rotate", Map.of()).path("kid").asText();
            String after = sign(rotating, Map.of());
            assertThat(Json.part(after, 0).path("kid").asText()).isEqualTo(kid);
            try (Node fresh = resource(rotating)) {
                assertThat(statusOfBearer(fresh, before)).isEqualTo(200);
                assertThat(statusOfBearer(fresh, after)).isEqualTo(200);
            }

            rotating.post("/control/rotate", Map.of("retire", true));

            try (Node fresh = resource(rotating)) {
                assertThat(statusOfBearer(fresh, after)).isEqualTo(401);
                assertThat(statusOfBearer(fresh, sign(rotating, Map.of()))).isEqualTo(200);
            }
        }
    }
}
