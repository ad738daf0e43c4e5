package dev.zt.fetch;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HttpFetcherTest {
    private static final FetchLimits LIMITS = new FetchLimits(Duration.ofSeconds(20), 1000);
    private static final FetchLimits SHORT = new FetchLimits(Duration.ofMillis(200), 1000);
    private static final HttpFetcher FETCHER = new HttpFetcher(LIMITS, LoopbackServer.clientTls());

    private static Fetched.Answer answer(Fetched fetched) {
        assertThat(fetched).isInstanceOf(Fetched.Answer.class);
        return (Fetched.Answer) fetched;
    }

    private static String text(Fetched fetched) {
        return new String(answer(fetched).body(), StandardCharsets.UTF_8);
    }

    private static String problem(Fetched fetched) {
        assertThat(fetched).isInstanceOf(Fetched.Failed.class);
        return ((Fetched.Failed) fetched).problem();
    }

    /** A fetcher to whom every name leads to this address, while connections go where the platform's names lead. */
    private static HttpFetcher believing(String address) {
        HttpClient.Builder http = HttpClient.newBuilder().sslContext(LoopbackServer.clientTls());
        return new HttpFetcher(LIMITS, http, host -> new InetAddress[] {InetAddress.getByName(address)});
    }

    @Test
    void brings_whatTheServerAnswers() {
        try (LoopbackServer server = LoopbackServer.https()) {
            server.on("/keys", exchange -> {
                exchange.getResponseHeaders().set("Cache-Control", "max-age=60");
                LoopbackServer.answer(exchange, 404, "no".getBytes(StandardCharsets.UTF_8));
            });

            Fetched.Answer answer = answer(FETCHER.fetchAndWait(FetchRequest.get(server.url("/keys"))));

            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.header("cache-control")).contains("max-age=60");
            assertThat(answer.body()).isEqualTo("no".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void sends_formAndHeadersAndNothingThatAsksForPacking() {
        try (LoopbackServer server = LoopbackServer.http()) {
            AtomicReference<String> sent = new AtomicReference<>();
            server.on("/token", exchange -> {
                var headers = exchange.getRequestHeaders();
                sent.set(exchange.getRequestMethod() + " " + headers.getFirst("Content-Type") + " "
                        + headers.getFirst("Authorization") + " " + headers.containsKey("Accept-Encoding") + " "
                        + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                LoopbackServer.answer(exchange, 200, new byte[0]);
            });
            Map<String, String> fields = new LinkedHashMap<>();
            fields.put("scope", "a b");
            fields.put("x", "&=ü");

            FETCHER.fetchAndWait(FetchRequest.form(server.url("/token"), fields).header("Authorization", "Basic abc"));

            assertThat(sent.get())
                    .isEqualTo("POST application/x-www-form-urlencoded Basic abc false scope=a+b&x=%26%3D%C3%BC");
        }
    }

    @Test
    void stops_anAnswerThatIsTooLarge() {
        try (LoopbackServer server = LoopbackServer.http()) {
            server.on("/fits", "x".repeat(1000)).on("/huge", "x".repeat(1001));

            assertThat(text(FETCHER.fetchAndWait(FetchRequest.get(server.url("/fits")))))
                    .hasSize(1000);
            assertThat(problem(FETCHER.fetchAndWait(FetchRequest.get(server.url("/huge")))))
                    .contains("more than 1000 bytes");
        }
    }

    @Test
    void refuses_anAnswerThatIsPacked() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bomb)) {
            out.write(new byte[100_000]);
        }
        try (LoopbackServer server = LoopbackServer.http()) {
            server.on("/bomb", exchange -> {
                exchange.getResponseHeaders().set("Content-Encoding", "gzip");
                LoopbackServer.answer(exchange, 200, bomb.toByteArray());
            });

            assertThat(problem(FETCHER.fetchAndWait(FetchRequest.get(server.url("/bomb")))))
                    .contains("content encoding");
        }
    }

    @Test
    void gives_upOnABodyThatDrips() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> dripping = CompletableFuture.runAsync(() -> drip(listening, over));

            Fetched fetched = new HttpFetcher(SHORT)
                    .fetchAndWait(FetchRequest.get(URI.create("http://127.0.0.1:" + listening.getLocalPort() + "/")));

            assertThat(problem(fetched)).endsWith("within 200 ms");
            over.countDown();
            dripping.join();
        }
    }

    private static void drip(ServerSocket listening, CountDownLatch over) {
        try (Socket socket = listening.accept()) {
            OutputStream out = socket.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n".getBytes(US_ASCII));
            // A byte every 20 ms never lets a connection look dead.
            while (!over.await(20, TimeUnit.MILLISECONDS)) {
                out.write('x');
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // The other end has hung up, as it should.
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort", "", "HTTP/1.1 2"})
    void fails_withoutExceptionOnGarbage(String bytes) throws Exception {
        CompletableFuture<Void> talking;
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            talking = CompletableFuture.runAsync(() -> say(listening, bytes));

            Fetched fetched = FETCHER.fetchAndWait(
                    FetchRequest.get(URI.create("http://127.0.0.1:" + listening.getLocalPort() + "/?secret=s3cret")));

            assertThat(problem(fetched))
                    .contains("no answer from http://127.0.0.1")
                    .doesNotContain("s3cret", "garbage");
        }
        talking.join();
    }

    private static void say(ServerSocket listening, String bytes) {
        // Whoever asks twice is told the same.
        while (!listening.isClosed()) {
            try (Socket socket = listening.accept()) {
                var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
                while (!lines.readLine().isEmpty()) {}
                socket.getOutputStream().write(bytes.getBytes(US_ASCII));
            } catch (IOException e) {
                // The other end has hung up, or the test is over.
            }
        }
    }

    @Test
    void says_whyThereIsNoConnection() throws IOException {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }

        assertThat(problem(FETCHER.fetchAndWait(FetchRequest.get(URI.create("http://127.0.0.1:" + port + "/")))))
                .contains("ConnectException");
    }

    @Test
    void believes_noServerThatNobodyVouchesFor() {
        try (LoopbackServer server = LoopbackServer.https()) {
            server.on("/keys", "{}");

            assertThat(problem(new HttpFetcher(LIMITS).fetchAndWait(FetchRequest.get(server.url("/keys")))))
                    .contains("PKIX path building failed");
            assertThat(server.asked()).isEmpty();
        }
    }

    @Test
    void follows_noRedirectUnlessAsked() {
        try (LoopbackServer server = LoopbackServer.https()) {
            server.redirect("/from", "/to").on("/to", "here");

            assertThat(answer(FETCHER.fetchAndWait(FetchRequest.get(server.url("/from"))))
                            .status())
                    .isEqualTo(302);
            assertThat(server.asked()).containsExactly("/from");
        }
    }

    @Test
    void follows_redirectsUpToTheCountAndForgetsThem() {
        try (LoopbackServer server = LoopbackServer.https()) {
            server.redirect("/one", "/two").redirect("/two", "three").on("/three", "here");
            FetchRequest request = FetchRequest.get(server.url("/one"));

            assertThat(text(FETCHER.fetchAndWait(request.followingRedirects(2))))
                    .isEqualTo("here");
            assertThat(answer(FETCHER.fetchAndWait(request.followingRedirects(1)))
                            .status())
                    .isEqualTo(302);
            assertThat(server.asked()).containsExactly("/one", "/two", "/three", "/one", "/two");
        }
    }

    @Test
    void follows_noRedirectToPlainHttp() {
        try (LoopbackServer server = LoopbackServer.https();
                LoopbackServer plain = LoopbackServer.http()) {
            plain.on("/", "inward");
            server.redirect("/from", plain.url("/").toString());
            FetchRequest request = FetchRequest.get(server.url("/from")).followingRedirects(3);

            assertThat(problem(FETCHER.fetchAndWait(request))).contains("what is no HTTPS URL");
            assertThat(plain.asked()).isEmpty();
        }
    }

    @Test
    void follows_noRedirectInward() {
        try (LoopbackServer server = LoopbackServer.https();
                LoopbackServer inward = LoopbackServer.https()) {
            inward.on("/", "inward");
            server.redirect("/from", inward.url("localhost", "/").toString());
            FetchRequest request = FetchRequest.get(server.url("/from")).followingRedirects(3);

            assertThat(problem(FETCHER.fetchAndWait(request))).contains("not on the Internet");
            assertThat(inward.asked()).isEmpty();
        }
    }

    @Test
    void takes_headersAlongOnlyWithinOneOrigin() {
        try (LoopbackServer server = LoopbackServer.https();
                LoopbackServer other = LoopbackServer.https()) {
            List<String> seen = new CopyOnWriteArrayList<>();
            other.on("/", exchange -> {
                seen.add(String.valueOf(exchange.getRequestHeaders().getFirst("X-Secret")));
                LoopbackServer.answer(exchange, 200, new byte[0]);
            });
            server.redirect("/from", other.url("/").toString());

            FETCHER.fetchAndWait(FetchRequest.get(server.url("/from"))
                    .header("X-Secret", "s3cret")
                    .followingRedirects(1));

            assertThat(seen).containsExactly("null");
        }
    }

    @Test
    void asks_aLearnedUrlOnlyOnTheInternetOrAtTheStatedHost() {
        try (LoopbackServer server = LoopbackServer.https()) {
            server.on("/keys", "{}");
            FetchRequest learned = FetchRequest.get(server.url("localhost", "/keys"));
            URI elsewhere = URI.create("https://idp.example");

            assertThat(problem(FETCHER.fetchAndWait(learned.learnedFrom(elsewhere))))
                    .contains("not on the Internet");
            assertThat(server.asked()).isEmpty();
            assertThat(text(believing("1.1.1.1").fetchAndWait(learned.learnedFrom(elsewhere))))
                    .isEqualTo("{}");
            assertThat(text(FETCHER.fetchAndWait(learned.learnedFrom(URI.create("https://localhost:1/")))))
                    .isEqualTo("{}");
        }
    }

    @Test
    void asks_noLearnedUrlInPlainHttp() {
        try (LoopbackServer server = LoopbackServer.http()) {
            server.on("/keys", "{}");
            FetchRequest learned = FetchRequest.get(server.url("/keys")).learnedFrom(URI.create("https://idp.example"));

            assertThat(problem(believing("1.1.1.1").fetchAndWait(learned))).contains("not HTTPS");
            assertThat(server.asked()).isEmpty();
        }
    }

    @Test
    void asks_whileSomebodyBlocksTheCommonPool() {
        CountDownLatch over = new CountDownLatch(1);
        for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
            ForkJoinPool.commonPool().execute(() -> {
                try {
                    over.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        try (LoopbackServer server = LoopbackServer.http()) {
            server.on("/keys", "{}");

            assertThat(text(FETCHER.fetchAndWait(FetchRequest.get(server.url("/keys")))))
                    .isEqualTo("{}");
        } finally {
            over.countDown();
        }
    }

    @Test
    void ends_theExchangeOfAFutureThatIsCancelled() {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        ThreadPoolExecutor threads = (ThreadPoolExecutor) Executors.newCachedThreadPool();
        HttpClient http = HttpClient.newHttpClient();
        try (LoopbackServer server = LoopbackServer.http()) {
            server.on("/slow", exchange -> {
                asked.countDown();
                try {
                    over.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            CompletableFuture<Fetched> fetched = new Exchange(http, threads, InetAddress::getAllByName, LIMITS)
                    .begin(FetchRequest.get(server.url("/slow")));
            asked.await();
            fetched.cancel(true);
            while (threads.getActiveCount() > 0) {
                Thread.onSpinWait();
            }
            over.countDown();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            threads.shutdownNow();
        }
    }

    /** Threads of which the one of this number, from 1, and all later ones cannot be had. */
    private static ThreadPoolExecutor threadsUpTo(int most) {
        AtomicInteger made = new AtomicInteger();
        return (ThreadPoolExecutor) Executors.newCachedThreadPool(task -> {
            if (made.incrementAndGet() > most) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return new Thread(task);
        });
    }

    @Test
    void fails_withoutExceptionWhereThereIsNoThread() {
        ThreadPoolExecutor none = threadsUpTo(0);
        CompletableFuture<Fetched> fetched = new Exchange(
                        HttpClient.newHttpClient(), none, InetAddress::getAllByName, LIMITS)
                .begin(FetchRequest.get(URI.create("http://127.0.0.1:1/?secret=s3cret")));

        assertThat(fetched).isCompleted();
        assertThat(problem(fetched.join())).isEqualTo("no answer from http://127.0.0.1:1/ (OutOfMemoryError)");
    }

    @Test
    void fails_withoutExceptionOnAnErrorWhileItAsks() throws Exception {
        ThreadPoolExecutor threads = threadsUpTo(10);
        FetchLimits limits = new FetchLimits(Duration.ofSeconds(50), 1000);
        try {
            FetchRequest request = FetchRequest.get(URI.create("https://idp.example/keys"))
                    .learnedFrom(URI.create("https://other.example"));
            CompletableFuture<Fetched> fetched = new Exchange(
                            HttpClient.newHttpClient(),
                            threads,
                            host -> {
                                throw new OutOfMemoryError("unable to create native thread");
                            },
                            limits)
                    .begin(request);

            assertThat(problem(fetched.get(10, TimeUnit.SECONDS))).contains("OutOfMemoryError");
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void gives_upInTimeWhereThereIsNoThreadToDoSo() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        ThreadPoolExecutor one = threadsUpTo(1);
        try (LoopbackServer server = LoopbackServer.http()) {
            server.on("/slow", exchange -> {
                try {
                    over.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            CompletableFuture<Fetched> fetched = new Exchange(
                            HttpClient.newHttpClient(), one, InetAddress::getAllByName, SHORT)
                    .begin(FetchRequest.get(server.url("/slow")));

            assertThat(problem(fetched.get(10, TimeUnit.SECONDS))).endsWith("within 200 ms");
        } finally {
            over.countDown();
            one.shutdownNow();
        }
    }

    @Test
    void ends_withTheThreadThatWaits() {
        try (LoopbackServer server = LoopbackServer.http()) {
            CountDownLatch over = new CountDownLatch(1);
            server.on("/slow", exchange -> {
                try {
                    over.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            Thread.currentThread().interrupt();

            assertThat(problem(FETCHER.fetchAndWait(FetchRequest.get(server.url("/slow")))))
                    .contains("interrupted");
            assertThat(Thread.interrupted()).isTrue();
            over.countDown();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://idp.example/keys",
                "http://localhost/keys",
                "http://127.0.0.2/keys",
                "https://user:secret@idp.example/",
                "https://idp.example/#part",
                "https:///keys",
                "https:keys",
                "file:///etc/passwd",
                "ftp://idp.example/",
                "https://idp.example:0/",
                "https://idp.example:70000/",
                "https://idp.ex\u00e4mple/",
                "keys"
            })
    void takes_noOtherKindOfUrl(String url) {
        assertThat(FetchUrl.parse(url)).isEmpty();
        assertThatThrownBy(() -> FetchRequest.get(URI.create(url))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void prints_noSecret() {
        FetchRequest request = FetchRequest.form(
                        URI.create("https://idp.example/token?key=s3cret"), Map.of("client_secret", "s3cret"))
                .header("Authorization", "Basic s3cret");

        assertThat(request).hasToString("POST https://idp.example/token");
        assertThatThrownBy(() -> request.header("Authorization", "s3cret\n")).hasMessageNotContaining("s3cret");
    }
}
