package dev.zt.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.guard.Coverage;
import dev.zt.servlet.RequiresScope;
import dev.zt.servlet.ZeroTrust;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Application;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.ExpandWar;
import org.apache.catalina.startup.Tomcat;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.glassfish.jersey.server.ApplicationHandler;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.model.Resource;
import org.glassfish.jersey.servlet.ServletContainer;
import org.jboss.resteasy.plugins.server.servlet.HttpServletDispatcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an application of Jakarta REST does not start with. */
class StartTest {
    private static final String POLICY = """
            zt: 1
            service: orders
            segment: core
            admit: {trust-domains: [shop.example]}
            workloads: {gateway: "spiffe://shop.example/gateway"}
            segments: {core: [gateway]}
            endpoints:
              read: {match: "GET /api/orders/{id}", requires: [orders:read]}
              open: {match: "GET /api/open", public: true}
            allow:
              - {id: A1, caller: gateway, to: [read], scopes: [orders:read]}
            """;

    @Path("orders")
    public static class Orders {
        @GET
        @Path("{id}")
        @RequiresScope("orders:read")
        public String read() {
            return "an order";
        }
    }

    @Path("open")
    public static class Open {
        @GET
        public String open() {
            return "open";
        }
    }

    @Path("orders")
    public static class OtherMethod {
        @GET
        @Path("{id}")
        @RequiresScope("orders:write")
        public String read() {
            return "an order";
        }
    }

    @Path("orders")
    @RequiresScope("orders:write")
    public static class OtherClass {
        @GET
        @Path("{id}")
        public String read() {
            return "an order";
        }
    }

    interface Writing {
        @RequiresScope("orders:write")
        String read();
    }

    @Path("orders")
    public static class OtherInterface implements Writing {
        @Override
        @GET
        @Path("{id}")
        public String read() {
            return "an order";
        }
    }

    interface Crud<T> {
        @RequiresScope("orders:write")
        String read(T id);
    }

    @Path("orders")
    public static class OtherGeneric implements Crud<String> {
        @Override
        @GET
        @Path("{id}")
        public String read(@PathParam("id") String id) {
            return "an order";
        }
    }

    @Path("orders/{id}")
    public static class ScopedLocator {
        @Path("")
        @RequiresScope("orders:read")
        public Plain located() {
            return new Plain();
        }
    }

    @Path("orders/{id}")
    @RequiresScope("orders:read")
    public static class ScopedLocators {
        @Path("")
        public Plain located() {
            return new Plain();
        }
    }

    public static class Plain {
        @GET
        public String read() {
            return "an order";
        }
    }

    @Path("orders")
    public static class Ineffective {
        @GET
        @Path("{id}")
        public String read() {
            return helper();
        }

        @RequiresScope("orders:read")
        public String helper() {
            return "an order";
        }
    }

    @Path("orders/{id}")
    public static class OnlyLocators {
        @Path("")
        public Located located() {
            return new Located();
        }
    }

    public static class Located {
        @GET
        @RequiresScope("orders:write")
        public String read() {
            return "an order";
        }
    }

    private static ThrowingCallable starting(RestServer server, Class<?>... components) {
        return () -> RestApp.start(server, POLICY, components).close();
    }

    private static ThrowingCallable starting(RestServer server, Consumer<ServletContext> servlets) {
        return () -> RestApp.start(server, POLICY, servlets).close();
    }

    @ParameterizedTest
    @EnumSource
    void starts_whereAnnotationsAndPolicyAgree(RestServer server) throws Exception {
        try (RestApp app = RestApp.start(server, POLICY, Orders.class, ZtRest.class)) {
            assertThat(app.call("GET", "/api/orders/7").body()).isEqualTo("an order");
        }
    }

    @ParameterizedTest
    @EnumSource
    void fails_whereAnAnnotationDisagrees(RestServer server) {
        for (Class<?> other : List.of(OtherMethod.class, OtherClass.class, OtherInterface.class, OtherGeneric.class)) {
            assertThatThrownBy(starting(server, other, ZtRest.class))
                    .as(other.getName())
                    .hasStackTraceContaining("@RequiresScope says 'orders:write', but endpoint 'read'");
        }
    }

