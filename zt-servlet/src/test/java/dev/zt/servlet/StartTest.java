package dev.zt.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.config.ConfigurationException;
import dev.zt.guard.Coverage;
import dev.zt.guard.FilePolicySource;
import dev.zt.guard.Mapping;
import dev.zt.policy.Endpoint;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartTest {
    private static final String POLICY = """
            zt: 1
            service: orders
            segment: core
            admit: {trust-domains: [shop.example]}
            workloads: {gateway: "spiffe://shop.example/gateway"}
            segments: {core: [gateway]}
            endpoints:
              order: {match: "GET /orders/{id}", requires: [orders:read]}
              change: {match: "POST /orders/{id}", requires: [orders:write]}
            allow:
              - {id: gateway-orders, caller: gateway, to: [order, change], scopes: [orders:read, orders:write]}
            """;

    /** Agrees with the policy by class and by method. */
    @RequiresScope("orders:read")
    private static class Orders extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print(Caller.of(request).id());
        }

        @Override
        @RequiresScope("orders:write")
        protected void doPost(HttpServletRequest request, HttpServletResponse response) {}
    }

    @RequiresScope("orders:all")
    private static final class Disagreeing extends HttpServlet {
        private static final long serialVersionUID = 1L;
    }

    private static final class OwnService extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) {}

        @Override
        @RequiresScope("orders:read")
        protected void doGet(HttpServletRequest request, HttpServletResponse response) {}
    }

    private static final class Plain extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter()
                    .print(Caller.find(request).map(Caller::toString).orElse("nobody"));
        }
    }

    @Test
    void starts_whereAnnotationsAndPolicyAgree() throws Exception {
        try (App app =
                App.of(POLICY).servlet("orders", new Orders(), "/orders/*").start()) {
            assertThat(app.sendAs("/gateway", "GET", "/orders/7").body()).isEqualTo("spiffe://shop.example/gateway");
            assertThat(app.sendAs("/gateway", "POST", "/orders/7").status()).isEqualTo(200);
        }
    }

    @Test
    void guards_whenInstalledByAListener() throws Exception {
        try (App app =
                App.of(POLICY).servlet("orders", new Orders(), "/orders/*").startWithListener()) {
            assertThat(app.send("GET", "/orders/7").status()).isEqualTo(401);
            assertThat(app.sendAs("/gateway", "GET", "/orders/7").status()).isEqualTo(200);
            assertThat(app.coverage().uncovered()).isEmpty();
            assertThat(app.coverage().findings()).isEmpty();
        }
    }

    @Test
    void guards_whenInstalledBeforeStart() throws Exception {
        try (App app =
                App.of(POLICY).servlet("orders", new Orders(), "/orders/*").startAfterInstall()) {
            assertThat(app.send("GET", "/orders/7").status()).isEqualTo(401);
            assertThat(app.sendAs("/gateway", "GET", "/orders/7").status()).isEqualTo(200);
        }
    }

    @Test
    void refuses_toStart_whereAnnotationAndPolicyDisagree() throws Exception {
        try (App app = App.of(POLICY).servlet("orders", new Disagreeing(), "/orders/*")) {
            assertThatThrownBy(app::start)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("Disagreeing")
                    .hasMessageContaining("'orders:all'")
                    .hasMessageContaining("endpoint 'order' (GET /orders/{id})")
                    .hasMessageContaining("'orders:read'")
                    .hasMessageContaining("write requires: [orders:all]");
        }
    }

    @Test
    void refuses_toStart_whereMethodIsAnnotatedButServiceOverridden() throws Exception {
        try (App app = App.of(POLICY).servlet("orders", new OwnService(), "/orders/*")) {
            assertThatThrownBy(app::start)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("OwnService.doGet")
                    .hasMessageContaining("put it on the class");
        }
    }

    @Test
    void refuses_toStart_withServletRegisteredAfterInstall() throws Exception {
        try (App app = App.of(POLICY).servlet("orders", new Orders(), "/orders/*")) {
            app.context.addEventListener(new ServletContextListener() {
                @Override
                public void contextInitialized(ServletContextEvent event) {
                    event.getServletContext().addServlet("late", new Plain()).addMapping("/late");
                }
            });

            assertThatThrownBy(app::start)
                    .hasMessageContaining("late")
                    .hasMessageContaining("call ZeroTrust.install after all servlets are registered");
        }
    }

    @Test
    void refuses_toInstallTwice() throws Exception {
        try (App app = App.of(POLICY).servlet("orders", new Orders(), "/orders/*")) {
            app.startAfterInstall().close();

            assertThatThrownBy(app::startWithListener).hasMessageContaining("once per application");
        }
    }

    @Test
    void names_whatIsNotCovered() throws Exception {
        String policy = POLICY.replace("endpoints:\n", "endpoints:\n  lost: {match: \"GET /lost\"}\n");
        try (App app = App.of(policy)
                .servlet("orders", new Orders(), "/orders/*", "/old/*")
                .servlet("tools", new Plain(), "*.do", "/tools")) {
            app.context.getServletHandler().setEnsureDefaultServlet(false);

            Coverage coverage = app.start().coverage();

            assertThat(coverage.uncovered())
                    .containsExactly(
                            new Mapping("*.do", "tools"),
                            new Mapping("/old/*", "orders"),
                            new Mapping("/tools", "tools"));
            assertThat(coverage.unbound()).extracting(Endpoint::name).containsExactly("lost");
            assertThat(coverage.findings())
                    .extracting(Coverage.Finding::text)
                    .containsExactly(
                            "denied, because no endpoint of the policy leads there: '*.do' of 'tools', '/old/*'"
                                    + " of 'orders', '/tools' of 'tools'",
                            "endpoints of the policy that lead nowhere: 'lost' (GET /lost)");
            assertThat(coverage.bound().values()).containsOnly(new Mapping("/orders/*", "orders"));
        }
    }

    @Test
    void denies_whatIsNotCovered() throws Exception {
        try (App app = App.of(POLICY)
                .servlet("orders", new Orders(), "/orders/*")
                .servlet("tools", new Plain(), "/tools/*")
                .start()) {
            assertThat(app.coverage().uncovered()).containsExactly(new Mapping("/tools/*", "tools"));
            assertThat(app.send("GET", "/tools/x").status()).isEqualTo(401);
            assertThat(app.sendAs("/gateway", "GET", "/tools/x").status()).isEqualTo(403);
        }
    }

    @Test
    void keeps_policyThatAgrees_whenAReloadedOneDoesNot(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("zt-policy.yaml"), POLICY);
        FilePolicySource policies = new FilePolicySource(file, InstantSource.system());
        try (App app =
                App.of(policies).servlet("orders", new Orders(), "/orders/*").start()) {
            Files.writeString(file, POLICY.replace("requires: [orders:read]", "requires: [orders:write]"));

            policies.refresh();
            assertThat(policies.refresh()).isFalse();
            assertThat(policies.problem()).isPresent();
            assertThat(policies.policy()
                            .endpoints()
                            .iterator()
                            .next()
                            .requires()
                            .toString())
                    .isEqualTo("orders:read");
            assertThat(app.sendAs("/gateway", "GET", "/orders/7").status()).isEqualTo(200);
        }
    }

    @Test
    void follows_reloadedPolicyThatAgrees(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("zt-policy.yaml"), POLICY);
        FilePolicySource policies = new FilePolicySource(file, InstantSource.system());
        try (App app =
                App.of(policies).servlet("orders", new Orders(), "/orders/*").start()) {
            Files.writeString(file, POLICY.replace("GET /orders/{id}", "GET /orders/by-id/{id}"));

            policies.refresh();
            assertThat(policies.refresh()).isTrue();
            assertThat(app.sendAs("/gateway", "GET", "/orders/7").status()).isEqualTo(403);
            assertThat(app.sendAs("/gateway", "GET", "/orders/by-id/7").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void refuses_callerOnPublicEndpoint() throws Exception {
        String policy = POLICY.replace(
                "  order: {match: \"GET /orders/{id}\", requires: [orders:read]}",
                "  order: {match: \"GET /orders/{id}\", public: true}");
        HttpServlet asking = new HttpServlet() {
            private static final long serialVersionUID = 1L;

            @Override
            protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
                assertThat(Caller.find(request)).isEmpty();
                assertThatThrownBy(() -> Caller.of(request))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("public");
                response.getWriter().print("asked");
            }
        };
        try (App app = App.of(policy).servlet("orders", asking, "/orders/*").start()) {
            assertThat(app.send("GET", "/orders/7").body()).isEqualTo("asked");
            assertThat(app.sendAs("/gateway", "GET", "/orders/7").body()).isEqualTo("asked");
        }
    }
}
