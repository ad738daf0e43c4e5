package dev.zt.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.guard.Guard;
import dev.zt.guard.PolicySource;
import dev.zt.keys.BundleSource;
import dev.zt.outbound.Destination;
import dev.zt.outbound.OutboundAuth;
import dev.zt.own.HeldIdentity;
import dev.zt.own.IdentitySource;
import dev.zt.own.IdentityUnavailableException;
import dev.zt.own.ServiceIdentity;
import dev.zt.policy.Policy;
import dev.zt.testkit.TestAuthority;
import dev.zt.tls.PeerMatcher;
import dev.zt.tls.X509Svid;
import dev.zt.verify.VerifierRules;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both ends get a new certificate every second, while calls go on over connections that are known by them. */
@Tag("load")
class MutualTlsLoadTest {
    private static final int CALLERS = 4;
    private static final double SHARE = Double.parseDouble(System.getProperty("zt.load", "1"));
    private static final Duration TIME = Duration.ofMillis((long) (60_000 * SHARE));
    private static final String POLICY = """
            zt: 1
            service: orders
            segment: core
            admit: {trust-domains: [shop.example]}
            workloads: {gateway: "spiffe://shop.example/gateway"}
            segments: {core: [gateway]}
            endpoints: {order: {match: "GET /orders/{id}", requires: [orders:read]}}
            allow: [{id: A1, caller: gateway, to: order, scopes: [orders:read]}]
            """;

    private final TestAuthority authority = TestAuthority.of("shop.example", InstantSource.system());
    private final AtomicLong calls = new AtomicLong();
    // Answered as another caller than the one that called.
    private final AtomicLong mismatched = new AtomicLong();
    private final Set<String> instances = ConcurrentHashMap.newKeySet();

    /** An identity that is another instance's whenever it is told. */
    private static final class Rotating implements IdentitySource {
        private final Supplier<X509Svid> issued;
        private final BundleSource bundles;
        private volatile X509Svid now;

        Rotating(Supplier<X509Svid> issued, BundleSource bundles) {
            this.issued = issued;
            this.bundles = bundles;
            rotate();
        }

        void rotate() {
            now = issued.get();
        }

        @Override
        public HeldIdentity current() {
            throw new IdentityUnavailableException("known by its certificate alone");
        }

        @Override
        public Optional<X509Svid> certificate() {
            return Optional.of(now);
        }

        @Override
        public BundleSource bundles() {
            return bundles;
        }
    }

    private final class GetOrder extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            Caller caller = Caller.of(request);
            instances.add(caller.instance().value());
            response.getWriter().print(caller.id());
        }
    }

    private Rotating rotating(String path) {
        return new Rotating(() -> authority.issue(path).certificate(), authority.bundles());
    }

    @ParameterizedTest
    @EnumSource(MutualContainer.class)
    void failsNoCall_whileBothEndsGetANewCertificateEverySecond(MutualContainer container) throws Exception {
        Guard guard = Guard.builder(
                        VerifierRules.of(App.AUDIENCE).acceptingCertificates(),
                        authority.bundles(),
                        PolicySource.fixed(Policy.read("test", POLICY.getBytes(StandardCharsets.UTF_8))))
                .audit(event -> {}, Guard.AuditNeed.BEST_EFFORT)
                .build();
        Rotating orders = rotating("/orders");
        Rotating gateway = rotating("/gateway");
        ServiceIdentity callee = ServiceIdentity.of(orders, InstantSource.system());
        ServletContainerInitializer app = (classes, context) -> {
            context.addServlet("order", new GetOrder()).addMapping("/orders/*");
            ZeroTrust.install(context, guard);
        };
        MutualContainer.Running server = container.start(app, callee.mutualTls(PeerMatcher.anyWorkload()));
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        try {
            Future<?> rotation = timer.scheduleAtFixedRate(
                    () -> {
                        orders.rotate();
                        gateway.rotate();
                    },
                    1,
                    1,
                    TimeUnit.SECONDS);
            HttpClient http = OutboundAuth.of(ServiceIdentity.of(gateway, InstantSource.system()))
                    .to(Destination.of("https://127.0.0.1:" + server.port())
                            .answeredBy(authority.issue("/orders").id())
                            .certificateAlone())
                    .newHttpClient();
            long end = System.nanoTime() + TIME.toNanos();
            List<Future<List<String>>> running = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                running.add(threads.submit(() -> callUntil(end, http, server.port())));
            }
            List<String> failed = new ArrayList<>();
            for (Future<List<String>> caller : running) {
                failed.addAll(caller.get());
            }

            System.out.println("load: " + container + ": " + calls.get() + " calls over mutual TLS in "
                    + TIME.toSeconds() + " s with a new certificate of both ends every second, by "
                    + instances.size() + " instances: " + failed.size() + " failed, " + mismatched.get()
                    + " mismatched");
            assertThat(rotation.isDone()).as("the rotation ended").isFalse();
            assertThat(failed).isEmpty();
            assertThat(mismatched).hasValue(0);
            assertThat(instances).hasSizeGreaterThan((int) TIME.toSeconds() / 2);
        } finally {
            timer.shutdownNow();
            threads.shutdownNow();
            server.end().close();
        }
    }

    private List<String> callUntil(long end, HttpClient http, int port) throws InterruptedException {
        List<String> failed = new ArrayList<>();
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + "/orders/7"))
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(Duration.ofSeconds(20))
                .build();
        while (System.nanoTime() < end) {
            calls.incrementAndGet();
            try {
                HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
                if (answer.statusCode() != 200) {
                    failed.add(answer.statusCode() + " " + answer.body());
                } else if (!answer.body().equals("spiffe://shop.example/gateway")) {
                    mismatched.incrementAndGet();
                }
            } catch (IOException e) {
                failed.add(String.valueOf(e));
            }
        }
        return failed;
    }
}
