package dev.zt.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.zt.interop.KeycloakClient.Binding;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Keycloak says as it is set up here: whatever zt relies on, and where it departs from the standards. */
@Interop
class KeycloakTest {
    private static final String AUDIENCE = "https://orders.internal";

    private static Keycloak keycloak;
    private static KeycloakRealm realm;
    private static HandMadeClient billing;

    @BeforeAll
    static void start(Keycloak shared) {
        keycloak = shared;
        realm = keycloak.realm("zt", "ES256");
        billing = new HandMadeClient("billing");
        realm.add(KeycloakClient.of("billing", billing.jwks(), Binding.DPOP, AUDIENCE, "orders:read", "orders:write"));
    }

    private static Http.Reply askWith(String assertion, String proof) {
        return billing.ask(keycloak.http(), realm.tokenEndpoint(), assertion, Map.of("DPoP", proof), "orders:read");
    }

    private static String proof() {
        return billing.proof(realm.tokenEndpoint(), "");
    }

    private static String token(Http.Reply reply) {
        return reply.orThrow().path("access_token").asText();
    }

    private static boolean isSigned(KeycloakRealm realm, String token) throws Exception {
        SignedJWT jwt = SignedJWT.parse(token);
        JWK key = JWKSet.parse(Json.write(realm.jwks()))
                .getKeyByKeyId(jwt.getHeader().getKeyID());
        if (key == null) {
            return false;
        }
        JWSVerifier verifier =
                new DefaultJWSVerifierFactory().createJWSVerifier(jwt.getHeader(), ((AsymmetricJWK) key).toPublicKey());
        return jwt.verify(verifier);
    }

