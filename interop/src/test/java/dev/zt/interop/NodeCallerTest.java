package dev.zt.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.JWK;
import dev.zt.audit.AuditEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers by Node's {@code jose} and {@code dpop}, right and wrong ones, before zt's guard. */
@Interop
class NodeCallerTest {
    private static final List<String> ALGORITHMS = List.of("ES256", "RS256", "PS256", "Ed25519");

    /** What each wrong call is refused for, by the same script with the same token that is let in otherwise. */
    private static final Map<String, String> WRONG = new LinkedHashMap<>();

    static {
        WRONG.put("none", "401 nothing-presented");
        WRONG.put("bearer", "401 token-bound");
        WRONG.put("no-proof", "401 dpop-missing");
        WRONG.put("bearer-with-proof", "400 credentials-mixed");
        WRONG.put("proof-alone", "401 dpop-without-token");
        WRONG.put("wrong-htm", "401 dpop-method");
        WRONG.put("lower-case-htm", "401 dpop-method");
        WRONG.put("wrong-htu", "401 dpop-uri");
        WRONG.put("wrong-host", "401 dpop-uri");
        WRONG.put("wrong-ath", "401 dpop-token-hash");
        WRONG.put("no-ath", "401 dpop-token-hash");
        WRONG.put("other-key", "401 dpop-other-key");
        WRONG.put("forged", "401 dpop-signature");
        WRONG.put("private-key-shown", "401 dpop-key");
        WRONG.put("wrong-typ", "401 dpop-type");
        WRONG.put("old", "401 dpop-expired");
        WRONG.put("future", "401 dpop-too-far-ahead");
        WRONG.put("no-jti", "401 dpop-id");
        WRONG.put("two-proofs", "401 dpop-repeated");
        WRONG.put("replay", "401 dpop-replayed");
        WRONG.put("altered-token", "401 token-signature");
        WRONG.put("altered-signature", "401 token-signature");
        WRONG.put("altered-bearer", "401 token-signature");
    }

    private static Node issuer;
    private static Orders orders;
    private static Orders careful;

    @BeforeAll
    static void start() {
        issuer = Node.start("issuer.mjs", "--algorithms", String.join(",", ALGORITHMS));
        orders = Orders.believing(issuer.origin().toString()).withEd25519().start();
        careful = Orders.believing(issuer.origin().toString()).withNonces().start();
    }

    @AfterAll
    static void stop() {
        careful.close();
        orders.close();
        issuer.close();
    }

    private static String sign(Map<String, ?> request) {
        return issuer.post("/control/sign", request).path("access_token").asText();
    }

    private static String boundToken(JWK key, String algorithm) {
        return sign(Map.of("alg", algorithm, "jkt", Keys.thumbprint(key)));
    }

    private static List<JsonNode> call(Orders service, String token, JWK key, List<String> variants) {
        return Node.call(Map.of(
                "url",
                service.at("/orders/7?full=true").toString(),
                "token",
                token,
                "key",
                key.toJSONObject(),
                "variants",
                variants));
    }

    private static JsonNode call(Orders service, String path, String token, JWK key, String variant) {
        return Node.call(Map.of(
                        "url", service.at(path).toString(),
                        "token", token,
                        "key", key.toJSONObject(),
                        "variants", List.of(variant)))
                .get(0);
    }

