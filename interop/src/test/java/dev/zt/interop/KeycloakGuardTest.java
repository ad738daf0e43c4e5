package dev.zt.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.audit.AuditField;
import dev.zt.interop.KeycloakClient.Binding;
import dev.zt.own.DpopUse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** zt on both ends, and Keycloak as the authorization server between them: over TLS, by its metadata and keys. */
@Interop
class KeycloakGuardTest {
    private static final Map<String, Shop> SHOPS = new HashMap<>();

    /** A realm whose keys are for one algorithm, a guarded service, and clients of it. */
    private record Shop(Keycloak keycloak, KeycloakRealm realm, Orders orders, ClientKey billing, HandMadeClient kiosk)
            implements AutoCloseable {
        static Shop open(Keycloak keycloak, String algorithm) {
            KeycloakRealm realm = keycloak.realm("shop-" + algorithm, algorithm);
            ClientKey billing = ClientKey.of("billing", algorithm);
            HandMadeClient kiosk = new HandMadeClient("kiosk");
            String audience = Orders.AUDIENCE.toString();
            realm.add(KeycloakClient.of(
                    "billing", billing.jwks(), Binding.DPOP, audience, "orders:read", "orders:write"));
            realm.add(KeycloakClient.of("kiosk", kiosk.jwks(), Binding.BEARER, audience, "orders:read"));
            return new Shop(
                    keycloak,
                    realm,
                    Orders.believing(realm.issuer()).tls(keycloak.tls()).start(),
                    billing,
                    kiosk);
        }

        Calls calls(String... scopes) {
            return Calls.bound(billing.at(realm.issuer()).tls(keycloak.tls()).build(), orders.origin(), scopes);
        }

        String bearerToken(HandMadeClient client, String scope) {
            return client.bearerToken(keycloak.http(), realm.tokenEndpoint(), realm.issuer(), scope)
                    .orThrow()
                    .path("access_token")
                    .asText();
        }

        Http.Reply getAsBearer(String path, String token) {
            return plain().get(orders.at(path), Map.of("Authorization", "Bearer " + token));
        }

        @Override
        public void close() {
            orders.close();
        }
    }

    @BeforeAll
    static void open(Keycloak keycloak) {
        for (String algorithm : List.of("ES256", "RS256")) {
            SHOPS.put(algorithm, Shop.open(keycloak, algorithm));
        }
    }

    @AfterAll
    static void close() {
        SHOPS.values().forEach(Shop::close);
    }

    private static Shop shop(String algorithm) {
        return SHOPS.get(algorithm);
    }

    private static Http plain() {
        return new Http(Calls.plainClient());
    }

    private static String challenge(Http.Reply reply) {
        return String.join(", ", reply.headers().allValues("WWW-Authenticate"));
    }

