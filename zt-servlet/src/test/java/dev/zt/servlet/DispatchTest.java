package dev.zt.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.audit.AuditEvent;
import dev.zt.audit.AuditField;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DispatchTest {
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

    @ParameterizedTest
    @ValueSource(strings = {"/public/forward", "/public/async"})
    void rejects_anonymousCaller_sentOnToGuardedHandler(String target) throws Exception {
        Wire.Reply reply = app.send("GET", target);

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.header("WWW-Authenticate")).isEqualTo("WPT");
        assertThat(shop.ran).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/public/forward", "/public/async"})
    void rejects_callerWithoutGrant_sentOnToGuardedHandler(String target) throws Exception {
        assertThat(app.sendAs("/gateway", "GET", target).status()).isEqualTo(403);
        assertThat(shop.ran).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/public/forward", "/public/async"})
    void serves_callerWithGrant_sentOnToGuardedHandler(String target) throws Exception {
        assertThat(app.sendAs("/root", "GET", target).body()).isEqualTo("admin for /root");
    }

    @ParameterizedTest
    @ValueSource(strings = {"forward", "include", "async"})
    void verifies_onceForTwoGuardedHandlers(String way) throws Exception {
        Wire.Reply reply = app.sendAs("/root", "GET", "/api/orders/" + way);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).contains("admin for /root");
        assertThat(app.events()).extracting(AuditEvent::reason).containsExactly("permitted", "permitted");
        assertThat(app.events())
                .extracting(event -> event.text(AuditField.DISPATCH))
                .containsExactly("request", way);
        assertThat(app.events())
                .extracting(event -> event.text(AuditField.ENDPOINT))
                .containsExactly("order", "admin");
    }

    @Test
    void decides_againForEachDispatch() throws Exception {
        assertThat(app.sendAs("/gateway", "GET", "/api/orders/forward").status())
                .isEqualTo(403);
        assertThat(app.lastEvent().reason()).isEqualTo("not-allowed");
        assertThat(shop.ran).isEmpty();
    }

    @Test
    void rejects_anonymousCaller_ofIncludedHandler() throws Exception {
        Wire.Reply reply = app.send("GET", "/public/include");

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.header("WWW-Authenticate")).isEqualTo("WPT");
        assertThat(reply.body()).startsWith("{\"type\":").endsWith("}");
        assertThat(app.lastEvent().reason()).isEqualTo("nothing-presented");
        assertThat(shop.ran).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/public/forward-include", "/public/include-forward"})
    void answers_byItsClass_whatWasRefusedFurtherIn(String target) throws Exception {
        assertThat(app.send("GET", target).status()).isEqualTo(401);
        assertThat(app.sendAs("/gateway", "GET", target).status()).isEqualTo(403);
        assertThat(shop.ran).isEmpty();
        assertThat(app.sendAs("/root", "GET", target).body()).contains("admin for /root");
    }

    @Test
    void keeps_theStatusOfAnError_whosePageForwardsToAGuardedHandler() throws Exception {
        try (App paged = shop.app().errorPage(500, "/public/forward").start()) {
            assertThat(paged.send("GET", "/public/error").status()).isEqualTo(500);
            assertThat(paged.send("GET", "/public/error").body())
                    .isEqualTo("{\"type\":\"about:blank\",\"status\":500}");
            assertThat(shop.ran).isEmpty();
        }
    }

    @Test
    void gives_includedHandlerItsCaller_andTakesItBack() throws Exception {
        assertThat(app.sendAs("/root", "GET", "/public/include").body()).isEqualTo("nobody [admin for /root] nobody");
    }

    @Test
    void rejects_forwardToAmbiguousTarget() throws Exception {
        assertThat(app.sendAs("/root", "GET", "/public/forward-odd").status()).isEqualTo(400);
        assertThat(app.lastEvent().reason()).isEqualTo("target-ambiguous");
        assertThat(shop.ran).isEmpty();
    }

    @Test
    void serves_asyncDispatchToItself() throws Exception {
        assertThat(app.sendAs("/gateway", "GET", "/api/orders/async-again").body())
                .isEqualTo("crossroads for /gateway");
        assertThat(app.events())
                .extracting(event -> event.text(AuditField.DISPATCH))
                .containsExactly("request", "async");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/public/error", "/public/throw"})
    void decides_onErrorPage_andKeepsTheStatusOfTheError(String target) throws Exception {
        try (App paged = shop.app().errorPage(500, "/api/admin/error").start()) {
            for (Wire.Reply refused : List.of(paged.send("GET", target), paged.sendAs("/gateway", "GET", target))) {
                assertThat(refused.status()).isEqualTo(500);
                assertThat(refused.body()).isEqualTo("{\"type\":\"about:blank\",\"status\":500}");
            }
            assertThat(paged.events())
                    .extracting(AuditEvent::reason)
                    .containsExactly("permitted", "nothing-presented", "permitted", "not-allowed");
            assertThat(shop.ran).isEmpty();

            Wire.Reply reply = paged.sendAs("/root", "GET", target);
            assertThat(reply.status()).isEqualTo(500);
            assertThat(reply.body()).isEqualTo("admin for /root");
            assertThat(paged.lastEvent().text(AuditField.DISPATCH)).isEqualTo("error");
        }
    }

    @Test
    void verifies_onceForGuardedHandlerAndItsErrorPage() throws Exception {
        try (App paged = shop.app().errorPage(500, "/api/admin/error").start()) {
            assertThat(paged.sendAs("/root", "GET", "/api/orders/error").body()).isEqualTo("admin for /root");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/public/named", "/public/named-self"})
    void rejects_dispatchByName(String target) throws Exception {
        assertThat(app.send("GET", target).status()).isEqualTo(400);
        assertThat(app.sendAs("/root", "GET", target).status()).isEqualTo(400);
        assertThat(app.lastEvent().reason()).isEqualTo("route-disagrees");
        assertThat(shop.ran).isEmpty();
    }

    @Test
    void rejects_includeByName() throws Exception {
        assertThat(app.sendAs("/root", "GET", "/public/named-include").status()).isEqualTo(400);
        assertThat(shop.ran).isEmpty();
    }

    @Test
    void answers_refusedForward_withNothingOfTheForwarder() throws Exception {
        Wire.Reply reply = app.send("GET", "/public/forward-late");

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.body()).startsWith("{\"type\":").endsWith("}");
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.header("X-Forwarder")).isNull();
    }

    @Test
    void keeps_callerForAsynchronousWork() throws Exception {
        try (App watched = shop.watchedApp().start()) {
            assertThat(watched.sendAs("/gateway", "GET", "/api/orders/work").body())
                    .isEqualTo("worked for /gateway");
        }
    }

    /** What the inner handler may do must not be seen by the outer one when it goes on. */
    @Test
    void takes_theInnerDecisionBack_alsoWhereAsynchronousWorkGoesOn() throws Exception {
        try (App watched = shop.watchedApp().start()) {
            assertThat(watched.sendAs("/gateway", "GET", "/public/forward-work").body())
                    .isEqualTo("worked for nobody");
        }
    }
}
