package dev.zt.servlet;

import dev.zt.audit.AuditEvent;
import dev.zt.guard.Coverage;
import dev.zt.guard.Guard;
import dev.zt.guard.PolicySource;
import dev.zt.identity.Audience;
import dev.zt.own.WorkloadProof;
import dev.zt.policy.Policy;
import dev.zt.testkit.ManualClock;
import dev.zt.testkit.RecordingAuditSink;
import dev.zt.testkit.TestAuthority;
import dev.zt.testkit.TestWorkload;
import dev.zt.verify.VerifierRules;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.websocket.server.config.JettyWebSocketServletContainerInitializer;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A guarded application on a free loopback port, put together by a test and closed by it. */
final class App implements AutoCloseable {
    static final Audience AUDIENCE = Audience.of("https://orders.internal");

    final ServletContextHandler context = new ServletContextHandler();
    private final ManualClock clock = ManualClock.at("2026-01-01T00:00:00Z");
    private final TestAuthority authority = TestAuthority.of("shop.example", clock);
    private final RecordingAuditSink audit = new RecordingAuditSink();
    private final Server server = new Server(new QueuedThreadPool(12));
    private final ServerConnector connector = new ServerConnector(server);
    private final PolicySource policies;
    private Consumer<Guard.Builder> settings = Guard.Builder::allowLoopbackHttp;
    private VerifierRules rules = VerifierRules.of(AUDIENCE);
    private UnaryOperator<ZeroTrust.Builder> edge = UnaryOperator.identity();
    private Consumer<ServletContext> afterwards = context -> {};
    private Consumer<Installation> installing = installed -> {};
    private Installation installation;

    private App(PolicySource policies) {
        this.policies = policies;
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(context);
    }

    static App of(PolicySource policies) {
        return new App(policies);
    }

    static App of(String policyYaml) {
        return new App(PolicySource.fixed(Policy.read("test policy", policyYaml.getBytes(StandardCharsets.UTF_8))));
    }

    App servlet(String name, Servlet servlet, String... patterns) {
        ServletHolder holder = new ServletHolder(name, servlet);
        holder.setAsyncSupported(true);
        context.getServletHandler().addServlet(holder);
        for (String pattern : patterns) {
            context.addServlet(holder, pattern);
        }
        return this;
    }

    App filter(Filter filter) {
        FilterHolder holder = new FilterHolder(filter);
        holder.setAsyncSupported(true);
        context.addFilter(holder, "/*", EnumSet.allOf(DispatcherType.class));
        return this;
    }

    App contextPath(String path) {
        context.setContextPath(path);
        return this;
    }

    App errorPage(int status, String path) {
        ErrorPageErrorHandler pages = new ErrorPageErrorHandler();
        pages.addErrorPage(status, path);
        context.setErrorHandler(pages);
        return this;
    }

    /** Hands on targets that Jetty would refuse by itself. */
    App lenientJetty() {
        http().setUriCompliance(UriCompliance.UNSAFE);
        context.getServletHandler().setDecodeAmbiguousURIs(true);
        return this;
    }

    App httpsOnly() {
        return guard(builder -> {});
    }

    /** Settings of the guard instead of loopback HTTP. */
    App guard(Consumer<Guard.Builder> newSettings) {
        settings = newSettings;
        return this;
    }

    /** What the verifier accepts instead of workload proofs alone. */
    App rules(VerifierRules newRules) {
        rules = newRules;
        return this;
    }

    /** A new instance of a workload. */
    TestWorkload issue(String path) {
        return authority.issue(path);
    }

    /** Settings of the installation. */
    App edge(UnaryOperator<ZeroTrust.Builder> newEdge) {
        edge = newEdge;
        return this;
    }

    HttpConfiguration http() {
        return connector.getConnectionFactory(HttpConnectionFactory.class).getHttpConfiguration();
    }

    /** Installs the guard at the end of the application's initialisers, and starts. */
    App start() throws Exception {
        Guard guard = guard();
        context.addServletContainerInitializer(
                (classes, servletContext) -> installation = install(servletContext, guard));
        server.start();
        return this;
    }

    /** Installs the guard, lets Jetty configure WebSocket only then, and starts. */
    App startWithWebSocketBehind() throws Exception {
        Guard guard = guard();
        context.addServletContainerInitializer(
                (classes, servletContext) -> installation = install(servletContext, guard));
        JettyWebSocketServletContainerInitializer.configure(context, null);
        server.start();
        return this;
    }

    /** Installs the guard in a context listener, and starts. */
    App startWithListener() throws Exception {
        Guard guard = guard();
        context.addEventListener(new ServletContextListener() {
            @Override
            public void contextInitialized(ServletContextEvent event) {
                installation = install(event.getServletContext(), guard);
            }
        });
        server.start();
        return this;
    }

    App startAfterInstall() throws Exception {
        installation = install(context.getServletContext(), guard());
        server.start();
        return this;
    }

    /** What the application does once the guard is installed. */
    App onInstalled(Consumer<ServletContext> more) {
        afterwards = more;
        return this;
    }

    /** What is done with the installation before the application starts. */
    App installing(Consumer<Installation> more) {
        installing = more;
        return this;
    }

    private Installation install(ServletContext servletContext, Guard guard) {
        Installation installed = edge.apply(ZeroTrust.builder(guard)).install(servletContext);
        installing.accept(installed);
        afterwards.accept(servletContext);
        return installed;
    }

    private Guard guard() {
        Guard.Builder builder = Guard.builder(rules, authority.bundles(), policies)
                .clock(clock)
                .audit(audit, Guard.AuditNeed.BEST_EFFORT);
        settings.accept(builder);
        return builder.build();
    }

    Installation installation() {
        return installation;
    }

    Coverage coverage() {
        return installation.coverage();
    }

    ManualClock clock() {
        return clock;
    }

    /** A fresh proof of a new instance of a workload. */
    WorkloadProof proofOf(String path) {
        return authority.issue(path).prove(AUDIENCE);
    }

    List<AuditEvent> events() {
        return audit.events();
    }

    AuditEvent lastEvent() {
        return audit.last();
    }

    Wire.Reply send(String method, String target, String... headerLines) throws Exception {
        return Wire.send(connector.getLocalPort(), Wire.request(method, target, headerLines));
    }

    Wire.Reply sendAs(String path, String method, String target) throws Exception {
        return send(method, target, Wire.headers(proofOf(path)));
    }

    int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the server does not stop", e);
        }
    }
}