    private static void assertRefused(Shop shop, Http.Reply reply, int status, String reason) {
        assertThat(shop.orders().last().reason()).isEqualTo(reason);
        assertThat(reply.status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "RS256"})
    void admits_ourClient_byBoundTokens(String algorithm) {
        Shop shop = shop(algorithm);
        try (Calls calls = shop.calls("orders:read")) {
            Http.Reply reply = calls.get(shop.orders().at("/orders/7?full=true"));
            Http.Reply again = calls.get(shop.orders().at("/orders/8"));

            assertThat(reply.status()).as("%s", reply).isEqualTo(200);
            assertThat(reply.text("caller")).isEqualTo(shop.realm().issuer() + " client_id=billing");
            assertThat(reply.text("proof")).isEqualTo("DPOP");
            assertThat(reply.text("scopes")).isEqualTo("orders:read");
            // The same token, with another proof.
            assertThat(again.text("token")).isEqualTo(reply.text("token")).startsWith("trrtcc:");
            assertThat(again.text("instance")).isEqualTo(reply.text("instance"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "RS256"})
    void asks_forTheScope_thatATokenLacks(String algorithm) {
        Shop shop = shop(algorithm);
        try (Calls reading = shop.calls("orders:read");
                Calls writing = shop.calls("orders:read", "orders:write")) {
            Http.Reply refused = reading.http().sendJson("POST", shop.orders().at("/orders/7"), Map.of(), Map.of());

            assertRefused(shop, refused, 403, "scope-missing");
            assertThat(challenge(refused)).contains("DPoP error=\"insufficient_scope\", scope=\"orders:write\"");
            assertThat(writing.http()
                            .sendJson("POST", shop.orders().at("/orders/7"), Map.of(), Map.of())
                            .status())
                    .isEqualTo(200);
        }
    }

    /** Keycloak's token without any scope has an empty text for it. */
    @ParameterizedTest
    @ValueSource(strings = {"ES256", "RS256"})
    void grants_nothing_toATokenWithoutScope(String algorithm) {
        Shop shop = shop(algorithm);
        try (Calls calls = shop.calls()) {
            assertRefused(shop, calls.get(shop.orders().at("/orders/7")), 403, "scope-missing");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "RS256"})
    void refuses_whatWasOverheard(String algorithm) {
        Shop shop = shop(algorithm);
        try (Calls calls = shop.calls("orders:read")) {
            Map<String, String> shown = calls.shown("GET", shop.orders().at("/orders/7"));

            assertThat(plain().get(shop.orders().at("/orders/7"), shown).status())
                    .isEqualTo(200);
            Http.Reply replay = plain().get(shop.orders().at("/orders/7"), shown);
            assertRefused(shop, replay, 401, "dpop-replayed");
            assertThat(challenge(replay)).contains("DPoP error=\"invalid_dpop_proof\"");
            Map<String, String> other = calls.shown("GET", shop.orders().at("/orders/7"));
            assertRefused(shop, plain().get(shop.orders().at("/orders/8"), other), 401, "dpop-uri");
            String token = shown.get("Authorization").replace("DPoP ", "");
            Http.Reply bearer = shop.getAsBearer("/orders/7", token);
            assertRefused(shop, bearer, 401, "token-bound");
            assertThat(challenge(bearer)).contains("Bearer error=\"invalid_token\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "RS256"})
    void admits_bearers_whereAnEdgeSaysSo(String algorithm) {
        Shop shop = shop(algorithm);
        String token = shop.bearerToken(shop.kiosk(), "orders:read");

        assertRefused(shop, shop.getAsBearer("/orders/7", token), 403, "proof-unbound");
        Http.Reply allowed = shop.getAsBearer("/prices", token);
        assertThat(allowed.status()).isEqualTo(200);
        assertThat(allowed.text("proof")).isEqualTo("BEARER");
        assertThat(shop.orders().last().text(AuditField.RULE)).isEqualTo("A2");
    }

    /** A client that Keycloak gives bearer tokens unless it proves: ours has to be told to go without. */
    @ParameterizedTest
    @ValueSource(strings = {"ES256", "RS256"})
    void sends_bearerTokens_onlyIfItMay(String algorithm) {
        Shop shop = shop(algorithm);
        ClientKey key = ClientKey.of("kiosk-of-ours", "ES256");
        shop.realm()
                .add(KeycloakClient.of(
                        key.id(), key.jwks(), Binding.BEARER, Orders.AUDIENCE.toString(), "orders:read"));

        try (Calls bound = Calls.bound(
                        key.at(shop.realm().issuer()).tls(shop.keycloak().tls()).build(),
                        shop.orders().origin(),
                        "orders:read");
                Calls unbound = Calls.boundOrNot(
                        key.at(shop.realm().issuer())
                                .tls(shop.keycloak().tls())
                                .dpop(DpopUse.OFF)
                                .build(),
                        shop.orders().origin(),
                        "orders:read")) {
            assertThat(bound.shown("GET", shop.orders().at("/prices"))).containsOnlyKeys("Authorization", "DPoP");
            assertThat(unbound.shown("GET", shop.orders().at("/prices"))).containsOnlyKeys("Authorization");
            // Nobody named it in the policy.
            assertRefused(shop, unbound.get(shop.orders().at("/prices")), 403, "not-allowed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "RS256"})
    void refuses_idTokens_tokensForOthers_andStrangers(String algorithm) {
        Shop shop = shop(algorithm);
        HandMadeClient stray = new HandMadeClient("stray");
        HandMadeClient stranger = new HandMadeClient("stranger");
        shop.realm()
                .add(KeycloakClient.of("stray", stray.jwks(), Binding.BEARER, "https://stock.internal", "orders:read"));
        shop.realm()
                .add(KeycloakClient.of(
                        "stranger", stranger.jwks(), Binding.BEARER, Orders.AUDIENCE.toString(), "orders:read"));
        String idToken = shop.kiosk()
                .bearerToken(
                        shop.keycloak().http(),
                        shop.realm().tokenEndpoint(),
                        shop.realm().issuer(),
                        "openid")
                .orThrow()
                .path("id_token")
                .asText();
        assertThat(Json.part(idToken, 1).path("aud").asText()).isEqualTo("kiosk");

        assertRefused(shop, shop.getAsBearer("/prices", idToken), 401, "token-type");
        assertRefused(shop, shop.getAsBearer("/prices", shop.bearerToken(stray, "orders:read")), 401, "token-audience");
        assertRefused(shop, shop.getAsBearer("/prices", shop.bearerToken(stranger, "orders:read")), 403, "not-allowed");
    }

    /** The other realm has the same server, the same clients and the same names. */
    @ParameterizedTest
    @ValueSource(strings = {"ES256", "RS256"})
    void refuses_theOtherRealm(String algorithm) {
        Shop shop = shop(algorithm);
        Shop other = shop(algorithm.equals("ES256") ? "RS256" : "ES256");

        assertRefused(
                shop,
                shop.getAsBearer("/prices", other.bearerToken(other.kiosk(), "orders:read")),
                401,
                "token-issuer-unknown");
    }
}
