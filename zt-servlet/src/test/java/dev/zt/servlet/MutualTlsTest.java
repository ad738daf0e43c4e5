package dev.zt.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.audit.AuditField;
import dev.zt.guard.Guard;
import dev.zt.guard.PolicySource;
import dev.zt.keys.BundleSource;
import dev.zt.outbound.Destination;
import dev.zt.outbound.OutboundAuth;
import dev.zt.own.HeldIdentity;
import dev.zt.own.IdentitySource;
import dev.zt.own.IdentityUnavailableException;
import dev.zt.own.ServiceIdentity;
import dev.zt.own.WorkloadProof;
import dev.zt.policy.Policy;
import dev.zt.request.AddressRanges;
import dev.zt.request.ForwardedCertificates;
import dev.zt.testkit.ManualClock;
import dev.zt.testkit.RecordingAuditSink;
import dev.zt.testkit.TestAuthority;
import dev.zt.testkit.TestWorkload;
import dev.zt.tls.PeerMatcher;
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
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Callers that are known by their connection, in real containers and by real clients. */
class MutualTlsTest {
    private static final String POLICY = """
            zt: 1
            service: orders
            segment: core
            admit: {trust-domains: [shop.example]}
            workloads: {gateway: "spiffe://shop.example/gateway", reader: "spiffe://shop.example/reader"}
            segments: {core: [gateway]}
            endpoints:
              order: {match: "GET /orders/{id}", requires: [orders:read]}
              pay: {match: "GET /pay", requires: [orders:read], critical: true}
            allow: [{id: A1, caller: gateway, to: [order, pay], scopes: [orders:read]}]
            """;

    private final ManualClock clock = ManualClock.at("2026-01-01T00:00:00Z");
    private final TestAuthority authority = TestAuthority.of("shop.example", clock);
    private final RecordingAuditSink audit = new RecordingAuditSink();
    private final TestWorkload orders = authority.issue("/orders");
    private Guard guard;
    private MutualContainer.Running server;

    /** Knows whom to believe and has nothing to show. */
    private record Knowing(BundleSource bundles) implements IdentitySource {
        @Override
        public HeldIdentity current() {
            throw new IdentityUnavailableException("nobody");
        }
    }

