package dev.zt.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.zt.guard.Admission;
import dev.zt.guard.Guard;
import dev.zt.guard.PolicySource;
import dev.zt.identity.Audience;
import dev.zt.identity.Scopes;
import dev.zt.outbound.Destination;
import dev.zt.outbound.OutboundAuth;
import dev.zt.outbound.OutboundCall;
import dev.zt.own.AccessTokens;
import dev.zt.own.ServiceIdentity;
import dev.zt.policy.Policy;
import dev.zt.request.Call;
import dev.zt.request.Channel;
import dev.zt.testkit.TestAuthorizationServer;
import dev.zt.testkit.TestIssuer;
import dev.zt.verify.TokenRules;
import dev.zt.verify.VerifierRules;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A minute of calls with tokens of two seconds: each call finds a valid one, and none waits for the next. */
@Tag("load")
class ShortTokensLoadTest {
    private static final Duration TIME =
            Duration.ofMillis((long) (60_000 * Double.parseDouble(System.getProperty("zt.load", "1"))));
    private static final int THREADS = 4;
    private static final String POLICY = """
            zt: 1
            service: orders
            segment: shop
            admit: {issuers: ["https://idp.example"]}
            workloads: {gateway: {issuer: "https://idp.example", client-id: gateway}}
            segments: {shop: [gateway]}
            endpoints: {read: {match: "GET /orders/{id}", requires: ["orders:read"]}}
            allow: [{id: A1, caller: gateway, to: read, scopes: ["orders:read"]}]
            """;

    @TempDir
    Path directory;

    private final TestIssuer issuer = TestIssuer.of("https://idp.example", InstantSource.system());
    private final LongAdder served = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder waited = new LongAdder();

    @Test
    void waits_forNoToken_whileAValidOneIsAtHand() throws Exception {
        HttpServer orders = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ExecutorService threads = Executors.newCachedThreadPool();
        String origin = "http://127.0.0.1:" + orders.getAddress().getPort();
        Guard guard = guard(origin);
        orders.createContext("/", exchange -> answer(exchange, guard));
        orders.setExecutor(threads);
        orders.start();
        try (TestAuthorizationServer server = TestAuthorizationServer.of(issuer);
                AccessTokens tokens = server.tokensOf("gateway", directory)) {
            server.life(Duration.ofSeconds(2));
            server.delay(Duration.ofMillis(50));
            OutboundAuth auth = OutboundAuth.of(ServiceIdentity.of(tokens))
                    .allowLoopbackHttp()
                    .to(Destination.of(origin).accessToken(Scopes.of("orders:read")));
            run(auth, origin + "/orders/7", threads);
            System.out.printf(
                    Locale.ROOT,
                    "load: tokens of 2 s for %d s: %d calls served, %d failed, %d tokens fetched, %d calls waited for one%n",
                    TIME.toSeconds(),
                    served.sum(),
                    failed.sum(),
                    server.asked(),
                    waited.sum());

            assertThat(failed.sum()).isZero();
            assertThat(waited.sum()).isZero();
            assertThat(server.asked()).isGreaterThan((int) TIME.toSeconds() / 2);
        } finally {
            orders.stop(0);
            threads.shutdownNow();
        }
    }

    private void run(OutboundAuth auth, String place, ExecutorService threads) throws Exception {
        OkHttpClient http = ZtOkHttp.newClient(auth);
        Request request = new Request.Builder().url(place).build();
        OutboundCall call = OutboundCall.of("GET", request.url().uri());
        // The first token has to be waited for.
        auth.credentialFor(call);
        long end = System.nanoTime() + TIME.toNanos();
        List<Future<?>> callers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            callers.add(threads.submit(() -> {
                while (System.nanoTime() - end < 0) {
                    look(auth, call);
                    make(http, request);
                }
            }));
        }
        for (Future<?> caller : callers) {
            caller.get();
        }
        http.connectionPool().evictAll();
    }

    // What the client does for the call that follows, where it can be seen whether it would wait.
    private void look(OutboundAuth auth, OutboundCall call) {
        if (!auth.credentialSoon(call).toCompletableFuture().isDone()) {
            waited.increment();
        }
    }

    private void make(OkHttpClient http, Request request) {
        try (Response response = http.newCall(request).execute()) {
            (response.code() == 200 ? served : failed).increment();
        } catch (IOException e) {
            failed.increment();
        }
    }

    private Guard guard(String origin) {
        Audience audience = Audience.of(origin);
        return Guard.builder(
                        VerifierRules.of(audience).tokens(TokenRules.none().issuer(issuer.url(), audience)),
                        issuer.bundles(),
                        PolicySource.fixed(Policy.read("load", POLICY.getBytes(StandardCharsets.UTF_8))))
                .allowLoopbackHttp()
                .audit(event -> {}, Guard.AuditNeed.BEST_EFFORT)
                .build();
    }

    private static void answer(HttpExchange exchange, Guard guard) throws IOException {
        try (exchange) {
            Admission admission = guard.admit(Call.of(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getRawPath(),
                    name -> exchange.getRequestHeaders().getOrDefault(name, List.of()),
                    Channel.LOOPBACK));
            boolean granted = admission instanceof Admission.Granted;
            exchange.sendResponseHeaders(granted ? 200 : 403, -1);
        }
    }
}
