package dev.zt.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.guard.Coverage;
import dev.zt.own.WorkloadProof;
import dev.zt.servlet.Caller;
import dev.zt.servlet.RequiresScope;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls of resources, over sockets. */
class ResourceTest {
    private static final String POLICY = """
            zt: 1
            service: orders
            segment: core
            admit: {trust-domains: [shop.example]}
            workloads:
              gateway: spiffe://shop.example/gateway
              reader: spiffe://shop.example/reader
            segments: {core: [gateway, reader]}
            endpoints:
              open: {match: "GET /api/open", public: true}
              read: {match: "GET /api/orders/{id}", requires: [orders:read]}
              read-slash: {match: "GET /api/orders/{id}/", requires: [orders:read]}
              number: {match: "GET /api/orders/numbers/{number}", requires: [orders:read]}
              rest: {match: "GET /api/orders/files/{**}", requires: [orders:read]}
              add: {match: "POST /api/orders", requires: [orders:write]}
              change: {match: "PUT /api/orders/{id}", requires: [orders:write]}
              later: {match: "GET /api/later/suspended", requires: [orders:read]}
              stage: {match: "GET /api/later/stage", requires: [orders:read]}
              events: {match: "GET /api/later/events", requires: [orders:read]}
              options: {match: "OPTIONS /api/orders/{id}", requires: [orders:read]}
              fails: {match: "GET /api/later/failing", requires: [orders:read]}
              items: {match: "GET /api/orders/{id}/items/{item}", requires: [orders:read]}
              unknown: {match: "GET /api/orders/{id}/anything/{item}", requires: [orders:read]}
              nothing: {match: "GET /api/nothing", requires: [orders:read]}
              secrets: {match: "GET /api/secrets", requires: [admin]}
              moved: {match: "GET /api/moved", public: true}
              moved-read: {match: "GET /api/moved-read", requires: [orders:read]}
              turned: {match: "GET /api/turned/{id}", requires: [orders:read]}
              turned-write: {match: "DELETE /api/turned/{id}", requires: [admin]}
            allow:
              - {id: A1, caller: gateway, to: [read, read-slash, number, rest, add, change, later, stage, events, options, fails, items, unknown, nothing, moved-read, turned], scopes: [orders:read, orders:write]}
              - {id: A2, caller: reader, to: [read, add], scopes: [orders:read]}
            """;

    @RequiresScope("orders:read")
    interface Reading {
        @GET
        @Path("{id}")
        String read(@PathParam("id") String id, @Context HttpServletRequest request, @Context SecurityContext context);
    }

    @Path("/orders")
    public static class Orders implements Reading {
        @Override
        public String read(String id, HttpServletRequest request, SecurityContext context) {
            Caller caller = Caller.of(request);
            return id + " for " + caller.id() + " as "
                    + context.getUserPrincipal().getName() + " "
                    + context.isUserInRole("orders:read") + context.isUserInRole("admin")
                    + context.isUserInRole("no scope") + " by " + context.getAuthenticationScheme() + " "
                    + ZtRest.caller(context).map(Caller::instance).equals(Optional.of(caller.instance()));
        }

        @GET
        @Path("numbers/{number: [0-9]+}")
        public String number(@PathParam("number") String number) {
            return "number " + number;
        }

        @GET
        @Path("files/{rest: .*}")
        public String file(@PathParam("rest") String rest) {
            return "file " + rest;
        }

        @POST
        @RequiresScope("orders:write")
        public String add() {
            return "added";
        }

        @PUT
        @Path("{id}")
        @RequiresScope("orders:write")
        public String change(@PathParam("id") String id) {
            return "changed " + id;
        }

        @Path("{id}/items")
        public Items items() {
            return new Items();
        }

