package dev.zt.keys;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpHandler;
import dev.zt.fetch.FetchLimits;
import dev.zt.fetch.FetchRequest;
import dev.zt.fetch.Fetched;
import dev.zt.fetch.Fetcher;
import dev.zt.fetch.HttpFetcher;
import dev.zt.fetch.LoopbackServer;
import dev.zt.identity.Issuer;
import dev.zt.identity.IssuerUrl;
import dev.zt.identity.TrustDomain;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of callers while the servers that publish keys misbehave. */
@Timeout(120)
class KeyFaultsTest {
    private static final IssuerUrl ISSUER = IssuerUrl.of("https://idp.example");
    private static final FetchLimits LIMITS = new FetchLimits(Duration.ofSeconds(20), 64 << 10);
    private static final FetchLimits SHORT = new FetchLimits(Duration.ofMillis(300), 64 << 10);

    private final ManualClock clock = new ManualClock();
    private final KidWait waiting = new KidWait(LIMITS.deadline());
    private final AtomicInteger fetches = new AtomicInteger();
    private final LoopbackServer server = LoopbackServer.https();
    private volatile HttpHandler behaviour = exchange -> {};
    private TrustedKeys keys;

    @AfterEach
    void stop() {
        server.close();
    }

    private TrustedKeys.Builder trusting(FetchLimits limits) {
        Fetcher http = new HttpFetcher(limits, LoopbackServer.clientTls());
        return TrustedKeys.builder(SignatureProvider.bouncyCastle(), clock)
                .fetching(request -> counted(http, request), limits, () -> 0L)
                .waiting(waiting);
    }

    private CompletableFuture<Fetched> counted(Fetcher http, FetchRequest request) {
        fetches.incrementAndGet();
        return http.fetch(request);
    }

    private void begin(FetchLimits limits) {
        server.on("/keys", exchange -> behaviour.handle(exchange));
        keys = trusting(limits).issuer(at(server.url("/keys"))).build();
        keys.begin();
    }

    private static TrustedIssuer at(URI url) {
        return TrustedIssuer.of(ISSUER, new KeyOrigin.Url(url));
    }

    private void publish(String document) {
        behaviour = exchange -> LoopbackServer.answer(exchange, 200, document.getBytes(UTF_8));
    }

    private void begin(String... kids) {
        publish(Published.keySet(kids));
        begin(LIMITS);
    }

    private void refresh(long afterSeconds) {
        clock.passSeconds(afterSeconds);
        keys.refresh();
        keys.settled().join();
    }

    private static boolean holds(BundleLookup lookup, String kid) {
        return lookup instanceof BundleLookup.Found found
                && found.bundle().key(KeyUse.TOKEN, kid).isPresent();
    }

    /** That a caller of a known key is served, and nobody is asked for it. */
    private void assertServed(String kid) {
        int before = fetches.get();
        assertThat(holds(keys.bundle(ISSUER), kid)).isTrue();
        assertThat(holds(keys.bundleWith(ISSUER, KeyUse.TOKEN, kid), kid)).isTrue();
        assertThat(fetches).hasValue(before);
    }

    private void assertUnavailable() {
        assertThat(keys.bundle(ISSUER)).isInstanceOf(BundleLookup.Unavailable.class);
    }

    private void assertProblem(String text) {
        assertThat(keys.problem(ISSUER))
                .hasValueSatisfying(problem -> assertThat(problem).contains(text));
    }

    @Test
    void down_atStart() {
        behaviour = exchange -> {};
        begin(LIMITS);
        assertUnavailable();
        assertProblem("none can be believed");

        publish(Published.keySet("a"));
        refresh(1);
        assertServed("a");
        assertThat(keys.problems()).isEmpty();
    }

