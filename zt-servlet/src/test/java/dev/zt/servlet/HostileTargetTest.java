package dev.zt.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets that a container and a policy could read differently, against Jetty as shipped and Jetty told to let all in. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileTargetTest {
    private final Shop shop = new Shop();
    private App strict;
    private App lenient;

    @BeforeAll
    void start() throws Exception {
        strict = shop.app().start();
        lenient = shop.app().lenientJetty().start();
    }

    @AfterAll
    void stop() throws Exception {
        strict.close();
        lenient.close();
    }

    @BeforeEach
    void forget() {
        shop.ran.clear();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/public/../api/admin/users",
                "/public/..;/api/admin/users",
                "/public/..;x=1/api/admin/users",
                "/public/%2e%2e/api/admin/users",
                "/public/.%2e/api/admin/users",
                "/public/%2E%2E;/api/admin/users",
                "/public/%252e%252e/api/admin/users",
                "/public/x/..%2f..%2fapi/admin/users",
                "/public/%2f../api/admin/users",
                "/public%2f..%2fapi%2fadmin/users",
                "/public/..%5capi/admin/users",
                "/public/..\\api\\admin\\users",
                "/public;x=1/../api/admin/users",
                "/public/;/api/admin/users",
                "/public/./../api/admin/users",
                "//api/admin/users",
                "/public//api/admin/users",
                "/api//admin/users",
                "/api/./admin/users",
                "/api/admin;x=1/users",
                "/api;/admin/users",
                "/api/admin/users;jsessionid=1",
                "/api/admin%3bx=1/users",
                "/api/%61dmin%00/users",
                "/api/admin/users%00.html",
                "/api/admin%0a/users",
                "/api/admin%0d%0aX:%20y/users",
                "/api/admin%09/users",
                "/api/admin%7f/users",
                "/api/admin%c0%af/users",
                "/api/admin%ff/users",
                "/api/admin%ef%bb%bf/users",
                "/api/admin%u0041/users",
                "/api/admin%2/users",
                "/api/admin%/users",
                "/api/admin%25/users",
                "/api/admin/users\u00e9",
                "api/admin/users",
                "*",
                "\\api\\admin\\users",
                "/api\\admin/users",
            })
    void rejects_target(String target) throws Exception {
        assertThat(strict.send("GET", target).status()).as("Jetty as shipped").isEqualTo(400);
        assertThat(strict.sendAs("/root", "GET", target).status()).as("proven").isEqualTo(400);
        assertThat(lenient.send("GET", target).status()).as("lenient Jetty").isEqualTo(400);
        assertThat(lenient.sendAs("/root", "GET", target).status())
                .as("lenient, proven")
                .isEqualTo(400);
        assertThat(shop.ran).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/API/admin/users",
                "/api/Admin/users",
                "/api/%41dmin/users",
                "/api/admin.json",
                "/api/admin%20/users",
                "/api%20/admin/users",
                "/api/admi%C3%B1/users",
                "/exact/",
                "/exact.do",
                "/exact%20",
                "/api",
                "/",
                "/api/admin.do",
            })
    void denies_nearMiss(String target) throws Exception {
        assertThat(strict.send("GET", target).status()).isEqualTo(401);
        assertThat(strict.sendAs("/root", "GET", target).status()).isEqualTo(403);
        assertThat(lenient.sendAs("/root", "GET", target).status()).isEqualTo(403);
        assertThat(shop.ran).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/admin/users", "/api/admin/", "/api/admin", "/api/%61dmin/users", "/api/admin/x.do"})
    void decides_sameEndpoint(String target) throws Exception {
        assertThat(strict.send("GET", target).status()).isEqualTo(401);
        assertThat(strict.sendAs("/gateway", "GET", target).status()).isEqualTo(403);
        assertThat(shop.ran).isEmpty();
        assertThat(strict.sendAs("/root", "GET", target).body()).isEqualTo("admin for /root");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/admin/users#x",
                "/public/x#/../../api/admin/users",
                "http://someone@orders.internal/public/x",
                "ftp://orders.internal/public/x",
            })
    void rejects_whatJettyWouldDropUnseen(String target) throws Exception {
        assertThat(strict.send("GET", target).status()).isEqualTo(400);
        assertThat(lenient.sendAs("/root", "GET", target).status()).isEqualTo(400);
        assertThat(lenient.lastEvent().reason()).isEqualTo("target-ambiguous");
        assertThat(shop.ran).isEmpty();
    }

    @Test
    void rejects_absoluteForm_ofGuardedPath() throws Exception {
        assertThat(strict.send("GET", "http://orders.internal/api/admin/users").status())
                .isIn(400, 401);
        assertThat(shop.ran).isEmpty();
    }

    @Test
    void rejects_pathThatAnotherExactServletTakes() throws Exception {
        assertThat(strict.send("GET", "/mixed/7").body()).isEqualTo("mixed for nobody");
        assertThat(strict.send("GET", "/mixed/secret").status()).isEqualTo(400);
        assertThat(strict.lastEvent().reason()).isEqualTo("route-disagrees");
        assertThat(shop.ran).containsExactly("mixed");
    }

    @Test
    void rejects_pathThatAnExtensionTakes() throws Exception {
        assertThat(strict.send("GET", "/forms/print").body()).isEqualTo("rest for nobody");
        assertThat(strict.send("GET", "/forms/print.do").body()).isEqualTo("legacy for nobody");
        assertThat(strict.send("GET", "/forms/wipe.do").status()).isEqualTo(400);
        assertThat(strict.lastEvent().reason()).isEqualTo("route-disagrees");
        assertThat(shop.ran).containsExactly("rest", "legacy");
    }

    @Test
    void rejects_overlongTarget() throws Exception {
        assertThat(strict.send("GET", "/public/" + "a".repeat(5000)).status()).isEqualTo(400);
        assertThat(shop.ran).isEmpty();
    }
}
