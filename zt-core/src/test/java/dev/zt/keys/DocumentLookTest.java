package dev.zt.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.fetch.FetchLimits;
import dev.zt.fetch.HttpFetcher;
import dev.zt.fetch.LoopbackServer;
import dev.zt.identity.IssuerUrl;
import dev.zt.identity.TrustDomain;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class DocumentLookTest {
    private static final TrustDomain DOMAIN = TrustDomain.of("shop.example");
    private static final TrustedIssuer ISSUER =
            TrustedIssuer.of(IssuerUrl.of("https://idp.example"), new KeyOrigin.Discovery());
    private static final SignatureProvider ENGINE = SignatureProvider.bouncyCastle();
    private static final HttpFetcher FETCHER =
            new HttpFetcher(new FetchLimits(Duration.ofSeconds(20), 64 << 10), LoopbackServer.clientTls());

    private final LoopbackServer server = LoopbackServer.https();

    @AfterEach
    void stop() {
        server.close();
    }

    private KeyLook keySet() {
        return DocumentLook.keySet(ISSUER, server.url("/keys"), FETCHER, ENGINE);
    }

    private KeyLook endpoint() {
        return DocumentLook.webEndpoint(
                new BundleEndpoint(DOMAIN, server.url("/bundle"), new BundleEndpoint.HttpsWeb()), FETCHER, ENGINE);
    }

    private static Looked.Keys keys(Looked looked) {
        assertThat(looked).isInstanceOf(Looked.Keys.class);
        return (Looked.Keys) looked;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max-age=60 | 60",
                "public, max-age=60, must-revalidate | 60",
                "Max-Age=\"60\" | 60",
                "no-cache | -1",
                "max-age=0 | -1",
                "s-maxage=60 | -1",
                "max-age=99999999999 | 999999999",
                "max-age=x | -1"
            })
    void reads_howLongTheAnswerIsGood(String cacheControl, long seconds) {
        server.on("/keys", exchange -> {
            exchange.getResponseHeaders().set("Cache-Control", cacheControl);
            LoopbackServer.answer(exchange, 200, Published.keySet("a").getBytes(StandardCharsets.UTF_8));
        });

        assertThat(keys(keySet().look(Optional.empty()).join()).hint())
                .isEqualTo(seconds < 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds)));
    }

    @Test
    void knows_theSameDocumentAgain() {
        server.on("/keys", Published.keySet("a"));
        Looked.Keys first = keys(keySet().look(Optional.empty()).join());

        assertThat(keySet().look(Optional.of(first.seen())).join()).isInstanceOf(Looked.Same.class);
    }

    @Test
    void asks_onlyForWhatIsNew() {
        List<String> tags = new CopyOnWriteArrayList<>();
        server.on("/keys", exchange -> {
            String known = exchange.getRequestHeaders().getFirst("If-None-Match");
            tags.add(String.valueOf(known));
            exchange.getResponseHeaders().set("ETag", "\"one\"");
            exchange.getResponseHeaders().set("Cache-Control", "max-age=30");
            byte[] body = known == null ? Published.keySet("a").getBytes(StandardCharsets.UTF_8) : new byte[0];
            LoopbackServer.answer(exchange, known == null ? 200 : 304, body);
        });
        Looked.Keys first = keys(keySet().look(Optional.empty()).join());

        assertThat(keySet().look(Optional.of(first.seen())).join())
                .isEqualTo(new Looked.Same(Optional.of(Duration.ofSeconds(30))));
        assertThat(tags).containsExactly("null", "\"one\"");
    }

    @Test
    void takes_noUnchangedForAnAnswerToAPlainQuestion() {
        server.on("/keys", exchange -> LoopbackServer.answer(exchange, 304, new byte[0]));

        assertThat(keySet().look(Optional.empty()).join()).isInstanceOf(Looked.Failed.class);
    }

    @Test
    void prints_noQueryOfAUrl() {
        server.on("/keys", "garbage");
        KeyLook look = DocumentLook.keySet(ISSUER, server.url("/keys?key=s3cret"), FETCHER, ENGINE);

        assertThat(((Looked.Failed) look.look(Optional.empty()).join()).problem())
                .contains("/keys: not a JWK Set")
                .doesNotContain("s3cret");
    }

    @Test
    void follows_aBundleEndpointForNowOnly() {
        server.redirect("/bundle", "/elsewhere").on("/elsewhere", Published.bundle(3, "a"));

        Looked.Keys keys = keys(endpoint().look(Optional.empty()).join());
        endpoint().look(Optional.of(keys.seen())).join();

        assertThat(keys.bundle().key(KeyUse.WIT_SVID, "a")).isPresent();
        assertThat(server.asked()).containsExactly("/bundle", "/elsewhere", "/bundle", "/elsewhere");
    }

    @Test
    void follows_aBundleEndpointThreeTimes() {
        server.redirect("/bundle", "/1")
                .redirect("/1", "/2")
                .redirect("/2", "/3")
                .redirect("/3", "/4");

        assertThat(endpoint().look(Optional.empty()).join()).isInstanceOf(Looked.Failed.class);
        assertThat(server.asked()).containsExactly("/bundle", "/1", "/2", "/3");
    }

    @Test
    void reads_theHintOfABundle() {
        server.on("/bundle", Published.bundle(3, "a").replaceFirst("^\\{", "{\"spiffe_refresh_hint\":77,"));

        assertThat(keys(endpoint().look(Optional.empty()).join()).bundle().refreshHint())
                .contains(Duration.ofSeconds(77));
    }
}
