package dev.zt.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.servlet.RequiresScope;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.net.URI;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests that are led to another place behind the guard, where the decision would fit as well. */
class RewrittenTest {
    private static final String POLICY = """
            zt: 1
            service: orders
            segment: core
            admit: {trust-domains: [shop.example]}
            workloads: {gateway: "spiffe://shop.example/gateway"}
            segments: {core: [gateway]}
            endpoints:
              read: {match: "GET /api/orders/{id}", requires: [orders:read]}
              items: {match: "GET /api/orders/{id}/items/{item}", requires: [orders:read]}
              files: {match: "GET /api/files/{**}", requires: [orders:read]}
            allow:
              - {id: A1, caller: gateway, to: [read, items, files], scopes: [orders:read]}
            """;

    /** How often code of the application ran to find a method; the frameworks make the resources. */
    private static final Map<RestServer, AtomicInteger> LOCATED = new EnumMap<>(RestServer.class);

    private static final Map<RestServer, RestApp> APPS = new EnumMap<>(RestServer.class);

    @Path("orders")
    public static class Orders {
        @GET
        @Path("{id}")
        @RequiresScope("orders:read")
        public String read(@PathParam("id") String id) {
            return "order " + id;
        }

        @Path("{server}/items")
        public Items items(@PathParam("server") RestServer server) {
            LOCATED.get(server).incrementAndGet();
            return new Items();
        }
    }

    @RequiresScope("orders:read")
    public static class Items {
        @GET
        @Path("{item}")
        public String item(@PathParam("item") String item) {
            return "item " + item;
        }
    }

    @Path("{all: .*}")
    public static class Files {
        @GET
        @RequiresScope("orders:read")
        public String file(@PathParam("all") String all) {
            return "file " + all;
        }
    }

    /** Behind the guard and before the framework, which reads all that it knows from this request. */
    private static final class Wrapping extends HttpFilter {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            chain.doFilter(
                    request.getRequestURI().equals("/api/orders/wrapped") ? new Elsewhere(request) : request, response);
        }
    }

    private static final class Elsewhere extends HttpServletRequestWrapper {
        Elsewhere(HttpServletRequest request) {
            super(request);
        }

        @Override
        public String getRequestURI() {
            return "/api/orders/2";
        }

        @Override
        public StringBuffer getRequestURL() {
            return new StringBuffer("http://127.0.0.1/api/orders/2");
        }

        @Override
        public String getPathInfo() {
            return "/orders/2";
        }
    }

    @Provider
    @PreMatching
    public static class Rewriting implements ContainerRequestFilter {
        @Override
        public void filter(ContainerRequestContext context) {
            URI uri = context.getUriInfo().getRequestUri();
            if (uri.getPath().startsWith("/api/orders/to-")) {
                context.setRequestUri(
                        uri.resolve("/api/orders/" + uri.getPath().substring("/api/orders/to-".length()) + "/items/3"));
            }
            if (uri.getPath().equals("/api/files/based/a")) {
                context.setRequestUri(uri.resolve("/api/files/"), uri);
            }
        }
    }

    @BeforeAll
    static void start() throws Exception {
        for (RestServer server : RestServer.values()) {
            LOCATED.put(server, new AtomicInteger());
            APPS.put(server, RestApp.startWith(server, (app, context) -> {
                server.register(context, "rest", "/api", Orders.class, Files.class, Rewriting.class, ZtRest.class);
                ZtRest.install(context, app.guard(POLICY));
                addBehind(context);
            }));
        }
    }

    private static void addBehind(ServletContext context) {
        context.addFilter("wrapping", new Wrapping())
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
    }

    @AfterAll
    static void stop() {
        APPS.values().forEach(RestApp::close);
    }

    @ParameterizedTest
    @EnumSource
    void serves_whatIsNotLedElsewhere(RestServer server) throws Exception {
        RestApp app = APPS.get(server);

        assertThat(app.call("GET", "/api/orders/1").body()).isEqualTo("order 1");
        assertThat(app.call("GET", "/api/files/a").body()).isEqualTo("file files/a");
    }

    @ParameterizedTest
    @EnumSource
    void refuses_whatARequestIsWrappedInto(RestServer server) throws Exception {
        RestApp app = APPS.get(server);

        assertThat(app.call("GET", "/api/orders/wrapped").statusCode()).isEqualTo(400);
        assertThat(app.events().get(app.events().size() - 1).reason()).isEqualTo("route-disagrees");
    }

    @ParameterizedTest
    @EnumSource
    void refuses_anotherBaseOfTheSamePath(RestServer server) throws Exception {
        assertThat(APPS.get(server).call("GET", "/api/files/based/a").statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @EnumSource
    void runs_noLocatorForAPathThatNobodyDecidedOn(RestServer server) throws Exception {
        RestApp app = APPS.get(server);

        assertThat(app.call("GET", "/api/orders/to-" + server).statusCode()).isEqualTo(400);
        assertThat(LOCATED.get(server)).hasValue(0);
        assertThat(app.call("GET", "/api/orders/" + server + "/items/3").body()).isEqualTo("item 3");
        assertThat(LOCATED.get(server)).hasValue(1);
    }
}