    private static List<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }

    @Test
    void issues_boundTokensOfRfc9068() throws Exception {
        Http.Reply reply =
                billing.boundToken(keycloak.http(), realm.tokenEndpoint(), realm.issuer(), "orders:read orders:write");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text("token_type")).isEqualTo("DPoP");
        assertThat(reply.text("expires_in")).isEqualTo("300");
        assertThat(reply.headers().firstValue("DPoP-Nonce")).isEmpty();
        JsonNode header = Json.part(token(reply), 0);
        JsonNode claims = Json.part(token(reply), 1);
        assertThat(names(header)).containsExactlyInAnyOrder("alg", "typ", "kid");
        assertThat(header.path("alg").asText()).isEqualTo("ES256");
        assertThat(header.path("typ").asText()).isEqualTo("at+jwt");
        assertThat(names(claims))
                .containsExactlyInAnyOrder(
                        "exp",
                        "iat",
                        "jti",
                        "iss",
                        "aud",
                        "sub",
                        "typ",
                        "azp",
                        "cnf",
                        "scope",
                        "clientHost",
                        "clientAddress",
                        "client_id");
        assertThat(claims.path("iss").asText()).isEqualTo(realm.issuer());
        assertThat(claims.path("aud").isTextual()).isTrue();
        assertThat(claims.path("aud").asText()).isEqualTo(AUDIENCE);
        assertThat(claims.path("client_id").asText()).isEqualTo("billing");
        assertThat(claims.path("azp").asText()).isEqualTo("billing");
        // The account of the service, not the name of the client.
        assertThat(claims.path("sub").asText()).matches("[0-9a-f-]{36}");
        assertThat(claims.path("scope").asText().split(" ", -1))
                .containsExactlyInAnyOrder("orders:read", "orders:write");
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(300);
        assertThat(claims.path("jti").asText()).startsWith("trrtcc:");
        // RFC 7800 section 3.1 has members that nobody knows ignored; this one is Keycloak's.
        assertThat(names(claims.path("cnf"))).containsExactlyInAnyOrder("jkt", "kc-jkt-type");
        assertThat(claims.path("cnf").path("jkt").asText()).isEqualTo(billing.thumbprint());
        assertThat(isSigned(realm, token(reply))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "RS256"})
    void issues_bearerTokensOfRfc9068(String algorithm) throws Exception {
        KeycloakRealm plain = keycloak.realm("plain-" + algorithm, algorithm);
        HandMadeClient client = new HandMadeClient("stock");
        plain.add(KeycloakClient.of("stock", client.jwks(), Binding.BEARER, AUDIENCE, "orders:read"));

        Http.Reply reply = client.bearerToken(keycloak.http(), plain.tokenEndpoint(), plain.issuer(), "orders:read");

        assertThat(reply.text("token_type")).isEqualTo("Bearer");
        assertThat(Json.part(token(reply), 0).path("alg").asText()).isEqualTo(algorithm);
        assertThat(Json.part(token(reply), 0).path("typ").asText()).isEqualTo("at+jwt");
        assertThat(Json.part(token(reply), 1).has("cnf")).isFalse();
        assertThat(Json.part(token(reply), 1).path("client_id").asText()).isEqualTo("stock");
        assertThat(isSigned(plain, token(reply))).isTrue();
    }

    @Test
    void bindsTokens_ofBearerClientsThatProve() {
        HandMadeClient client = new HandMadeClient("volunteer");
        realm.add(KeycloakClient.of("volunteer", client.jwks(), Binding.BEARER, AUDIENCE, "orders:read"));

        Http.Reply reply = client.boundToken(keycloak.http(), realm.tokenEndpoint(), realm.issuer(), "orders:read");

        assertThat(reply.text("token_type")).isEqualTo("DPoP");
        assertThat(Json.part(token(reply), 1).path("cnf").path("jkt").asText()).isEqualTo(client.thumbprint());
    }

    @Test
    void issues_anArrayOfAudiences_andTheAlgorithmOfTheClient() throws Exception {
        HandMadeClient client = new HandMadeClient("several");
        realm.add(KeycloakClient.of("several", client.jwks(), Binding.DPOP, AUDIENCE, "orders:read")
                .withAudiences(AUDIENCE, "https://stock.internal")
                .withTokenAlgorithm("RS256"));

        String token = token(client.boundToken(keycloak.http(), realm.tokenEndpoint(), realm.issuer(), "orders:read"));

        assertThat(Json.part(token, 0).path("alg").asText()).isEqualTo("RS256");
        assertThat(Json.part(token, 1).path("aud"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder(AUDIENCE, "https://stock.internal");
        assertThat(isSigned(realm, token)).isTrue();
    }

    @Test
    void issues_anEmptyScope_toWhoAsksForNone() {
        String token = token(billing.boundToken(keycloak.http(), realm.tokenEndpoint(), realm.issuer(), ""));

        assertThat(Json.part(token, 1).path("scope").isTextual()).isTrue();
        assertThat(Json.part(token, 1).path("scope").asText()).isEmpty();
    }

    @Test
    void refuses_aScopeThatTheClientHasNot() {
        Http.Reply reply = billing.boundToken(keycloak.http(), realm.tokenEndpoint(), realm.issuer(), "admin");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("error")).isEqualTo("invalid_scope");
    }

    /** 7523bis would have the second refused, too. */
    @Test
    void acceptsAssertions_forTheIssuerAlone_andForTheTokenEndpoint() {
        String endpoint = realm.tokenEndpoint().toString();

        assertThat(askWith(billing.assertion(realm.issuer()), proof()).status()).isEqualTo(200);
        assertThat(askWith(billing.assertion(endpoint), proof()).status()).isEqualTo(200);
        assertThat(askWith(billing.assertion(realm.issuer(), endpoint), proof()).text("error"))
                .isEqualTo("invalid_client");
        assertThat(askWith(billing.assertion("https://other.internal"), proof()).text("error"))
                .isEqualTo("invalid_client");
    }

    @Test
    void acceptsAssertionsAndProofs_once() {
        String assertion = billing.assertion(realm.issuer());
        String proof = proof();

        assertThat(askWith(assertion, proof).status()).isEqualTo(200);
        assertThat(askWith(assertion, proof()).text("error")).isEqualTo("invalid_client");
        // RFC 9449 would say invalid_dpop_proof.
        assertThat(askWith(billing.assertion(realm.issuer()), proof).text("error"))
                .isEqualTo("invalid_request");
    }

    @Test
    void refuses_noProof_andProofsForAnotherPlace() {
        URI elsewhere = URI.create(realm.issuer());

        Http.Reply none = billing.bearerToken(keycloak.http(), realm.tokenEndpoint(), realm.issuer(), "orders:read");
        Http.Reply wrong = askWith(billing.assertion(realm.issuer()), billing.proof(elsewhere, ""));

        assertThat(none.status()).isEqualTo(400);
        assertThat(none.text("error_description")).isEqualTo("DPoP proof is missing");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.text("error_description")).isEqualTo("DPoP HTTP URL mismatch");
    }

    /** RFC 7517 has {@code use} optional. */
    @Test
    void findsNoKey_thatDoesNotSayItsUse() throws Exception {
        HandMadeClient client = new HandMadeClient("unused");
        Map<String, Object> key =
                new HashMap<>(JWKSet.parse(client.jwks()).getKeys().get(0).toJSONObject());
        key.remove("use");
        realm.add(KeycloakClient.of(
                "unused", Json.write(Map.of("keys", List.of(key))), Binding.DPOP, AUDIENCE, "orders:read"));

        Http.Reply reply = client.boundToken(keycloak.http(), realm.tokenEndpoint(), realm.issuer(), "orders:read");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("error_description")).isEqualTo("Unable to load public key");
    }

    @Test
    void asksForNoNonce_andIgnoresOne() {
        Http.Reply reply = askWith(billing.assertion(realm.issuer()), billing.proof(realm.tokenEndpoint(), "whatever"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers().firstValue("DPoP-Nonce")).isEmpty();
    }

    @Test
    void publishes_itsMetadata() {
        JsonNode metadata = keycloak.http().get(realm.metadataUri(), Map.of()).orThrow();
        URI rfc8414 = keycloak.origin().resolve("/.well-known/oauth-authorization-server/realms/zt");

        assertThat(metadata.path("issuer").asText()).isEqualTo(realm.issuer());
        assertThat(metadata.path("token_endpoint").asText())
                .isEqualTo(realm.tokenEndpoint().toString());
        assertThat(metadata.path("jwks_uri").asText()).isEqualTo(realm.jwksUri().toString());
        assertThat(metadata.path("token_endpoint_auth_methods_supported"))
                .extracting(JsonNode::asText)
                .contains("private_key_jwt");
        // EdDSA by its old name only.
        assertThat(metadata.path("dpop_signing_alg_values_supported"))
                .extracting(JsonNode::asText)
                .contains("ES256", "PS256", "RS256", "EdDSA")
                .doesNotContain("Ed25519");
        assertThat(keycloak.http().get(rfc8414, Map.of()).text("issuer")).isEqualTo(realm.issuer());
    }

    /** The set has a key for encryption and one for RS256, too, whatever the realm signs with. */
    @Test
    void rotates_itsKeys() throws Exception {
        KeycloakRealm rotating = keycloak.realm("rotating", "ES256");
        HandMadeClient client = new HandMadeClient("billing");
        rotating.add(KeycloakClient.of("billing", client.jwks(), Binding.DPOP, AUDIENCE, "orders:read"));
        String oldToken = token(client.boundToken(keycloak.http(), rotating.tokenEndpoint(), rotating.issuer(), ""));
        String oldKey = Json.part(oldToken, 0).path("kid").asText();
        assertThat(rotating.activeKey("ES256")).isEqualTo(oldKey);
        assertThat(rotating.jwks().path("keys"))
                .extracting(
                        key -> key.path("use").asText() + " " + key.path("alg").asText())
                .containsExactlyInAnyOrder("sig ES256", "sig RS256", "enc RSA-OAEP");

        String newKey = rotating.rotate("ES256");
        String newToken = token(client.boundToken(keycloak.http(), rotating.tokenEndpoint(), rotating.issuer(), ""));

        assertThat(newKey).isNotEqualTo(oldKey);
        assertThat(Json.part(newToken, 0).path("kid").asText()).isEqualTo(newKey);
        assertThat(isSigned(rotating, newToken)).isTrue();
        assertThat(isSigned(rotating, oldToken)).isTrue();
        rotating.makePassive(oldKey);
        assertThat(isSigned(rotating, oldToken)).isTrue();
        rotating.remove(oldKey);
        assertThat(isSigned(rotating, oldToken)).isFalse();
        assertThat(isSigned(rotating, newToken)).isTrue();
    }

    /** The library takes bearer tokens, and stumbles over Keycloak's own member of {@code cnf}. */
    @Test
    void isUnderstood_byNode_butForBoundTokens() {
        HandMadeClient bearer = new HandMadeClient("bearer");
        realm.add(KeycloakClient.of("bearer", bearer.jwks(), Binding.BEARER, AUDIENCE, "orders:read"));
        Map<String, String> trust =
                Map.of("NODE_EXTRA_CA_CERTS", keycloak.certificateFile().toString());
        String plain = token(bearer.bearerToken(keycloak.http(), realm.tokenEndpoint(), realm.issuer(), "orders:read"));
        String bound = token(billing.boundToken(keycloak.http(), realm.tokenEndpoint(), realm.issuer(), "orders:read"));

        try (Node resource = Node.start(trust, "resource.mjs", "--issuer", realm.issuer(), "--audience", AUDIENCE)) {
            String url = resource.at("/orders/7").toString();
            JsonNode accepted = Node.call(Map.of("url", url, "token", plain, "variants", List.of("bearer")))
                    .get(0);
            JsonNode refused = Node.call(Map.of(
                            "url",
                            url,
                            "token",
                            bound,
                            "key",
                            billing.proofKey().toJSONObject()))
                    .get(0);

            assertThat(accepted.path("status").asInt()).isEqualTo(200);
            assertThat(accepted.path("body").path("client_id").asText()).isEqualTo("bearer");
            assertThat(refused.path("status").asInt()).isEqualTo(401);
            assertThat(refused.path("body").path("error_description").asText())
                    .contains("multiple confirmation claims are not supported");
        }
    }
}
