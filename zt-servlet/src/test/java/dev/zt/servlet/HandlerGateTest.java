package dev.zt.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.config.ConfigurationException;
import dev.zt.guard.Coverage;
import dev.zt.guard.FilePolicySource;
import dev.zt.policy.PathTemplate;
import dev.zt.servlet.InnerRoute.Reach;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A framework inside one servlet, and what it may run by which decision. */
class HandlerGateTest {
    private static final String POLICY = """
            zt: 1
            service: orders
            segment: core
            admit: {trust-domains: [shop.example]}
            workloads: {gateway: "spiffe://shop.example/gateway"}
            segments: {core: [gateway]}
            endpoints:
              read: {match: "GET /orders/{id}", requires: [orders:read]}
              special: {match: "GET /orders/special", requires: [orders:special]}
              file: {match: "GET /files/{**}", public: true}
            allow:
              - {id: A1, caller: gateway, to: [read], scopes: [orders:read]}
            """;

    /** Chooses handlers by the path in lower case, and {@code /orders/special} by its own. */
    static final class Framework extends HttpServlet {
        private static final long serialVersionUID = 1L;
        private transient HandlerGate gate;

        @RequiresScope("orders:read")
        public void read() {}

        @RequiresScope("orders:special")
        public void special() {}

        public void unknown() {}

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws IOException, ServletException {
            String path = request.getServletPath() + request.getPathInfo();
            boolean let = switch (path.toLowerCase(Locale.ROOT)) {
                case "/orders/special" -> gate.lets(request, response, Framework.class, method("special"));
                case "/orders/unknown" -> gate.lets(request, response, Framework.class, method("unknown"));
                case "/files/a" -> gate.lets(request, response);
                default -> gate.lets(request, response, Framework.class, method("read"));
            };
            if (let) {
                response.getWriter().print("ran");
            }
        }