        @Path("{id}/anything")
        public Object anything() {
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

    @Path("later")
    @RequiresScope("orders:read")
    public static class Later {
        @GET
        @Path("suspended")
        public void suspended(@Suspended AsyncResponse response, @Context SecurityContext context) {
            String caller = context.getUserPrincipal().getName();
            new Thread(() -> response.resume("later for " + caller)).start();
        }

        @GET
        @Path("stage")
        public CompletionStage<String> stage(@Context SecurityContext context) {
            String caller = context.getUserPrincipal().getName();
            return CompletableFuture.supplyAsync(() -> "stage for " + caller);
        }

        @GET
        @Path("events")
        @Produces(MediaType.SERVER_SENT_EVENTS)
        public void events(@Context SseEventSink events, @Context Sse sse) throws IOException {
            try (SseEventSink sink = events) {
                sink.send(sse.newEvent("first")).toCompletableFuture().join();
                sink.send(sse.newEvent("second")).toCompletableFuture().join();
            }
        }

        @GET
        @Path("failing")
        public String failing() {
            throw new ArithmeticException("broken");
        }
    }

    @Path("/")
    public static class Root {
        @GET
        @Path("open")
        public String open(@Context HttpServletRequest request, @Context SecurityContext context) {
            return "open " + Caller.find(request).isPresent()
                    + ZtRest.caller(context).isPresent();
        }

        @GET
        @Path("secrets")
        @RequiresScope("admin")
        public String secrets() {
            return "secret";
        }

        @GET
        @Path("uncovered")
        public String uncovered() {
            return "uncovered";
        }

        @GET
        @Path("turned/{id}")
        @RequiresScope("orders:read")
        public String turned() {
            return "read";
        }

        @DELETE
        @Path("turned/{id}")
        @RequiresScope("admin")
        public String deleted() {
            return "deleted";
        }
    }

    /** Leads requests elsewhere, as filters do that rewrite paths and methods. */
    @Provider
    @PreMatching
    public static class Rewriting implements ContainerRequestFilter {
        @Override
        public void filter(ContainerRequestContext context) {
            URI uri = context.getUriInfo().getRequestUri();
            if (uri.getPath().startsWith("/api/moved")) {
                context.setRequestUri(uri.resolve("/api/secrets"));
            }
            if (uri.getPath().equals("/api/turned/around")) {
                context.setMethod("DELETE");
            }
            if (uri.getPath().equals("/api/orders/renamed")) {
                context.setRequestUri(uri.resolve("/api/orders/7"));
            }
        }
    }

    @Provider
    public static class Arithmetic implements ExceptionMapper<ArithmeticException> {
        @Override
        public Response toResponse(ArithmeticException failure) {
            return Response.status(422)
                    .entity("mapped")
                    .type(MediaType.TEXT_PLAIN)
                    .build();
        }
    }

    private static final Map<RestServer, RestApp> APPS = new EnumMap<>(RestServer.class);

    @BeforeAll
    static void start() throws Exception {
        for (RestServer server : RestServer.values()) {
            APPS.put(
                    server,
                    RestApp.start(
                            server,
                            POLICY,
                            Orders.class,
                            Later.class,
                            Root.class,
                            Rewriting.class,
                            Arithmetic.class,
                            ZtRest.class));
        }
    }

    @AfterAll
    static void stop() {
        APPS.values().forEach(RestApp::close);
    }

    @ParameterizedTest
    @EnumSource
    void serves_aProvenCaller_andTellsWhoItIs(RestServer server) throws Exception {
        HttpResponse<String> answer = APPS.get(server).call("GET", "/api/orders/7");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo("7 for spiffe://shop.example/gateway as spiffe://shop.example/gateway truefalsefalse by WPT"
                        + " true");
    }

    @ParameterizedTest
    @EnumSource
    void serves_allMethodsOfAResource(RestServer server) throws Exception {
        RestApp app = APPS.get(server);

        assertThat(app.call("POST", "/api/orders").body()).isEqualTo("added");
        assertThat(app.call("PUT", "/api/orders/7").body()).isEqualTo("changed 7");
        assertThat(app.call("HEAD", "/api/orders/7").statusCode()).isEqualTo(200);
        assertThat(app.call("GET", "/api/orders/7/").statusCode()).isEqualTo(200);
        assertThat(app.call("GET", "/api/orders/numbers/12").body()).isEqualTo("number 12");
        assertThat(app.call("GET", "/api/orders/files/a/b").body()).isEqualTo("file a/b");
        assertThat(app.call("GET", "/api/orders/a%20%C3%A9").body()).startsWith("a é for");
    }

    @ParameterizedTest
    @EnumSource
    void serves_publicMethods_asNobody(RestServer server) throws Exception {
        RestApp app = APPS.get(server);

        assertThat(app.send(app.request("GET", "/api/open")).body()).isEqualTo("open falsefalse");
    }

    @ParameterizedTest
    @EnumSource
    void serves_methodsThatAnswerLater(RestServer server) throws Exception {
        RestApp app = APPS.get(server);

        assertThat(app.call("GET", "/api/later/suspended").body()).isEqualTo("later for spiffe://shop.example/gateway");
        assertThat(app.call("GET", "/api/later/stage").body()).isEqualTo("stage for spiffe://shop.example/gateway");
        assertThat(app.call("GET", "/api/later/events").body()).contains("data: first", "data: second");
    }

    @ParameterizedTest
    @EnumSource
    void leaves_exceptionsToTheirMappers(RestServer server) throws Exception {
        HttpResponse<String> answer = APPS.get(server).call("GET", "/api/later/failing");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).isEqualTo("mapped");
    }

