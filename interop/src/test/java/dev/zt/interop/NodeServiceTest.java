package dev.zt.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.zt.identity.Scopes;
import dev.zt.own.AccessTokens;
import dev.zt.own.IdentityUnavailableException;
import dev.zt.own.OAuthClient;
import dev.zt.own.TokenTarget;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** zt's own client, whose assertions {@code jose} checks and whose tokens and proofs {@code oauth4webapi} does. */
@Interop
class NodeServiceTest {
    private final Node issuer = Node.start("issuer.mjs");
    private final Node resource = resource("--bound", "--scope", "orders:read");
    private final String name = issuer.origin().toString();

    private ClientKey billing;

    @BeforeEach
    void register() {
        billing = registered("ES256");
    }

    @AfterEach
    void stop() {
        resource.close();
        issuer.close();
    }

    private Node resource(String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("--issuer", issuer.origin().toString(), "--audience", Orders.AUDIENCE.toString()));
        arguments.addAll(List.of(more));
        return Node.start("resource.mjs", arguments.toArray(String[]::new));
    }

    private ClientKey registered(String algorithm) {
        ClientKey key = ClientKey.of("billing", algorithm);
        issuer.post(
                "/control/client",
                Map.of(
                        "client_id",
                        key.id(),
                        "jwks",
                        Json.read(key.jwks()),
                        "audience",
                        Orders.AUDIENCE.toString(),
                        "scope",
                        "orders:read orders:write"));
        return key;
    }

    private OAuthClient client() {
        return billing.at(name).build();
    }

    private JsonNode seen() {
        return issuer.post("/control/seen", Map.of());
    }

    private static Http plain() {
        return new Http(Calls.plainClient());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "RS256", "PS256", "Ed25519"})
    void passes_withAssertionsOfEveryAlgorithm(String algorithm) {
        billing = registered(algorithm);
        try (Calls calls = Calls.bound(client(), resource.origin(), "orders:read")) {
            Http.Reply reply = calls.get(resource.at("/orders/7?full=true"));

            assertThat(reply.status()).as("%s", reply).isEqualTo(200);
            assertThat(reply.text("client_id")).isEqualTo("billing");
            assertThat(reply.text("scope")).isEqualTo("orders:read");
            assertThat(reply.text("bound")).isEqualTo("true");
            JsonNode assertion = seen().path("assertion");
            assertThat(assertion.path("header").path("alg").asText()).isEqualTo(algorithm);
            // 7523bis: the issuer, as a text and alone.
            assertThat(assertion.path("claims").path("aud").isTextual()).isTrue();
            assertThat(assertion.path("claims").path("aud").asText()).isEqualTo(name);
            assertThat(seen().path("form").path("resource").asText()).isEqualTo(Orders.AUDIENCE.toString());
        }
    }

    @Test
    void asksOnce_forManyCalls() {
        try (Calls calls = Calls.bound(client(), resource.origin(), "orders:read")) {
            List<Integer> statuses = List.of(
                    calls.get(resource.at("/orders/1")).status(),
                    calls.get(resource.at("/orders/1")).status(),
                    calls.http()
                            .sendJson("POST", resource.at("/orders/2"), Map.of(), Map.of())
                            .status());

            assertThat(statuses).containsExactly(200, 200, 200);
            assertThat(seen().path("asked").asInt()).isEqualTo(1);
        }
    }

    @Test
    void followsADemandForANonce_once_atTheResource() {
        try (Node careful = resource("--bound", "--nonce");
                Calls calls = Calls.bound(client(), careful.origin(), "orders:read")) {
            Http.Reply first = calls.get(careful.at("/orders/7"));
            Http.Reply second = calls.get(careful.at("/orders/7"));

            assertThat(first.status()).isEqualTo(200);
            assertThat(first.text("requests")).isEqualTo("2");
            // The answer to the first brought the nonce of the second.
            assertThat(second.status()).isEqualTo(200);
            assertThat(second.text("requests")).isEqualTo("3");
        }
    }

    @Test
    void followsADemandForANonce_once_atTheTokenEndpoint() {
        issuer.post("/control/nonce", Map.of("required", true));
        try (AccessTokens tokens = client().open()) {
            assertThat(tokens.await(target("orders:read")).isBound()).isTrue();
            assertThat(seen().path("asked").asInt()).isEqualTo(2);
            assertThat(seen().path("dpop").path("claims").has("nonce")).isTrue();

            // The answer to the first brought the nonce of the second.
            assertThat(tokens.await(target("orders:write")).isBound()).isTrue();
            assertThat(seen().path("asked").asInt()).isEqualTo(3);

            issuer.post("/control/nonce", Map.of("required", true, "expire", true));
            assertThat(tokens.await(target("orders:read", "orders:write")).isBound())
                    .isTrue();
            assertThat(seen().path("asked").asInt()).isEqualTo(5);
        }
    }

    private static TokenTarget target(String... scopes) {
        return TokenTarget.of(Orders.AUDIENCE, Scopes.of(scopes));
    }

    @Test
    void isRefused_withAKeyThatTheIssuerDoesNotKnow() {
        billing = ClientKey.of("billing", "ES256");

        try (Calls calls = Calls.bound(client(), resource.origin(), "orders:read")) {
            assertThatThrownBy(() -> calls.get(resource.at("/orders/7")))
                    .isInstanceOf(IdentityUnavailableException.class)
                    .hasMessageContaining("invalid_client");
        }
    }

    @Test
    void isRefused_withoutTheScope() {
        try (Calls calls = Calls.bound(client(), resource.origin(), "orders:write")) {
            Http.Reply reply = calls.get(resource.at("/orders/7"));

            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.text("error")).isEqualTo("insufficient_scope");
        }
    }

    /** The control: the resource that takes our proofs looks at them. */
    @Test
    void isRefused_ifOurProofsAreTamperedWith() {
        URI uri = resource.at("/orders/7");
        try (Calls calls = Calls.bound(client(), resource.origin(), "orders:read")) {
            Map<String, String> once = calls.shown("GET", uri);
            assertThat(plain().get(uri, once).status()).isEqualTo(200);

            assertRefused(plain().get(uri, once), "jti was used before");
            assertRefused(plain().get(resource.at("/orders/8"), calls.shown("GET", uri)), "htu mismatch");
            assertRefused(plain().sendJson("POST", uri, calls.shown("GET", uri), Map.of()), "htm mismatch");
            assertRefused(
                    plain().get(
                                    uri,
                                    Map.of(
                                            "Authorization",
                                            calls.shown("GET", uri).get("Authorization"))),
                    "no DPoP HTTP Header");
            Map<String, String> forged = new HashMap<>(calls.shown("GET", uri));
            forged.computeIfPresent("DPoP", (header, proof) -> altered(proof));
            assertRefused(plain().get(uri, forged), "signature verification failed");
            try (Calls others = Calls.bound(client(), resource.origin(), "orders:read")) {
                Map<String, String> mixed = new HashMap<>(calls.shown("GET", uri));
                mixed.put("DPoP", others.shown("GET", uri).get("DPoP"));
                // Another key, over the hash of another token.
                assertRefused(plain().get(uri, mixed), "mismatch");
            }
        }
    }

    private static void assertRefused(Http.Reply reply, String reason) {
        assertThat(reply.status()).as("%s", reply.body()).isEqualTo(401);
        assertThat(reply.text("error_description")).contains(reason);
    }

    /** Another signature of the same length. */
    private static String altered(String token) {
        int start = token.lastIndexOf('.') + 1;
        return token.substring(0, start)
                + new StringBuilder(token.substring(start, start + 84)).reverse()
                + token.substring(start + 84);
    }

    /** A request for a token that goes astray, and what its finder can do with it. */
    @Test
    void isRefused_ifOurRequestIsSentByAnother() throws IOException {
        AtomicReference<Map<String, String>> form = new AtomicReference<>(Map.of());
        AtomicReference<String> proof = new AtomicReference<>("");
        HttpServer elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        elsewhere.createContext("/", exchange -> {
            form.set(fields(new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
            proof.set(exchange.getRequestHeaders().getFirst("DPoP"));
            byte[] answer = "{\"error\":\"invalid_request\"}".getBytes(UTF_8);
            exchange.sendResponseHeaders(400, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        elsewhere.start();
        URI endpoint = issuer.at("/token");
        OAuthClient astray = billing.at(name)
                .tokenEndpoint(
                        URI.create("http://127.0.0.1:" + elsewhere.getAddress().getPort() + "/token"))
                .build();
        try (Calls calls = Calls.bound(astray, resource.origin(), "orders:read")) {
            assertThatThrownBy(() -> calls.shown("GET", resource.origin()))
                    .isInstanceOf(IdentityUnavailableException.class);
        } finally {
            elsewhere.stop(0);
        }

        Http.Reply asIs = plain().postForm(endpoint, Map.of("DPoP", proof.get()), form.get());
        Http.Reply twice = plain().postForm(endpoint, Map.of("DPoP", proof.get()), form.get());
        Map<String, String> forged = new HashMap<>(form.get());
        forged.computeIfPresent("client_assertion", (field, assertion) -> altered(assertion));
        Http.Reply altered = plain().postForm(endpoint, Map.of(), forged);

        // The assertion is good for this issuer, but the proof names the place that it was sent to.
        assertThat(asIs.text("error") + " " + asIs.text("error_description"))
                .isEqualTo("invalid_dpop_proof htm or htu");
        assertThat(twice.text("error") + " " + twice.text("error_description"))
                .isEqualTo("invalid_client jti was used before");
        assertThat(altered.text("error") + " " + altered.text("error_description"))
                .isEqualTo("invalid_client ERR_JWS_SIGNATURE_VERIFICATION_FAILED");
    }

    private static Map<String, String> fields(String body) {
        Map<String, String> fields = new HashMap<>();
        for (String field : body.split("&", -1)) {
            String[] pair = field.split("=", 2);
            fields.put(URLDecoder.decode(pair[0], UTF_8), URLDecoder.decode(pair[1], UTF_8));
        }
        return fields;
    }

    /** Both ends are zt's, and the issuer is Node's. */
    @Test
    void passes_aGuardThatDemandsNonces() {
        try (Orders orders = Orders.believing(name).withNonces().start();
                Calls calls = Calls.bound(client(), orders.origin(), "orders:read")) {
            assertThat(calls.get(orders.at("/orders/7")).status()).isEqualTo(200);
            assertThat(calls.get(orders.at("/orders/7")).status()).isEqualTo(200);
            assertThat(orders.decisions())
                    .extracting(event -> event.reason())
                    .containsExactly("dpop-nonce", "permitted", "permitted");
        }
    }
}
