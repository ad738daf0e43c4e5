package dev.zt.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.interop.KeycloakClient.Binding;
import dev.zt.keys.KeyTimes;
import dev.zt.own.OAuthClient;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Keycloak changes the key that it signs with while calls go on, as an operator would do it. */
@Interop
class KeyRotationTest {
    private static final Duration REFRESH = Duration.ofSeconds(10);
    private static final Duration TOKEN_LIFE = Duration.ofSeconds(4);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final int CALLERS = 3;

    private static Keycloak keycloak;

    private final HandMadeClient kiosk = new HandMadeClient("kiosk");
    private final ClientKey billing = ClientKey.of("billing", "ES256");

    @BeforeAll
    static void open(Keycloak shared) {
        keycloak = shared;
    }

    /** Calls without a break, until it is told to stop. */
    private static final class Traffic implements AutoCloseable {
        private final ExecutorService threads = Executors.newCachedThreadPool();
        private final AtomicInteger calls = new AtomicInteger();
        private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
        private final Set<String> tokens = ConcurrentHashMap.newKeySet();
        private volatile boolean stopped;

        void begin(Supplier<Http.Reply> call) {
            threads.execute(() -> {
                while (!stopped) {
                    try {
                        Http.Reply reply = call.get();
                        calls.incrementAndGet();
                        if (reply.status() == 200) {
                            tokens.add(reply.text("token"));
                        } else {
                            failures.add(reply.status() + " " + reply.headers().allValues("WWW-Authenticate"));
                        }
                    } catch (RuntimeException e) {
                        failures.add(e.toString());
                    }
                    sleep(PAUSE);
                }
            });
        }

        List<String> failures() {
            return new ArrayList<>(failures);
        }

        @Override
        public void close() {
            stop();
        }

