package dev.zt.interop;

import dev.zt.audit.AuditEvent;
import dev.zt.config.Reloader;
import dev.zt.guard.Guard;
import dev.zt.guard.PolicySource;
import dev.zt.identity.Audience;
import dev.zt.identity.IssuerUrl;
import dev.zt.jose.Algorithm;
import dev.zt.keys.KeyOrigin;
import dev.zt.keys.KeyTimes;
import dev.zt.keys.SignatureProvider;
import dev.zt.keys.TrustedIssuer;
import dev.zt.keys.TrustedKeys;
import dev.zt.policy.Policy;
import dev.zt.servlet.Caller;
import dev.zt.servlet.RequiresScope;
import dev.zt.servlet.ZeroTrust;
import dev.zt.testkit.RecordingAuditSink;
import dev.zt.verify.DpopNonces;
import dev.zt.verify.TokenRules;
import dev.zt.verify.VerifierRules;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * A service on Jetty that zt guards, with the keys of one issuer by discovery: {@code GET} and {@code POST /orders/ID} for
 * the clients {@code billing} and {@code kiosk}, and {@code GET /prices} for {@code kiosk} by a bearer token, too.
 */
final class Orders implements AutoCloseable {
    static final Audience AUDIENCE = Audience.of("https://orders.internal");

    private static final String POLICY = """
            zt: 1
            service: orders
            segment: shop
            admit: {issuers: ["%1$s"]}
            workloads:
              billing: {issuer: "%1$s", client-id: billing}
              kiosk: {issuer: "%1$s", client-id: kiosk}
            segments: {shop: [billing, kiosk]}
            endpoints:
              read: {match: "GET /orders/{id}", requires: ["orders:read"]}
              write: {match: "POST /orders/{id}", requires: ["orders:write"]}
              prices: {match: GET /prices, requires: ["orders:read"]}
            allow:
              - {id: A1, caller: [billing, kiosk], to: [read, write], scopes: ["orders:read", "orders:write"]}
              - {id: A2, caller: kiosk, to: prices, scopes: ["orders:read"], bound: false}
            """;

    private final Server server;
    private final URI origin;
    private final RecordingAuditSink audit;
    private final Reloader reloader;

    private Orders(Server server, URI origin, RecordingAuditSink audit, Reloader reloader) {
        this.server = server;
        this.origin = origin;
        this.audit = audit;
        this.reloader = reloader;
    }

    /** A service that believes one issuer, found by discovery. */
    static Builder believing(String issuer) {
        return new Builder(IssuerUrl.of(issuer));
    }

    /** Says who was let in, and by what. */
    private static final class Shelf extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        @RequiresScope("orders:read")
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            answer(request, response);
        }

        @Override
        @RequiresScope("orders:write")
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            request.getInputStream().readAllBytes();
            answer(request, response);
        }

        private static void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
            Caller caller = Caller.of(request);
            response.setContentType("application/json");
            response.getWriter()
                    .write(Json.write(Map.of(
                            "caller",
                            caller.id().toString(),
                            "instance",
                            caller.instance().toString(),
                            "proof",
                            caller.proofKind().name(),
                            "scopes",
                            caller.scopes().toString(),
                            "token",
                            caller.token().orElseThrow().id())));
        }
    }

    URI origin() {
        return origin;
    }

    URI at(String path) {
        return origin.resolve(path);
    }

    /** What it decided, oldest first. */
    List<AuditEvent> decisions() {
        return audit.decisions();
    }

    /** What it decided last. */
    AuditEvent last() {
        return audit.last();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            reloader.close();
        }
    }

    static final class Builder {
        private static final int THREADS = 12;

        private final IssuerUrl issuer;
        private final RecordingAuditSink audit = new RecordingAuditSink();
        private TrustedIssuer trusted;
        private TokenRules tokens;
        private TrustedKeys.Builder keys = TrustedKeys.builder(SignatureProvider.fastest(), InstantSource.system());
        private boolean nonces;

        private Builder(IssuerUrl issuer) {
            this.issuer = issuer;
            this.trusted = TrustedIssuer.of(issuer, new KeyOrigin.Discovery());
            this.tokens = TokenRules.none().issuer(issuer, AUDIENCE);
        }

        Builder tls(SSLContext tls) {
            keys = keys.tls(tls);
            return this;
        }

        Builder times(KeyTimes times) {
            keys = keys.times(times);
            return this;
        }

        /** Takes tokens and proofs by Ed25519 as well. */
        Builder withEd25519() {
            Set<Algorithm> algorithms = new HashSet<>(trusted.algorithms());
            algorithms.add(Algorithm.ED25519);
            trusted = new TrustedIssuer(issuer, trusted.keys(), algorithms, List.of());
            Set<String> proofs = new HashSet<>(tokens.proofAlgorithms());
            proofs.add(Algorithm.ED25519.joseName());
            tokens = tokens.proofAlgorithms(proofs);
            return this;
        }

        /** Demands nonces in proofs. */
        Builder withNonces() {
            nonces = true;
            return this;
        }

        Orders start() {
            Server server = new Server(new QueuedThreadPool(THREADS));
            ServerConnector connector = new ServerConnector(server, 1, 1);
            connector.setHost("127.0.0.1");
            server.addConnector(connector);
            try {
                // Opened before, because proofs name the port.
                connector.open();
                URI origin = URI.create("http://127.0.0.1:" + connector.getLocalPort());
                TrustedKeys trustedKeys = keys.issuer(trusted).build();
                server.setHandler(application(guard(origin, trustedKeys)));
                trustedKeys.begin();
                Reloader reloader = new Reloader(Duration.ofSeconds(1));
                reloader.every(trustedKeys::refresh);
                server.start();
                return new Orders(server, origin, audit, reloader);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        private Guard guard(URI origin, TrustedKeys trustedKeys) {
            VerifierRules rules = VerifierRules.of(AUDIENCE).tokens(tokens.origin(Audience.of(origin.toString())));
            Policy policy = Policy.read("orders", POLICY.formatted(issuer).getBytes(StandardCharsets.UTF_8));
            Guard.Builder builder = Guard.builder(rules, trustedKeys, PolicySource.fixed(policy))
                    .audit(audit, Guard.AuditNeed.REQUIRED)
                    .allowLoopbackHttp();
            return (nonces ? builder.dpopNonces(DpopNonces.ofThisProcess(InstantSource.system())) : builder).build();
        }

        private static ServletContextHandler application(Guard guard) {
            ServletContextHandler context = new ServletContextHandler();
            context.addServlet(new Shelf(), "/orders/*");
            context.addServlet(new Shelf(), "/prices");
            context.addServletContainerInitializer((classes, servletContext) -> {
                var unused = ZeroTrust.install(servletContext, guard);
            });
            return context;
        }
    }
}
