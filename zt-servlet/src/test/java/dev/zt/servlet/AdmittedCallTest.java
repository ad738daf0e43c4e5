package dev.zt.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.audit.AuditField;
import dev.zt.identity.Scope;
import dev.zt.identity.Scopes;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdmittedCallTest {
    private final Shop shop = new Shop();
    private App app;

    @BeforeEach
    void start() throws Exception {
        app = shop.app().start();
    }

    @AfterEach
    void stop() throws Exception {
        app.close();
    }

    @Test
    void serves_provenCallerWithScope() throws Exception {
        Wire.Reply reply = app.sendAs("/gateway", "GET", "/api/orders/7?any=thing;even=%2e");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo("crossroads for /gateway");
        assertThat(app.lastEvent().text(AuditField.ENDPOINT)).isEqualTo("order");
    }

    @Test
    void rejects_anonymousCaller() throws Exception {
        Wire.Reply reply = app.send("GET", "/api/orders/7");

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.header("WWW-Authenticate")).isEqualTo("WPT");
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        assertThat(reply.body()).contains("\"status\":401");
        assertThat(shop.ran).isEmpty();
    }

    @Test
    void rejects_replayedProof() throws Exception {
        String[] headers = Wire.headers(app.proofOf("/gateway"));

        assertThat(app.send("GET", "/api/orders/7", headers).status()).isEqualTo(200);
        assertThat(app.send("GET", "/api/orders/7", headers).status()).isEqualTo(401);
        assertThat(app.lastEvent().reason()).isEqualTo("proof-replayed");
        assertThat(shop.ran).hasSize(1);
    }

    @Test
    void rejects_callerWithoutScope_andNamesIt() throws Exception {
        Wire.Reply reply = app.sendAs("/reader", "GET", "/api/orders/7");

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.body()).contains("\"missing_scopes\":\"orders:read\"");
        assertThat(reply.header("WWW-Authenticate")).isNull();
        assertThat(shop.ran).isEmpty();
    }

    @Test
    void rejects_callerWithoutGrant() throws Exception {
        assertThat(app.sendAs("/gateway", "GET", "/api/admin/users").status()).isEqualTo(403);
        assertThat(app.lastEvent().reason()).isEqualTo("not-allowed");
        assertThat(shop.ran).isEmpty();
    }

    @Test
    void rejects_unlistedEndpoint() throws Exception {
        assertThat(app.sendAs("/root", "GET", "/elsewhere").status()).isEqualTo(403);
        assertThat(app.lastEvent().reason()).isEqualTo("endpoint-unlisted");
        assertThat(shop.ran).isEmpty();
    }

    @Test
    void rejects_otherMethodOfListedPath() throws Exception {
        for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS", "TRACE", "get", "FOO")) {
            assertThat(app.sendAs("/root", method, "/api/orders/7").status())
                    .as(method)
                    .isIn(400, 403, 405);
        }
        assertThat(shop.ran).isEmpty();
    }

    @Test
    void treats_headAsGet() throws Exception {
        assertThat(app.sendAs("/gateway", "HEAD", "/api/orders/7").status()).isEqualTo(200);
        assertThat(shop.ran).containsExactly("crossroads");
    }

    @Test
    void answers_headWithoutBody() throws Exception {
        Wire.Reply reply = app.send("HEAD", "/api/orders/7");

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.body()).isEmpty();
        int bodyOfGet = app.send("GET", "/api/orders/7").body().length();
        assertThat(reply.header("Content-Length")).isEqualTo(Integer.toString(bodyOfGet));
        assertThat(shop.ran).isEmpty();
    }

    @Test
    void rejects_twoAuthorizationFields() throws Exception {
        String[] proof = Wire.headers(app.proofOf("/gateway"));

        assertThat(app.send("GET", "/api/orders/7", proof[0], proof[1], "Authorization: Bearer x")
                        .status())
                .isEqualTo(401);
        assertThat(app.lastEvent().reason()).isEqualTo("authorization-repeated");
    }

    @Test
    void rejects_twoTokens() throws Exception {
        String[] proof = Wire.headers(app.proofOf("/gateway"));

        assertThat(app.send("GET", "/api/orders/7", proof[0], proof[0], proof[1])
                        .status())
                .isEqualTo(400);
        assertThat(app.lastEvent().reason()).isEqualTo("wit-repeated");
    }

    @Test
    void believes_noForwardedHeader() throws Exception {
        String[] proof = Wire.headers(app.proofOf("/gateway"));

        assertThat(app.send(
                                "GET",
                                "/public/x",
                                proof[0],
                                proof[1],
                                "X-Forwarded-Prefix: /api/admin",
                                "X-Original-URL: /api/admin/users",
                                "X-Rewrite-URL: /api/admin/users",
                                "Forwarded: for=127.0.0.1;proto=https")
                        .body())
                .isEqualTo("crossroads for nobody");
    }

    @Test
    void rejects_plainHttp_whereLoopbackIsNotAllowed() throws Exception {
        try (App strict = shop.app().httpsOnly().start()) {
            Wire.Reply reply = strict.send("GET", "/public/x", "X-Forwarded-Proto: https", "Forwarded: proto=https");

            assertThat(reply.status()).isEqualTo(400);
            assertThat(strict.lastEvent().reason()).isEqualTo("channel-plain");
            assertThat(shop.ran).isEmpty();
        }
    }

    /** Jetty takes the scheme of an absolute target for the connection's. */
    @ParameterizedTest
    @ValueSource(strings = {"https://orders.internal/public/x", "HTTPS://orders.internal:443/public/x"})
    void rejects_plainHttp_thatCallsItselfSecure(String target) throws Exception {
        try (App strict = shop.app().httpsOnly().start()) {
            assertThat(strict.send("GET", target).status()).isEqualTo(400);
            assertThat(strict.lastEvent().reason()).isEqualTo("channel-plain");
            assertThat(shop.ran).isEmpty();
        }
    }

    @Test
    void forgets_callerBeforeNextRequestOfTheConnection() throws Exception {
        String first = Wire.request("GET", "/api/orders/7", Wire.headers(app.proofOf("/gateway")))
                .replace("Connection: close\r\n", "");
        String second = Wire.request("GET", "/public/x").replace("Connection: close\r\n", "");
        String third = Wire.request("GET", "/api/orders/7");

        List<Wire.Reply> replies = Wire.sendAll(app.port(), first, second, third);

        assertThat(replies).extracting(Wire.Reply::status).containsExactly(200, 200, 401);
        assertThat(replies.get(1).body()).isEqualTo("crossroads for nobody");
    }

    @Test
    void serves_belowContextPath() throws Exception {
        try (App below = shop.app().contextPath("/shop").start()) {
            assertThat(below.sendAs("/gateway", "GET", "/shop/api/orders/7").body())
                    .isEqualTo("crossroads for /gateway");
            assertThat(below.sendAs("/gateway", "GET", "/shop/exact").status()).isEqualTo(200);
            assertThat(below.send("GET", "/shop/api/orders/7").status()).isEqualTo(401);
            assertThat(below.send("GET", "/api/orders/7").status()).isEqualTo(404);
        }
    }

    @Test
    void serves_belowEscapedContextPath() throws Exception {
        try (App below = shop.app().contextPath("/my shop").start()) {
            assertThat(below.sendAs("/gateway", "GET", "/my%20shop/api/orders/7")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void serves_escapedSegments() throws Exception {
        assertThat(app.sendAs("/gateway", "GET", "/api/orders/a%20b%C3%A9").status())
                .isEqualTo(200);
    }

    @Test
    void rejects_methodThatAFilterChanged() throws Exception {
        try (App overriding = shop.app()
                .filter((request, response, chain) -> chain.doFilter(
                        new HttpServletRequestWrapper((HttpServletRequest) request) {
                            @Override
                            public String getMethod() {
                                return "DELETE";
                            }
                        },
                        response))
                .start()) {
            assertThat(overriding.sendAs("/gateway", "GET", "/api/orders/7").status())
                    .isEqualTo(400);
            assertThat(shop.ran).isEmpty();
        }
    }

    @Test
    void tells_handlerWhoCalls() throws Exception {
        HttpServlet curious = new HttpServlet() {
            private static final long serialVersionUID = 1L;

            @Override
            protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
                Caller caller = Caller.of(request);
                assertThat(caller.scopes()).isEqualTo(Scopes.of("orders:read"));
                assertThat(caller.has(Scope.of("orders:read"))).isTrue();
                assertThat(caller.has(Scope.of("orders:write"))).isFalse();
                assertThat(caller.stillValid()).isTrue();
                app.clock().advance(Duration.ofHours(2));
                assertThat(caller.stillValid()).isFalse();
                response.getWriter().print(caller.id() + " " + caller.instance() + " " + caller);
            }
        };
        app.close();
        app = App.of(Shop.POLICY).servlet("curious", curious, "/api/orders/*").start();

        assertThat(app.sendAs("/gateway", "GET", "/api/orders/7").body())
                .matches("spiffe://shop.example/gateway (test-\\S+) spiffe://shop.example/gateway \\(\\1\\)");
    }
}