    @Test
    void down_atStartWithNobodyListening() throws IOException {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        keys = trusting(LIMITS)
                .issuer(at(URI.create("https://127.0.0.1:" + port + "/keys")))
                .build();
        keys.begin();

        assertUnavailable();
        assertProblem("ConnectException");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 204, 301, 400, 401, 404, 500, 503})
    void down_later(int status) {
        begin("a");
        behaviour = exchange -> {
            if (status > 0) {
                LoopbackServer.answer(exchange, status, new byte[0]);
            }
        };
        refresh(300);
        assertServed("a");
        assertProblem("keeping the last good ones");
        assertThat(keys.age(ISSUER)).contains(Duration.ofMinutes(5));

        refresh(3300);
        assertServed("a");
        refresh(1);
        assertUnavailable();

        publish(Published.keySet("a"));
        refresh(30);
        assertServed("a");
    }

    @Test
    void slow() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        CompletableFuture<Void> dripping;
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            keys = trusting(SHORT)
                    .issuer(at(URI.create("http://127.0.0.1:" + listening.getLocalPort() + "/keys")))
                    .build();
            dripping = CompletableFuture.runAsync(() -> drip(listening, over));
            keys.begin();
            keys.settled().join();
        }

        assertUnavailable();
        assertProblem("within 300 ms");
        over.countDown();
        dripping.join();
    }

    private static void drip(ServerSocket listening, CountDownLatch over) {
        try (Socket socket = listening.accept()) {
            OutputStream out = socket.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n".getBytes(US_ASCII));
            while (!over.await(20, TimeUnit.MILLISECONDS)) {
                out.write('x');
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // The other end has hung up, as it should.
        }
    }

    @Test
    void slow_forOneIssuerAndNobodyElse() {
        CountDownLatch over = new CountDownLatch(1);
        IssuerUrl other = IssuerUrl.of("https://slow.example");
        server.on("/slow", exchange -> await(over));
        publish(Published.keySet("a"));
        server.on("/keys", exchange -> behaviour.handle(exchange));
        keys = trusting(LIMITS)
                .issuer(TrustedIssuer.of(other, new KeyOrigin.Url(server.url("/slow"))))
                .issuer(at(server.url("/keys")))
                .build();
        keys.refresh();
        while (!(keys.bundle(ISSUER) instanceof BundleLookup.Found)) {
            Thread.onSpinWait();
        }

        assertServed("a");
        assertThat(keys.bundle(other)).isInstanceOf(BundleLookup.Unavailable.class);
        over.countDown();
    }

    @Test
    void slow_forAllIssuersWithOneLimitForThoseWhoWait() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        List<IssuerUrl> issuers = List.of(ISSUER, IssuerUrl.of("https://two.example"));
        publish(Published.keySet("a"));
        server.on("/keys", exchange -> behaviour.handle(exchange));
        TrustedKeys.Builder builder = trusting(LIMITS);
        issuers.forEach(issuer -> builder.issuer(TrustedIssuer.of(issuer, new KeyOrigin.Url(server.url("/keys")))));
        keys = builder.build();
        keys.begin();
        behaviour = exchange -> await(over);
        ExecutorService strangers = Executors.newCachedThreadPool();
        try {
            for (int i = 0; i < 16; i++) {
                Issuer issuer = issuers.get(i % 2);
                var unused = strangers.submit(() -> keys.bundleWith(issuer, KeyUse.TOKEN, "bad"));
            }
            while (waiting.free() > 0) {
                Thread.onSpinWait();
            }

            for (Issuer issuer : issuers) {
                assertThat(keys.bundleWith(issuer, KeyUse.TOKEN, "bad"))
                        .isEqualTo(new BundleLookup.Unavailable(Duration.ofSeconds(1)));
            }
            assertServed("a");
        } finally {
            over.countDown();
            strangers.shutdownNow();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "", "{}", "[]", "{\"keys\":{}}", "{\"keys\":[],\"keys\":[]}", "\u0000"})
    void garbage(String document) {
        begin("a");
        publish(document);
        refresh(300);

        assertServed("a");
        assertProblem("not a JWK Set");
    }

    @Test
    void huge() {
        begin("a");
        publish("{\"keys\":[],\"x\":\"" + "x".repeat(LIMITS.maxBytes()) + "\"}");
        refresh(300);

        assertServed("a");
        assertProblem("more than 65536 bytes");
    }

    @Test
    void bomb() throws IOException {
        begin("a");
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(new byte[10 << 20]);
        }
        behaviour = exchange -> {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            LoopbackServer.answer(exchange, 200, packed.toByteArray());
        };
        refresh(300);

        assertServed("a");
        assertProblem("content encoding");
    }

    @Test
    void redirect_inward() {
        begin("a");
        server.on("/internal", Published.keySet("forged"));
        behaviour = exchange -> {
            exchange.getResponseHeaders().set("Location", "/internal");
            LoopbackServer.answer(exchange, 302, new byte[0]);
        };
        refresh(300);

        assertServed("a");
        assertProblem("answered 302");
        assertThat(server.asked()).doesNotContain("/internal");
    }

    @Test
    void discovery_thatLeadsInward() {
        try (LoopbackServer inward = LoopbackServer.https()) {
            inward.on("/keys", Published.keySet("forged"));
            IssuerUrl issuer = IssuerUrl.of(server.url("").toString());
            server.on(
                    "/.well-known/openid-configuration",
                    Published.metadata(issuer.text(), inward.url("localhost", "/keys")));
            keys = trusting(LIMITS)
                    .issuer(TrustedIssuer.of(issuer, new KeyOrigin.Discovery()))
                    .build();
            keys.begin();

            assertThat(keys.bundle(issuer)).isInstanceOf(BundleLookup.Unavailable.class);
            assertThat(keys.problem(issuer))
                    .hasValueSatisfying(problem -> assertThat(problem).contains("not on the Internet"));
            assertThat(inward.asked()).isEmpty();
        }
    }

    @Test
    void rotation_eachSecond() {
        begin("k0");
        int looks = fetches.get();
        for (int second = 1; second <= 60; second++) {
            publish(Published.keySet("k" + second));
            refresh(1);
            BundleLookup lookup = keys.bundleWith(ISSUER, KeyUse.TOKEN, "k" + second);
            // The first new key is fetched at once, the next ones when the cooldown is over.
            boolean looked = second == 1 || second == 31;
            assertThat(holds(lookup, "k" + second)).as("second " + second).isEqualTo(looked);
            assertThat(lookup instanceof BundleLookup.Unavailable).isEqualTo(!looked);
        }
        assertThat(fetches).hasValue(looks + 2);
        assertThat(holds(keys.bundle(ISSUER), "k1")).isFalse();
    }

    @Test
    void withdrawal_countsAtTheNextLook() {
        begin("stolen", "good");
        long epoch = ((BundleLookup.Found) keys.bundle(ISSUER)).epoch();
        publish(Published.keySet("good"));
        refresh(300);

        assertThat(holds(keys.bundle(ISSUER), "stolen")).isFalse();
        assertThat(((BundleLookup.Found) keys.bundle(ISSUER)).epoch()).isNotEqualTo(epoch);
        assertServed("good");
    }

    @Test
    void withdrawal_countsAtOnceWhenSomebodySaysSo() {
        begin("stolen");
        publish(Published.keySet("good"));
        keys.lookNow(ISSUER);
        keys.settled().join();

        assertThat(holds(keys.bundle(ISSUER), "stolen")).isFalse();
    }

    @Test
    void flood_ofKeys() {
        begin("a");
        int looks = fetches.get();
        assertThat(keys.bundleWith(ISSUER, KeyUse.TOKEN, "bad")).isInstanceOf(BundleLookup.Found.class);
        for (int i = 0; i < 100_000; i++) {
            assertThat(keys.bundleWith(ISSUER, KeyUse.TOKEN, "bad" + i))
                    .isEqualTo(new BundleLookup.Unavailable(Duration.ofSeconds(30)));
        }
        assertThat(keys.bundleWith(ISSUER, KeyUse.TOKEN, "bad")).isInstanceOf(BundleLookup.Found.class);

        assertThat(fetches).hasValue(looks + 1);
        assertServed("a");
    }

    @Test
    void flood_ofIssuers() {
        begin("a");
        int looks = fetches.get();
        for (int i = 0; i < 10_000; i++) {
            Issuer unknown =
                    i % 2 == 0 ? IssuerUrl.of("https://idp" + i + ".example") : TrustDomain.of("shop" + i + ".example");
            assertThat(keys.bundle(unknown)).isInstanceOf(BundleLookup.NotTrusted.class);
            assertThat(keys.bundleWith(unknown, KeyUse.TOKEN, "a")).isInstanceOf(BundleLookup.NotTrusted.class);
            keys.lookNow(unknown);
        }

        assertThat(fetches).hasValue(looks);
        assertThat(keys.issuers()).containsExactly(ISSUER);
    }

    @Test
    void stampede_cold() throws Exception {
        CountDownLatch all = new CountDownLatch(32);
        behaviour = exchange -> {
            await(all);
            LoopbackServer.answer(exchange, 200, Published.keySet("a").getBytes(UTF_8));
        };
        server.on("/keys", exchange -> behaviour.handle(exchange));
        keys = trusting(LIMITS).issuer(at(server.url("/keys"))).build();
        inThreads(32, () -> {
            keys.refresh();
            BundleLookup lookup = keys.bundleWith(ISSUER, KeyUse.TOKEN, "a");
            all.countDown();
            keys.begin();
            return lookup;
        });

        assertThat(fetches).hasValue(1);
        assertServed("a");
    }

    @Test
    void stampede_atRotation() throws Exception {
        begin("old");
        CountDownLatch all = new CountDownLatch(16);
        behaviour = exchange -> {
            await(all);
            LoopbackServer.answer(exchange, 200, Published.keySet("new").getBytes(UTF_8));
        };
        List<BundleLookup> lookups = inThreads(16, () -> {
            all.countDown();
            return keys.bundleWith(ISSUER, KeyUse.TOKEN, "new");
        });

        assertThat(lookups).allMatch(lookup -> holds(lookup, "new"));
        assertThat(fetches).hasValue(2);
    }

    private static <T> List<T> inThreads(int count, Callable<T> task) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(java.util.Collections.nCopies(count, task))) {
                results.add(future.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void emptySet_isDistrustAndNoReasonToAskAgain() {
        begin("a");
        publish("{\"keys\":[]}");
        refresh(300);
        assertThat(keys.bundle(ISSUER)).isInstanceOf(BundleLookup.Found.class);
        assertThat(holds(keys.bundle(ISSUER), "a")).isFalse();

        int looks = fetches.get();
        for (int i = 0; i < 1_000; i++) {
            keys.bundleWith(ISSUER, KeyUse.TOKEN, "a");
            keys.bundleWith(ISSUER, KeyUse.TOKEN, "b" + i);
            refresh(0);
        }
        assertThat(fetches).hasValue(looks + 1);
    }

    @Test
    void clock_setBack() {
        begin("a");
        refresh(100);
        clock.pass(Duration.ofDays(-365));
        refresh(0);
        assertServed("a");

        publish("garbage");
        refresh(200);
        assertProblem("not a JWK Set");
        refresh(3301);
        assertUnavailable();
    }

    @Test
    void rollback_ofASequence() {
        TrustDomain domain = TrustDomain.of("shop.example");
        publish(Published.bundle(7, "a"));
        server.on("/bundle", exchange -> behaviour.handle(exchange));
        keys = trusting(LIMITS)
                .bundleEndpoint(new BundleEndpoint(domain, server.url("/bundle"), new BundleEndpoint.HttpsWeb()))
                .build();
        keys.begin();

        behaviour = exchange -> {};
        refresh(300);
        publish(Published.bundle(6, "older"));
        refresh(30);
        assertThat(((BundleLookup.Found) keys.bundle(domain)).bundle().sequence())
                .hasValue(7);
        // Nor when what was held is believed no more.
        refresh(3600);
        assertThat(keys.bundle(domain)).isInstanceOf(BundleLookup.Unavailable.class);
        assertThat(keys.problem(domain))
                .hasValueSatisfying(problem -> assertThat(problem).contains("spiffe_sequence is 6, but 7 is in force"));

        publish(Published.bundle(8, "a"));
        refresh(30);
        assertThat(((BundleLookup.Found) keys.bundle(domain)).bundle().sequence())
                .hasValue(8);
    }
}
