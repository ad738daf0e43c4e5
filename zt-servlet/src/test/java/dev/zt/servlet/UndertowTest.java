package dev.zt.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.audit.AuditEvent;
import dev.zt.audit.AuditField;
import dev.zt.guard.Guard;
import dev.zt.guard.PolicySource;
import dev.zt.own.WorkloadProof;
import dev.zt.policy.Policy;
import dev.zt.testkit.ManualClock;
import dev.zt.testkit.RecordingAuditSink;
import dev.zt.testkit.TestAuthority;
import dev.zt.verify.VerifierRules;
import io.undertow.Undertow;
import io.undertow.server.handlers.resource.ClassPathResourceManager;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.ServletContainerInitializer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is peculiar to Undertow: a servlet of its own, and a dispatcher type that outlives its dispatch. */
class UndertowTest {
    private static final String POLICY = """
            zt: 1
            service: orders
            segment: core
            admit: {trust-domains: [shop.example]}
            workloads: {root: "spiffe://shop.example/root"}
            segments: {core: [root]}
            endpoints:
              open: {match: "GET /public/{**}", public: true}
              order: {match: "GET /api/orders/{**}", requires: [orders:read]}
              admin: {match: "GET /api/admin/{**}", requires: [admin]}
            allow: [{id: root-all, caller: root, to: "*", scopes: [orders:read, admin]}]
            """;

    private final ManualClock clock = ManualClock.at("2026-01-01T00:00:00Z");
    private final TestAuthority authority = TestAuthority.of("shop.example", clock);
    private final RecordingAuditSink audit = new RecordingAuditSink();
    private final Shop shop = new Shop();
    private Undertow server;

    @BeforeEach
    void start() throws Exception {
        Guard guard = Guard.builder(
                        VerifierRules.of(App.AUDIENCE),
                        authority.bundles(),
                        PolicySource.fixed(Policy.read("test", POLICY.getBytes(StandardCharsets.UTF_8))))
                .clock(clock)
                .audit(audit, Guard.AuditNeed.BEST_EFFORT)
                .allowLoopbackHttp()
                .build();
        ServletContainerInitializer app = (classes, context) -> {
            shop.register(context);
            ZeroTrust.install(context, guard);
        };
        DeploymentInfo deployment = Servlets.deployment()
                .setClassLoader(UndertowTest.class.getClassLoader())
                .setResourceManager(new ClassPathResourceManager(UndertowTest.class.getClassLoader()))
                .setContextPath("/")
                .setDeploymentName("shop")
                .addServletContainerInitializer(new ServletContainerInitializerInfo(
                        ServletContainerInitializer.class, new ImmediateInstanceFactory<>(app), Set.of()))
                .addErrorPage(Servlets.errorPage("/api/admin/error", 500));
        DeploymentManager manager = Servlets.newContainer().addDeployment(deployment);
        manager.deploy();
        server = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setHandler(manager.start())
                .build();
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private Wire.Reply get(String target, String... headers) throws Exception {
        int port = ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
        return Wire.send(port, Wire.request("GET", target, headers));
    }

    private Wire.Reply getAsRoot(String target) throws Exception {
        WorkloadProof proof = authority.issue("/root").prove(App.AUDIENCE);
        return get(target, Wire.headers(proof));
    }

    @Test
    void guards_whereNoServletIsCalledDefault() throws Exception {
        assertThat(get("/public/x").body()).isEqualTo("crossroads for nobody");
        assertThat(get("/api/admin/x").status()).isEqualTo(401);
        assertThat(getAsRoot("/api/admin/x").body()).isEqualTo("admin for /root");
    }

    @Test
    void denies_whatItsOwnServletWouldServe() throws Exception {
        assertThat(get("/simplelogger.properties").status()).isEqualTo(401);
        assertThat(getAsRoot("/simplelogger.properties").status()).isIn(400, 403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/public/include", "/public/forward-include", "/public/include-forward", "/public/forward"})
    void answers_aRefusedDispatch_byItsClass(String target) throws Exception {
        assertThat(get(target).status()).isEqualTo(401);
        assertThat(shop.ran).isEmpty();
        assertThat(getAsRoot(target).body()).contains("admin for /root");
    }

    @Test
    void shows_theErrorPage_ofWhatFailedAfterAForward_withOneProof() throws Exception {
        Wire.Reply reply = getAsRoot("/api/orders/forward-throw");

        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.body()).isEqualTo("admin for /root");
        assertThat(audit.events()).extracting(AuditEvent::reason).containsOnly("permitted");
        assertThat(audit.events())
                .extracting(event -> event.text(AuditField.DISPATCH))
                .containsExactly("request", "forward", "error");
    }
}
