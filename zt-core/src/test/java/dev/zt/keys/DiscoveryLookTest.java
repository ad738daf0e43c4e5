package dev.zt.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.fetch.FetchLimits;
import dev.zt.fetch.HttpFetcher;
import dev.zt.fetch.LoopbackServer;
import dev.zt.identity.IssuerUrl;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class DiscoveryLookTest {
    private static final String OPEN_ID = "/.well-known/openid-configuration";
    private static final String OAUTH = "/.well-known/oauth-authorization-server";
    private static final SignatureProvider ENGINE = SignatureProvider.bouncyCastle();
    private static final FetchLimits LIMITS = new FetchLimits(Duration.ofSeconds(20), 64 << 10);

    private static Looked look(IssuerUrl issuer) {
        TrustedIssuer trusted = TrustedIssuer.of(issuer, new KeyOrigin.Discovery());
        HttpFetcher fetcher = new HttpFetcher(LIMITS, LoopbackServer.clientTls());
        return new DiscoveryLook(trusted, fetcher, ENGINE, LIMITS.deadline())
                .look(Optional.empty())
                .join();
    }

    private static String problem(Looked looked) {
        assertThat(looked).isInstanceOf(Looked.Failed.class);
        return ((Looked.Failed) looked).problem();
    }

    @ParameterizedTest
    @CsvSource({
        "'', /.well-known/openid-configuration",
        "/, /.well-known/openid-configuration",
        "/realms/shop, /realms/shop/.well-known/openid-configuration",
        "/realms/shop/, /realms/shop/.well-known/openid-configuration",
        "'', /.well-known/oauth-authorization-server",
        "/realms/shop, /.well-known/oauth-authorization-server/realms/shop",
        "/realms/shop/, /.well-known/oauth-authorization-server/realms/shop"
    })
    void finds_theKeysByEitherDocument(String path, String wellKnown) {
        try (LoopbackServer server = LoopbackServer.https()) {
            IssuerUrl issuer = IssuerUrl.of(server.url(path).toString());
            server.on("/", exchange -> LoopbackServer.answer(exchange, 404, new byte[0]))
                    .on(wellKnown, Published.metadata(issuer.text(), server.url("/keys")))
                    .on("/keys", Published.keySet("a"));

            Looked looked = look(issuer);

            assertThat(looked).isInstanceOf(Looked.Keys.class);
            assertThat(((Looked.Keys) looked).bundle().key(KeyUse.TOKEN, "a")).isPresent();
            assertThat(((Looked.Keys) looked).bundle().issuer()).isEqualTo(issuer);
        }
    }

    @Test
    void case50_discards_metadataOfAnotherIssuerAndTriesNothingElse() {
        try (LoopbackServer server = LoopbackServer.https()) {
            String issuer = server.url("").toString();
            server.on(OPEN_ID, Published.metadata(issuer + "/", server.url("/keys")))
                    .on(OAUTH, Published.metadata(issuer, server.url("/keys")))
                    .on("/keys", Published.keySet("forged"));

            assertThat(problem(look(IssuerUrl.of(issuer)))).contains("is for another issuer");
            assertThat(server.asked()).containsExactly(OPEN_ID);
        }
    }

    @Test
    void asks_noSecondTimeWhereTheServerIsBroken() {
        try (LoopbackServer server = LoopbackServer.https()) {
            server.on("/", exchange -> LoopbackServer.answer(exchange, 500, new byte[0]));

            assertThat(problem(look(IssuerUrl.of(server.url("").toString())))).contains("(status 500)");
            assertThat(server.asked()).containsExactly(OPEN_ID);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://idp.example/keys",
                "file:///etc/passwd",
                "https://user@idp.example/keys",
                "keys",
                "https://idp.example/#keys"
            })
    void asks_noOddUrlOfTheMetadata(String keys) {
        try (LoopbackServer server = LoopbackServer.https()) {
            String issuer = server.url("").toString();
            server.on(OPEN_ID, Published.metadata(issuer, keys));

            assertThat(problem(look(IssuerUrl.of(issuer)))).contains("no jwks_uri that may be asked");
            assertThat(server.asked()).containsExactly(OPEN_ID);
        }
    }

    @Test
    void asks_noUrlOfThisMachineInPlainHttp() {
        try (LoopbackServer server = LoopbackServer.https();
                LoopbackServer plain = LoopbackServer.http()) {
            plain.on("/keys", Published.keySet("forged"));
            String issuer = server.url("localhost", "").toString();
            server.on(OPEN_ID, Published.metadata(issuer, plain.url("/keys")));

            assertThat(problem(look(IssuerUrl.of(issuer)))).contains("not HTTPS");
            assertThat(plain.asked()).isEmpty();
        }
    }

    @Test
    void gives_allStepsTogetherOneDeadline() {
        CountDownLatch over = new CountDownLatch(1);
        try (LoopbackServer server = LoopbackServer.https()) {
            IssuerUrl issuer = IssuerUrl.of(server.url("").toString());
            server.on(OPEN_ID, exchange -> {
                try {
                    over.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            KeyLook look = new DiscoveryLook(
                    TrustedIssuer.of(issuer, new KeyOrigin.Discovery()),
                    new HttpFetcher(LIMITS, LoopbackServer.clientTls()),
                    ENGINE,
                    Duration.ofMillis(200));

            assertThat(problem(look.look(Optional.empty()).join()))
                    .containsPattern("within ([0-9]|[0-9][0-9]|1[0-9][0-9]|200) ms");
            over.countDown();
        }
    }
}