    private static List<Integer> statuses(List<JsonNode> results) {
        return results.stream().map(result -> result.path("status").asInt()).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "RS256", "PS256", "Ed25519"})
    void admits_boundCalls_byTokensOfEveryAlgorithm(String proofAlgorithm) {
        JWK key = Keys.of(proofAlgorithm);

        for (String algorithm : ALGORITHMS) {
            JsonNode result = call(orders, "/orders/7?full=true", boundToken(key, algorithm), key, "dpop");

            assertThat(result.path("status").asInt()).as("%s", result).isEqualTo(200);
            assertThat(result.path("attempts").asInt()).isEqualTo(1);
            assertThat(result.path("body").path("caller").asText()).isEqualTo(issuer.origin() + " client_id=billing");
            assertThat(result.path("body").path("proof").asText()).isEqualTo("DPOP");
        }
        InteropExtension.say("%d right calls by %s admitted", ALGORITHMS.size(), proofAlgorithm);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "RS256", "PS256", "Ed25519"})
    void admits_bearers_whereAnEdgeSaysSo(String algorithm) {
        JWK key = Keys.of("ES256");
        String token = sign(Map.of("alg", algorithm, "claims", Map.of("client_id", "kiosk")));

        JsonNode refused = call(orders, "/orders/7", token, key, "bearer");
        assertThat(orders.last().reason()).isEqualTo("proof-unbound");
        JsonNode accepted = call(orders, "/prices", token, key, "bearer");

        assertThat(refused.path("status").asInt()).isEqualTo(403);
        assertThat(accepted.path("status").asInt()).isEqualTo(200);
        assertThat(accepted.path("body").path("proof").asText()).isEqualTo("BEARER");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "RS256", "PS256", "Ed25519"})
    void refuses_everyWrongCall_forItsOwnReason(String algorithm) {
        JWK key = Keys.of(algorithm);
        int before = orders.decisions().size();

        List<JsonNode> results = call(orders, boundToken(key, algorithm), key, new ArrayList<>(WRONG.keySet()));

        List<AuditEvent> decisions = orders.decisions();
        Map<String, String> refused = new LinkedHashMap<>();
        for (int i = 0; i < results.size(); i++) {
            JsonNode result = results.get(i);
            String variant = result.path("variant").asText();
            if (variant.equals("replay-first")) {
                assertThat(result.path("status").asInt()).isEqualTo(200);
            } else {
                refused.put(
                        variant,
                        result.path("status").asInt() + " "
                                + decisions.get(before + i).reason());
            }
        }
        assertThat(refused).containsExactlyEntriesOf(WRONG);
        assertThat(decisions).hasSize(before + results.size());
        InteropExtension.say("%d wrong calls by %s refused, each for its own reason", refused.size(), algorithm);
    }

    @Test
    void refuses_everyWrongToken_forItsOwnReason() {
        Map<Map<String, ?>, String> wrong = new LinkedHashMap<>();
        wrong.put(Map.of("claims", Map.of("aud", "https://stock.internal")), "401 token-audience");
        wrong.put(Map.of("claims", Map.of("iss", "https://other.internal")), "401 token-issuer-unknown");
        wrong.put(Map.of("claims", Map.of("iss", issuer.origin() + "/")), "401 token-issuer-unknown");
        wrong.put(Map.of("claims", Map.of("exp", 1_000_000_000)), "401 token-expired");
        wrong.put(Map.of("claims", Map.of("nbf", 9_000_000_000L)), "401 token-not-yet-valid");
        wrong.put(Map.of("claims", Map.of("scope", 7)), "401 token-scope");
        wrong.put(Map.of("claims", Map.of("act", Map.of("iss", "https://other.internal"))), "401 token-actor");
        wrong.put(Map.of("claims", Map.of("cnf", Map.of("kid", "7"))), "401 token-confirmation");
        wrong.put(Map.of("header", Map.of("typ", "JWT")), "401 token-type");
        wrong.put(Map.of("header", Map.of("kid", "nobody's")), "401 token-key-unknown");
        wrong.put(Map.of("header", Map.of("jku", issuer.at("/jwks").toString())), "401 token-header");
        wrong.put(Map.of("without", List.of("typ")), "401 token-type");
        // The issuer has several keys.
        wrong.put(Map.of("without", List.of("kid")), "401 token-key-id-missing");
        wrong.put(Map.of("without", List.of("iss")), "401 token-issuer-unknown");
        wrong.put(Map.of("without", List.of("aud")), "401 token-audience");
        wrong.put(Map.of("without", List.of("exp")), "401 token-expiry");
        for (String claim : List.of("sub", "client_id", "iat", "jti")) {
            wrong.put(Map.of("without", List.of(claim)), "401 token-claims");
        }
        wrong.put(Map.of("claims", Map.of("client_id", "nobody")), "403 not-allowed");
        wrong.put(Map.of("claims", Map.of("client_id", "kiosk", "scope", "orders:write")), "403 scope-missing");
        wrong.put(Map.of("without", List.of("scope")), "403 scope-missing");
        JWK key = Keys.of("ES256");
        Map<String, Object> right = Map.of("alg", "ES256", "jkt", Keys.thumbprint(key));

        wrong.forEach((request, refusal) -> {
            Map<String, Object> asked = new HashMap<>(right);
            asked.putAll(request);
            JsonNode result = call(orders, "/orders/7", sign(asked), key, "dpop");
            assertThat(result.path("status").asInt() + " " + orders.last().reason())
                    .as("%s", request)
                    .isEqualTo(refusal);
        });
        InteropExtension.say("%d wrong tokens refused, each for its own reason", wrong.size());
    }

    @Test
    void refuses_ed25519_unlessItIsOptedIn() {
        JWK key = Keys.of("ES256");
        JWK edwards = Keys.of("Ed25519");

        JsonNode token = call(careful, "/orders/7", boundToken(key, "Ed25519"), key, "dpop");
        assertThat(careful.last().reason()).isEqualTo("token-key-unknown");
        JsonNode proof = call(careful, "/orders/7", boundToken(edwards, "ES256"), edwards, "dpop");
        assertThat(careful.last().reason()).isEqualTo("dpop-algorithm");

        assertThat(statuses(List.of(token, proof))).containsExactly(401, 401);
        assertThat(proof.path("challenge").asText()).contains("ES256").doesNotContain("Ed25519");
    }

    /** RFC 9449 section 9. */
    @Test
    void demands_aNonce_andCallersFollowOnce() {
        JWK key = Keys.of("ES256");

        List<JsonNode> results =
                call(careful, boundToken(key, "ES256"), key, List.of("dpop", "dpop", "wrong-htu", "replay"));

        assertThat(statuses(results)).containsExactly(200, 200, 401, 200, 401);
        assertThat(results)
                .extracting(result -> result.path("attempts").asInt())
                .containsExactly(2, 1, 1, 1, 1);
        List<String> reasons =
                careful.decisions().stream().map(AuditEvent::reason).toList();
        assertThat(reasons.subList(reasons.size() - 6, reasons.size()))
                .containsExactly("dpop-nonce", "permitted", "permitted", "dpop-uri", "permitted", "dpop-replayed");
    }
}