    @ParameterizedTest
    @EnumSource
    void fails_whereAnAnnotationDisagreesBehindALocator(RestServer server) {
        assertThatThrownBy(starting(server, OnlyLocators.class, ZtRest.class))
                .hasStackTraceContaining("@RequiresScope says 'orders:write', but endpoint 'read'");
    }

    @ParameterizedTest
    @EnumSource
    void fails_whereAnAnnotationStandsOnALocator(RestServer server) {
        for (Class<?> scoped : List.of(ScopedLocator.class, ScopedLocators.class)) {
            assertThatThrownBy(starting(server, scoped, ZtRest.class))
                    .as(scoped.getName())
                    .hasStackTraceContaining("@RequiresScope has no effect here");
        }
    }

    @SuppressWarnings("deprecation") // still how instances are registered
    public static class Singletons extends Application {
        @Override
        public Set<Object> getSingletons() {
            return Set.of(new OnlyLocators());
        }

        @Override
        public Set<Class<?>> getClasses() {
            return Set.of(ZtRest.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void knows_whatIsBehindTheLocatorsOfASingleton(RestServer server) {
        assertThatThrownBy(starting(server, context -> application(server, context, Singletons.class)))
                .hasStackTraceContaining("@RequiresScope says 'orders:write', but endpoint 'read'");
    }

    @ParameterizedTest
    @EnumSource
    void fails_whereAnotherServletServesWithoutTheFeature(RestServer server) {
        assertThatThrownBy(starting(server, context -> {
                    server.register(context, "rest", "/api", Orders.class, ZtRest.class);
                    server.register(context, "bare", "/bare", Open.class);
                }))
                .hasStackTraceContaining("[servlet 'bare'] serve by Jakarta REST, but without ZtRest");
    }

    @Test
    void fails_whereAFilterServesWithoutTheFeature() {
        assertThatThrownBy(starting(RestServer.JERSEY, context -> {
                    RestServer.JERSEY.register(context, "rest", "/api", Orders.class, ZtRest.class);
                    context.addFilter("bare", new ServletContainer(new ResourceConfig(Open.class)))
                            .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
                }))
                .hasStackTraceContaining("[filter 'bare'] serve by Jakarta REST, but without ZtRest");
    }

    @ParameterizedTest
    @EnumSource
    void fails_whereAnAnnotationHasNoEffect(RestServer server) {
        assertThatThrownBy(starting(server, Ineffective.class, ZtRest.class))
                .hasStackTraceContaining("@RequiresScope has no effect here");
    }

    @ParameterizedTest
    @EnumSource
    void fails_whereOnlyTheServletsAreGuarded(RestServer server) {
        assertThatThrownBy(() -> RestApp.startWith(server, (app, context) -> {
                            server.register(context, "rest", "/api", Orders.class, ZtRest.class);
                            ZeroTrust.install(context, app.guard(POLICY));
                        })
                        .close())
                .hasStackTraceContaining("no guard stands before servlet 'rest': call ZtRest.install");
    }

    @ParameterizedTest
    @EnumSource
    void fails_withoutTheFeature(RestServer server) {
        assertThatThrownBy(starting(server, Orders.class)).hasStackTraceContaining("register ZtRest.class in it");
    }

    // Jetty loads servlets that it is given as objects in any case.
    @Test
    void fails_whereTheServletIsLoadedLater() {
        assertThatThrownBy(starting(
                        RestServer.RESTEASY,
                        context -> RestServer.RESTEASY
                                .register(context, "rest", "/api", Orders.class, ZtRest.class)
                                .setLoadOnStartup(-1)))
                .hasStackTraceContaining("load its servlet on start-up (setLoadOnStartup(1))");
    }

    @ParameterizedTest
    @EnumSource
    void fails_whereTheMappingSaysNothingOfPaths(RestServer server) {
        assertThatThrownBy(starting(
                        server,
                        context -> server.register(context, "rest", "/api", Orders.class, ZtRest.class)
                                .addMapping("*.rest")))
                .hasStackTraceContaining("is mapped to '*.rest'");
    }

    @Test
    void fails_asAFilter() {
        assertThatThrownBy(starting(RestServer.JERSEY, context -> {
                    FilterRegistration.Dynamic rest = context.addFilter(
                            "rest", new ServletContainer(new ResourceConfig(Orders.class, ZtRest.class)));
                    rest.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
                }))
                .hasStackTraceContaining("neither by a filter nor by a server of another kind");
    }

    @Test
    void fails_withoutServlets() {
        assertThatThrownBy(() -> new ApplicationHandler(new ResourceConfig(Orders.class, ZtRest.class)))
                .hasStackTraceContaining("neither by a filter nor by a server of another kind");
    }

    @Test
    void fails_whenInstalledTwice() {
        assertThatThrownBy(() -> RestApp.start(RestServer.JERSEY, POLICY, context -> {
                            RestServer.JERSEY.register(context, "rest", "/api", Orders.class, ZtRest.class);
                            context.addServlet("zt:rest", new SealingServlet(new RestGates()));
                        })
                        .close())
                .hasStackTraceContaining("called for this application already");
    }

    @ParameterizedTest
    @EnumSource
    void fails_onResourcesWithoutARule_whereSomebodySaysSo(RestServer server) {
        assertThatThrownBy(() -> RestApp.startWith(server, (app, context) -> {
                            server.register(context, "rest", "/api", Orders.class, Uncovered.class, ZtRest.class);
                            ZtRest.install(
                                    context,
                                    ZeroTrust.builder(app.guard(POLICY))
                                            .failStartOn(Coverage.Gap.HANDLER_WITHOUT_ENDPOINT));
                        })
                        .close())
                .hasStackTraceContaining("POST /api/uncovered");
    }

    @Path("uncovered")
    public static class Uncovered {
        @POST
        public String uncovered() {
            return "uncovered";
        }
    }

    // Tomcat goes on without a servlet that does not begin.
    @Test
    void serves_nothing_whereAContainerStartsNevertheless() throws Exception {
        java.nio.file.Path directory = Files.createTempDirectory("tomcat");
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(directory.toString());
        Context context = tomcat.addContext("", directory.toString());
        Connector connector = new Connector();
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        tomcat.setConnector(connector);
        String policy = POLICY.replace("allow:", "  agreed: {match: \"GET /agreed/open\", public: true}\nallow:");
        try (RestApp app = RestApp.startOn(tomcatWith(tomcat, context, connector), policy, servlets -> {
            // Nothing is the matter with this one, which comes first.
            RestServer.JERSEY.register(servlets, "a", "/agreed", Open.class, ZtRest.class);
            RestServer.JERSEY.register(servlets, "b", "/api", OtherMethod.class, Open.class, ZtRest.class);
        })) {
            HttpResponse<String> proven = app.call("GET", "/api/orders/7");

            assertThat(proven.statusCode()).isEqualTo(503);
            assertThat(proven.body()).isEqualTo("{\"type\":\"about:blank\",\"status\":503}");
            assertThat(app.send(app.request("GET", "/api/open")).statusCode()).isEqualTo(503);
            assertThat(app.send(app.request("GET", "/agreed/open")).statusCode())
                    .isEqualTo(503);
        } finally {
            tomcat.destroy();
            ExpandWar.delete(directory.toFile());
        }
    }

    private static RestApp.Container tomcatWith(Tomcat tomcat, Context context, Connector connector) {
        return app -> {
            context.addServletContainerInitializer(app, Set.of());
            tomcat.start();
            return new RestServer.Running(connector.getLocalPort(), tomcat::stop);
        };
    }

    public static class Shop extends Application {
        @Override
        public Set<Class<?>> getClasses() {
            return Set.of(Orders.class, ZtRest.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void serves_anApplicationThatTheFrameworkMakes(RestServer server) throws Exception {
        try (RestApp app = RestApp.start(server, POLICY, context -> {
            application(server, context, Shop.class);
        })) {
            assertThat(app.call("GET", "/api/orders/7").body()).isEqualTo("an order");
        }
    }

    private static void application(RestServer server, ServletContext context, Class<? extends Application> type) {
        Servlet framework = server == RestServer.JERSEY ? new ServletContainer() : new HttpServletDispatcher();
        ServletRegistration.Dynamic rest = context.addServlet("rest", framework);
        rest.setInitParameter("jakarta.ws.rs.Application", type.getName());
        rest.setInitParameter("resteasy.servlet.mapping.prefix", "/api");
        rest.addMapping("/api/*");
        rest.setLoadOnStartup(1);
    }

    @Test
    void serves_behindAGuardThatAListenerInstalls() throws Exception {
        try (RestApp app = RestApp.startOn(
                StartTest::jettyWithListener,
                POLICY,
                context -> RestServer.JERSEY.register(context, "rest", "/api", Orders.class, ZtRest.class))) {
            assertThat(app.call("GET", "/api/orders/7").body()).isEqualTo("an order");
        }
    }

    @Test
    void serves_belowThePathOfAnApplication() throws Exception {
        try (RestApp app = RestApp.startOn(
                StartTest::jettyBelowShop,
                POLICY,
                context ->
                        RestServer.JERSEY.register(context, "rest", "/api", Orders.class, Open.class, ZtRest.class))) {
            assertThat(app.call("GET", "/shop/api/orders/7").body()).isEqualTo("an order");
            assertThat(app.send(app.request("GET", "/shop/api/open")).body()).isEqualTo("open");
        }
    }

    private static RestServer.Running jettyBelowShop(ServletContainerInitializer app) throws Exception {
        Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        ServletContextHandler context = new ServletContextHandler();
        context.setContextPath("/shop");
        context.addServletContainerInitializer(app);
        server.setHandler(context);
        server.start();
        return new RestServer.Running(((ServerConnector) server.getConnectors()[0]).getLocalPort(), server::stop);
    }

    private static RestServer.Running jettyWithListener(ServletContainerInitializer app) throws Exception {
        Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        ServletContextHandler context = new ServletContextHandler();
        context.addEventListener(new ServletContextListener() {
            @Override
            public void contextInitialized(ServletContextEvent event) {
                try {
                    app.onStartup(Set.of(), event.getServletContext());
                } catch (ServletException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        server.setHandler(context);
        server.start();
        return new RestServer.Running(((ServerConnector) server.getConnectors()[0]).getLocalPort(), server::stop);
    }

    @Test
    void lets_nobodyIntoResourcesThatAreNoMethods() throws Exception {
        Resource.Builder programmatic = Resource.builder("open");
        programmatic.addMethod("GET").handledBy(request -> "open");
        ResourceConfig config = new ResourceConfig(Orders.class, ZtRest.class).registerResources(programmatic.build());
        try (RestApp app = RestApp.start(RestServer.JERSEY, POLICY, context -> {
            ServletRegistration.Dynamic rest = context.addServlet("rest", new ServletContainer(config));
            rest.addMapping("/api/*");
            rest.setLoadOnStartup(1);
        })) {
            assertThat(app.send(app.request("GET", "/api/open")).statusCode()).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @EnumSource
    void serves_severalApplications(RestServer server) throws Exception {
        try (RestApp app = RestApp.start(server, POLICY.replace("/api/open", "/other/open"), context -> {
            server.register(context, "rest", "/api", Orders.class, ZtRest.class);
            server.register(context, "other", "/other", Open.class, ZtRest.class);
        })) {
            assertThat(app.call("GET", "/api/orders/7").body()).isEqualTo("an order");
            assertThat(app.send(app.request("GET", "/other/open")).body()).isEqualTo("open");
        }
    }
}