        static Method method(String name) {
            try {
                return Framework.class.getMethod(name);
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static InnerRoutes routes() {
        return InnerRoutes.builder("framework")
                .add(route("/orders/{id}", "read"))
                .add(route("/orders/special", "special"))
                .elsewhere(PathTemplate.of("/files/{**}"))
                .build();
    }

    private static InnerRoute route(String template, String handler) {
        return new InnerRoute(
                Set.of("GET"),
                template,
                PathTemplate.of(template),
                Reach.ALL,
                Framework.class,
                Framework.method(handler));
    }

    private static App app(Framework framework) throws Exception {
        return gated(App.of(POLICY), framework);
    }

    // The annotations of this class are handlers', not doGet's, so it stands behind another one.
    private static App gated(App app, Framework framework) throws Exception {
        HttpServlet front = new HttpServlet() {
            private static final long serialVersionUID = 1L;

            @Override
            protected void service(HttpServletRequest request, HttpServletResponse response)
                    throws IOException, ServletException {
                framework.service(request, response);
            }
        };
        app.servlet("framework", front, "/*").start();
        framework.gate = app.installation().gate(routes());
        return app;
    }

    @Test
    void runs_handlerWhoseRouteWasDecidedOn() throws Exception {
        try (App app = app(new Framework())) {
            assertThat(app.sendAs("/gateway", "GET", "/orders/7").body()).isEqualTo("ran");
            assertThat(app.sendAs("/gateway", "HEAD", "/orders/7").status()).isEqualTo(200);
            assertThat(app.send("GET", "/files/a").body()).isEqualTo("ran");
        }
    }

    @Test
    void rejects_handlerThatTheFrameworkFindsByAnotherReading() throws Exception {
        try (App app = app(new Framework())) {
            assertThat(app.sendAs("/gateway", "GET", "/orders/SPECIAL").status())
                    .isEqualTo(400);
            assertThat(app.lastEvent().reason()).isEqualTo("route-disagrees");
            assertThat(app.lastEvent().caller()).hasToString("Optional[spiffe://shop.example/gateway]");
        }
    }

    @Test
    void rejects_handlerThatNoRouteWasToldOf() throws Exception {
        try (App app = app(new Framework())) {
            assertThat(app.sendAs("/gateway", "GET", "/orders/unknown").status())
                    .isEqualTo(400);
        }
    }

    @Test
    void rejects_requestThatNobodyDecidedOn() throws Exception {
        Framework framework = new Framework();
        try (App app = app(framework);
                App other = app(new Framework())) {
            // The gate of another application has no decision here.
            framework.gate = other.installation().gate(routes());

            assertThat(app.sendAs("/gateway", "GET", "/orders/7").status()).isEqualTo(400);
            assertThat(app.send("GET", "/files/a").status()).isEqualTo(400);
            assertThat(other.lastEvent().reason()).isEqualTo("route-disagrees");
        }
    }

    @Test
    void adds_handlersToTheCoverage() throws Exception {
        try (App app = app(new Framework())) {
            assertThat(app.coverage().handlers())
                    .extracting(Coverage.Handler::toString)
                    .containsExactly(
                            "'GET /orders/{id}' of '" + Framework.class.getName() + ".read'",
                            "'GET /orders/special' of '" + Framework.class.getName() + ".special'");
            assertThat(app.coverage().unhandled()).isEmpty();
        }
    }

    @Test
    void refuses_gapThatTheInstallationFailsOn() throws Exception {
        App app = App.of(POLICY.replace("  special: ", "  other: ").replace("/orders/special", "/other"))
                .edge(builder -> builder.failStartOn(Coverage.Gap.ENDPOINT_WITHOUT_HANDLER));
        app.servlet("framework", new Plain(), "/*").start();
        try (app) {
            InnerRoutes one = InnerRoutes.builder("framework").add(plainRoute()).build();

            assertThatThrownBy(() -> app.installation().gate(one))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("'other' (GET /other)");
        }
    }

    /** Asks whether it is where it was decided, as frameworks do that read the path by themselves. */
    static final class Reading extends HttpServlet {
        private static final long serialVersionUID = 1L;
        private transient HandlerGate gate;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws IOException, ServletException {
            boolean same = gate.refusal(
                            request,
                            request.getParameter("method"),
                            URI.create(request.getParameter("base")),
                            URI.create(request.getParameter("found")))
                    .isEmpty();
            response.getWriter().print(same);
        }
    }

    @Test
    void tells_whetherAFrameworkIsWhereItWasDecided() throws Exception {
        Reading framework = new Reading();
        try (App app = App.of(POLICY).servlet("framework", framework, "/files/*")) {
            app.start();
            framework.gate =
                    app.installation().gate(InnerRoutes.builder("framework").build());

            assertThat(reads(app, "GET", "http://any/files/", "http://any/files/a"))
                    .isEqualTo("true");
            assertThat(reads(app, "GET", "/files", "/files/%61")).isEqualTo("true");
            assertThat(reads(app, "POST", "/files/", "/files/a")).isEqualTo("false");
            assertThat(reads(app, "GET", "/files/", "/files/b")).isEqualTo("false");
            assertThat(reads(app, "GET", "/", "/files/a")).isEqualTo("false");
            assertThat(reads(app, "GET", "/files/a/", "/files/a")).isEqualTo("false");
            assertThat(reads(app, "GET", "/files/", "any:opaque")).isEqualTo("false");
            assertThat(app.lastEvent().reason()).isEqualTo("route-disagrees");
        }
    }

    private static String reads(App app, String method, String base, String found) throws Exception {
        return app.send("GET", "/files/a?method=" + method + "&base=" + base + "&found=" + found.replace("%", "%25"))
                .body();
    }

    static final class Plain extends HttpServlet {
        private static final long serialVersionUID = 1L;

        public void serve() {}
    }

    private static InnerRoute plainRoute() throws Exception {
        return new InnerRoute(
                Set.of("GET"),
                "/orders/{id}",
                PathTemplate.of("/orders/{id}"),
                Reach.ALL,
                Plain.class,
                Plain.class.getMethod("serve"));
    }

    @Test
    void holds_reloadedPolicyToTheAnnotations(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("zt-policy.yaml"), POLICY);
        FilePolicySource policies = new FilePolicySource(file, InstantSource.system());
        try (App app = gated(App.of(policies), new Framework())) {
            Files.writeString(file, POLICY.replace("requires: [orders:special]", "requires: [orders:read]"));

            policies.refresh();
            assertThat(policies.refresh()).isFalse();
            assertThat(app.coverage().handlers()).hasSize(2);
            assertThat(policies.problem())
                    .hasValueSatisfying(problem -> assertThat(problem).contains("Framework.special"));
            assertThat(app.sendAs("/gateway", "GET", "/orders/7").status()).isEqualTo(200);
        }
    }

    @Test
    void refuses_disagreementOfHandlersThatWereToldBeforeTheStart() {
        String policy = POLICY.replace("requires: [orders:special]", "requires: [orders:read]");
        Plain servlet = new Plain();

        try (App app = App.of(policy).servlet("framework", servlet, "/*")) {
            app.installing(installed -> installed.gate(routes()));
            assertThatThrownBy(app::start).hasStackTraceContaining("Framework.special");
        }
    }

    @Test
    void refuses_disagreementBeforeAnythingIsServed() throws Exception {
        Framework framework = new Framework();
        try (App app = App.of(POLICY.replace("requires: [orders:special]", "requires: [orders:read]"))) {
            assertThatThrownBy(() -> gated(app, framework)).isInstanceOf(ConfigurationException.class);
        }
    }
}