    @ParameterizedTest
    @EnumSource
    void refuses_whoShowsNothing(RestServer server) throws Exception {
        RestApp app = APPS.get(server);

        HttpResponse<String> answer = app.send(app.request("GET", "/api/orders/7"));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void refuses_whomNoRuleAllows(RestServer server) throws Exception {
        RestApp app = APPS.get(server);

        assertThat(app.callAsReader("PUT", "/api/orders/7").statusCode()).isEqualTo(403);
        assertThat(app.call("GET", "/api/secrets").statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @EnumSource
    void refuses_whoLacksAScope(RestServer server) throws Exception {
        HttpResponse<String> answer = APPS.get(server).callAsReader("POST", "/api/orders");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("orders:write");
    }

    @ParameterizedTest
    @EnumSource
    void refuses_aProofThatWasShownBefore(RestServer server) throws Exception {
        RestApp app = APPS.get(server);
        WorkloadProof proof = app.proof();

        assertThat(app.call("GET", "/api/orders/7", proof).statusCode()).isEqualTo(200);
        assertThat(app.call("GET", "/api/orders/7", proof).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @EnumSource
    void refuses_methodsWithoutARule(RestServer server) throws Exception {
        RestApp app = APPS.get(server);

        assertThat(app.call("GET", "/api/uncovered").statusCode()).isEqualTo(403);
        assertThat(app.call("OPTIONS", "/api/uncovered").statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @EnumSource
    void runs_nothingForOptionsThatTheFrameworkMakesUp(RestServer server) throws Exception {
        HttpResponse<String> answer = APPS.get(server).call("OPTIONS", "/api/orders/7");

        // RESTEasy answers by itself, which methods there are.
        assertThat(answer.statusCode()).isEqualTo(server == RestServer.RESTEASY ? 200 : 400);
        assertThat(answer.body()).doesNotContain("7 for");
    }

    @ParameterizedTest
    @EnumSource
    void refuses_whatAFilterLeadsElsewhere(RestServer server) throws Exception {
        RestApp app = APPS.get(server);

        for (HttpResponse<String> answer : List.of(
                app.send(app.request("GET", "/api/moved")),
                app.call("GET", "/api/moved-read"),
                app.call("GET", "/api/turned/around"),
                app.call("GET", "/api/orders/renamed"))) {
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
            assertThat(answer.body()).contains("\"status\":400").doesNotContain("secret", "deleted");
        }
        assertThat(app.events().get(app.events().size() - 1).reason()).isEqualTo("route-disagrees");
        assertThat(app.call("GET", "/api/turned/7").body()).isEqualTo("read");
    }

    @ParameterizedTest
    @EnumSource
    void serves_whatALocatorsTypeTells_andNothingBehindOthers(RestServer server) throws Exception {
        RestApp app = APPS.get(server);

        assertThat(app.call("GET", "/api/orders/7/items/3").body()).isEqualTo("item 3");
        assertThat(app.call("GET", "/api/orders/7/anything/3").statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @EnumSource
    void leaves_pathsWithoutAMethodToTheFramework(RestServer server) throws Exception {
        assertThat(APPS.get(server).call("GET", "/api/nothing").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @EnumSource
    void tells_whichMethodsHaveNoRule(RestServer server) {
        Coverage coverage = APPS.get(server).installation().coverage();

        assertThat(coverage.handlers())
                .anySatisfy(handler -> {
                    assertThat(handler.toString()).contains("GET /api/uncovered", "Root.uncovered");
                    assertThat(handler.endpoints()).isEmpty();
                })
                .anySatisfy(handler -> assertThat(handler.toString()).contains("GET /api/orders/{id}/items/{item}"));
        assertThat(coverage.findings())
                .anySatisfy(finding -> assertThat(finding.text()).contains("/api/uncovered"));
    }
}