        /** Waits for the calls under way. */
        void stop() {
            stopped = true;
            threads.shutdown();
            try {
                if (!threads.awaitTermination(20, TimeUnit.SECONDS)) {
                    threads.shutdownNow();
                }
            } catch (InterruptedException e) {
                threads.shutdownNow();
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void sleep(Duration duration) {
        try {
            TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String freshToken(KeycloakRealm realm) {
        return kiosk.bearerToken(keycloak.http(), realm.tokenEndpoint(), realm.issuer(), "orders:read")
                .orThrow()
                .path("access_token")
                .asText();
    }

    private static String keyOf(String token) {
        return Json.part(token, 0).path("kid").asText();
    }

    @Test
    void failsNoCall_andEndsTheOldKey() {
        KeycloakRealm realm = keycloak.realm("rotation", "ES256");
        String audience = Orders.AUDIENCE.toString();
        realm.add(KeycloakClient.of("billing", billing.jwks(), Binding.DPOP, audience, "orders:read"));
        realm.add(KeycloakClient.of("kiosk", kiosk.jwks(), Binding.BEARER, audience, "orders:read"));
        OAuthClient client = billing.at(realm.issuer()).tls(keycloak.tls()).build();
        Http plain = new Http(Calls.plainClient());
        // Keycloak makes a realm's key for ES256 when it is needed. Here that is before the service looks for the first
        // time: a key that it has to look for would leave it no look for the next one within the cooldown.
        assertThat(realm.jwks().path("keys"))
                .extracting(key -> key.path("alg").asText())
                .doesNotContain("ES256");
        String longLived = freshToken(realm);
        String oldKey = keyOf(longLived);
        realm.tokenLife(TOKEN_LIFE);
        KeyTimes times = new KeyTimes(REFRESH, Duration.ofHours(1), Duration.ofSeconds(30));

        try (Orders orders = Orders.believing(realm.issuer())
                        .times(times)
                        .tls(keycloak.tls())
                        .start();
                Calls ours = Calls.bound(client, orders.origin(), "orders:read");
                Traffic traffic = new Traffic()) {
            URI prices = orders.at("/prices");
            for (int i = 0; i < CALLERS; i++) {
                traffic.begin(() -> ours.get(orders.at("/orders/7")));
            }
            Set<String> keys = ConcurrentHashMap.newKeySet();
            // A token that was signed a moment ago for every call.
            traffic.begin(() -> {
                String token = freshToken(realm);
                keys.add(keyOf(token));
                return plain.get(prices, bearer(token));
            });
            sleep(Duration.ofSeconds(1));

            String newKey = realm.rotate("ES256");
            sleep(Duration.ofSeconds(1));
            realm.makePassive(oldKey);
            // As long as the last token that it signed.
            sleep(TOKEN_LIFE.plusSeconds(1));
            assertThat(plain.get(prices, bearer(longLived)).status()).isEqualTo(200);
            realm.remove(oldKey);
            long removed = System.nanoTime();
            long acceptedFor = 0;
            while (plain.get(prices, bearer(longLived)).status() == 200 && acceptedFor < 2 * REFRESH.toNanos()) {
                sleep(PAUSE);
                acceptedFor = System.nanoTime() - removed;
            }
            Http.Reply refused = plain.get(prices, bearer(longLived));
            sleep(Duration.ofSeconds(1));
            traffic.stop();

            InteropExtension.say(
                    "key rotation: %d calls with %d tokens of %d keys, %d failed; a token of the removed key was"
                            + " accepted for %.1f s more",
                    traffic.calls.get(),
                    traffic.tokens.size(),
                    keys.size(),
                    traffic.failures().size(),
                    acceptedFor / 1e9);
            assertThat(traffic.failures()).isEmpty();
            assertThat(traffic.calls.get()).isGreaterThan(200);
            assertThat(keys).containsExactlyInAnyOrder(oldKey, newKey);
            // 503 while no look for the key is allowed: it might have been published anew.
            assertThat(refused.status()).isIn(401, 503);
            assertThat(orders.decisions())
                    .anySatisfy(event -> assertThat(event.reason()).isIn("token-key-unknown", "keys-unavailable"));
            assertThat(Duration.ofNanos(acceptedFor)).isLessThan(REFRESH.plusSeconds(3));
        }
    }

    /** The look for an unknown key is there once in a cooldown, and strangers can use it up. */
    @Test
    void knows_aKeyThatWasPublishedAhead_alsoWhileItMayNotLook() {
        KeycloakRealm realm = keycloak.realm("ahead", "ES256");
        realm.add(KeycloakClient.of("kiosk", kiosk.jwks(), Binding.BEARER, Orders.AUDIENCE.toString(), "orders:read"));
        String token = freshToken(realm);
        String ahead = realm.publish("ES256");
        assertThat(keyOf(freshToken(realm))).isEqualTo(keyOf(token));
        Http plain = new Http(Calls.plainClient());
        try (Orders orders =
                Orders.believing(realm.issuer()).tls(keycloak.tls()).start()) {
            URI prices = orders.at("/prices");
            assertThat(plain.get(prices, bearer(naming("nobody's", token))).status())
                    .isEqualTo(401);

            realm.makeActive(ahead);
            String next = freshToken(realm);
            assertThat(keyOf(next)).isEqualTo(ahead);
            assertThat(plain.get(prices, bearer(next)).status()).isEqualTo(200);

            String sudden = realm.rotate("ES256");
            String last = freshToken(realm);
            assertThat(keyOf(last)).isEqualTo(sudden);
            assertThat(plain.get(prices, bearer(last)).status()).isEqualTo(503);
            assertThat(orders.last().reason()).isEqualTo("keys-unavailable");
        }
    }

    private static String naming(String kid, String token) {
        String header = Json.write(Map.of("alg", "ES256", "typ", "at+jwt", "kid", kid));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(header.getBytes(StandardCharsets.UTF_8))
                + token.substring(token.indexOf('.'));
    }

    private static Map<String, String> bearer(String token) {
        return Map.of("Authorization", "Bearer " + token);
    }
}