    private static final class GetOrder extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            Caller caller = Caller.of(request);
            response.getWriter().print(caller.id() + " by " + caller.proofKind());
        }
    }

    @BeforeEach
    void guard() {
        guard = guards().build();
    }

    private Guard.Builder guards() {
        return Guard.builder(
                        VerifierRules.of(App.AUDIENCE).acceptingCertificates(),
                        authority.bundles(),
                        PolicySource.fixed(Policy.read("test", POLICY.getBytes(StandardCharsets.UTF_8))))
                .clock(clock)
                .audit(audit, Guard.AuditNeed.BEST_EFFORT);
    }

    private void start(MutualContainer container) throws Exception {
        start(container, PeerMatcher.anyWorkload());
    }

    private void start(MutualContainer container, PeerMatcher clients) throws Exception {
        ServletContainerInitializer app = (classes, context) -> {
            context.addServlet("order", new GetOrder()).addMapping("/orders/*", "/pay");
            ZeroTrust.install(context, guard);
        };
        server = container.start(app, orders.identity().mutualTls(clients));
    }

    @AfterEach
    void stop() throws Exception {
        server.end().close();
    }

    private String origin() {
        return "https://127.0.0.1:" + server.port();
    }

    private Destination destination() {
        return Destination.of(origin()).audience(App.AUDIENCE.toString()).answeredBy(orders.id());
    }

    private HttpClient byCertificate(ServiceIdentity caller) {
        return OutboundAuth.of(caller).to(destination().certificateAlone()).newHttpClient();
    }

    /** A client of somebody's connections that adds nothing to requests. */
    private HttpClient bare(ServiceIdentity caller) {
        return HttpClient.newBuilder()
                .sslContext(caller.clientTls(Map.of(URI.create(origin()), PeerMatcher.exactly(orders.id()))))
                .build();
    }

    private HttpResponse<String> get(HttpClient http, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin() + path))
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(Duration.ofSeconds(20));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private String reason() {
        return audit.last().reason();
    }

    @ParameterizedTest
    @EnumSource(MutualContainer.class)
    void serves_aCallerThatOnlyItsConnectionProves(MutualContainer container) throws Exception {
        start(container);
        HttpClient http = byCertificate(authority.issue("/gateway").identity());

        HttpResponse<String> answer = get(http, "/orders/7");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("spiffe://shop.example/gateway by CERTIFICATE");
        assertThat(get(http, "/pay").statusCode()).isEqualTo(200);
        assertThat(audit.last().text(AuditField.PROOF)).isEqualTo("CERTIFICATE");
    }

    @ParameterizedTest
    @EnumSource(MutualContainer.class)
    void denies_whoeverIsProvenButNotGranted(MutualContainer container) throws Exception {
        start(container);

        assertThat(get(byCertificate(authority.issue("/reader").identity()), "/orders/7")
                        .statusCode())
                .isEqualTo(403);
        assertThat(reason()).isEqualTo("not-allowed");
    }

    @ParameterizedTest
    @EnumSource(MutualContainer.class)
    void demands_aProof_ofWhoeverShowsNoCertificate(MutualContainer container) throws Exception {
        start(container);
        ServiceIdentity nobody = ServiceIdentity.of(new Knowing(authority.bundles()), clock);

        assertThat(get(bare(nobody), "/orders/7").statusCode()).isEqualTo(401);
        assertThat(reason()).isEqualTo("nothing-presented");
    }

    @ParameterizedTest
    @EnumSource(MutualContainer.class)
    void takes_aHopForNobodyButWhomItNames(MutualContainer container) throws Exception {
        guard = guards().forwardedFrom(AddressRanges.of(List.of("127.0.0.1", "::1")))
                .forwardedCertificates(ForwardedCertificates.CLIENT_CERT)
                .build();
        start(container);
        TestWorkload gateway = authority.issue("/gateway");
        byte[] der = gateway.certificate().chain().get(0).getEncoded();
        String named = ":" + Base64.getEncoder().encodeToString(der) + ":";
        HttpClient hop = bare(authority.issue("/reader").identity());

        assertThat(get(hop, "/orders/7").statusCode()).isEqualTo(401);
        assertThat(reason()).isEqualTo("nothing-presented");
        assertThat(get(hop, "/orders/7", "Client-Cert", named).body())
                .isEqualTo("spiffe://shop.example/gateway by CERTIFICATE");
    }

    @ParameterizedTest
    @EnumSource(MutualContainer.class)
    void hangs_upOnAWorkloadThatMayNotConnect(MutualContainer container) throws Exception {
        start(container, id -> id.toString().endsWith("/gateway"));

        assertThat(get(byCertificate(authority.issue("/gateway").identity()), "/orders/7")
                        .statusCode())
                .isEqualTo(200);
        assertThatThrownBy(() -> get(byCertificate(authority.issue("/reader").identity()), "/orders/7"))
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @EnumSource(MutualContainer.class)
    void serves_aProofOverAConnectionOfTheSameWorkload_andNoOther(MutualContainer container) throws Exception {
        start(container);
        TestWorkload gateway = authority.issue("/gateway");
        HttpClient both = OutboundAuth.of(gateway.identity()).to(destination()).newHttpClient();

        assertThat(get(both, "/orders/7").body()).endsWith("by WPT");

        WorkloadProof proof = gateway.prove(App.AUDIENCE);
        String[] headers = proof.credential().headers().entrySet().stream()
                .flatMap(header -> Stream.of(header.getKey(), header.getValue()))
                .toArray(String[]::new);
        assertThat(get(bare(authority.issue("/reader").identity()), "/orders/7", headers)
                        .statusCode())
                .isEqualTo(400);
        assertThat(reason()).isEqualTo("credentials-mixed");
    }

    @ParameterizedTest
    @EnumSource(MutualContainer.class)
    void ends_anOpenConnection_whenItsCertificateIsOver_andWhenItsCaIsWithdrawn(MutualContainer container)
            throws Exception {
        start(container);
        HttpClient http = byCertificate(authority.issue("/gateway").identity());
        assertThat(get(http, "/orders/7").statusCode()).isEqualTo(200);

        clock.advance(Duration.ofHours(2));
        assertThat(get(http, "/orders/7").statusCode()).isEqualTo(403);
        assertThat(reason()).isEqualTo("certificate-path");
        clock.advance(Duration.ofHours(-2));
        assertThat(get(http, "/orders/7").statusCode()).isEqualTo(200);
        authority.rotate();

        assertThat(get(http, "/orders/7").statusCode()).isEqualTo(403);
        assertThat(reason()).isEqualTo("certificate-path");
    }
}
