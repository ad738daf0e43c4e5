package dev.zt.interop;

import dev.zt.guard.Guard;
import dev.zt.guard.PolicySource;
import dev.zt.identity.Audience;
import dev.zt.policy.Policy;
import dev.zt.request.AddressRanges;
import dev.zt.request.ForwardedCertificates;
import dev.zt.servlet.Caller;
import dev.zt.servlet.RequiresScope;
import dev.zt.servlet.ZeroTrust;
import dev.zt.testkit.RecordingAuditSink;
import dev.zt.testkit.TestAuthority;
import dev.zt.verify.VerifierRules;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A service on Jetty that knows its callers by the certificates of their connections. */
final class MutualOrders implements AutoCloseable {
    private static final String POLICY = """
            zt: 1
            service: orders
            segment: shop
            admit: {trust-domains: [shop.example]}
            workloads: {gateway: "spiffe://shop.example/gateway", kiosk: "spiffe://shop.example/kiosk"}
            segments: {shop: [gateway, kiosk]}
            endpoints: {read: {match: "GET /orders/{id}", requires: ["orders:read"]}}
            allow: [{id: A1, caller: gateway, to: read, scopes: ["orders:read"]}]
            """;

    private final RecordingAuditSink audit = new RecordingAuditSink();
    private final Server server = new Server(new QueuedThreadPool(12));
    private final ServerConnector connector;

    private MutualOrders(Guard.Builder guard, HttpConnectionFactory http, SslConnectionFactory tls) {
        this.connector = tls == null ? new ServerConnector(server, 1, 1, http) : new ServerConnector(server, tls, http);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new Shelf(), "/orders/*");
        Guard built = guard.audit(audit, Guard.AuditNeed.REQUIRED).build();
        context.addServletContainerInitializer((classes, servletContext) -> {
            var unused = ZeroTrust.install(servletContext, built);
        });
        server.setHandler(context);
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Shelf extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        @RequiresScope("orders:read")
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            Caller caller = Caller.of(request);
            response.getWriter().print("an order for " + caller.id() + " by " + caller.proofKind());
        }
    }

    private static Guard.Builder guard(TestAuthority authority) {
        return Guard.builder(
                VerifierRules.of(Audience.of("https://orders.internal")).acceptingCertificates(),
                authority.bundles(),
                PolicySource.fixed(Policy.read("orders", POLICY.getBytes(StandardCharsets.UTF_8))));
    }

    /** Over TLS by its own certificate, asking clients for theirs. */
    static MutualOrders overTls(TestAuthority authority, SSLContext tls) {
        SslContextFactory.Server ssl = new SslContextFactory.Server();
        ssl.setSslContext(tls);
        ssl.setWantClientAuth(true);
        HttpConfiguration http = new HttpConfiguration();
        http.addCustomizer(new SecureRequestCustomizer(false));
        return new MutualOrders(
                guard(authority), new HttpConnectionFactory(http), new SslConnectionFactory(ssl, "http/1.1"));
    }

    /** In plain text behind a hop on this machine, which says what certificate it saw (RFC 9440). */
    static MutualOrders behindAHop(TestAuthority authority) {
        Guard.Builder guard = guard(authority)
                .forwardedFrom(AddressRanges.of(List.of("127.0.0.1")))
                .forwardedCertificates(ForwardedCertificates.CLIENT_CERT);
        return new MutualOrders(guard, new HttpConnectionFactory(), null);
    }

    int port() {
        return connector.getLocalPort();
    }

    String reason() {
        return audit.last().reason();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
