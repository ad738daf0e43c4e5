package dev.zt.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.audit.AuditEvent;
import dev.zt.audit.AuditField;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dispatches by name that were configured as calls of a path; the others are in DispatchTest. */
class NamedDispatchTest {
    private final Shop shop = new Shop();
    private App app;

    private void start(String path) throws Exception {
        app = shop.app().edge(builder -> builder.dispatchByName("admin", path)).start();
    }

    @AfterEach
    void stop() {
        if (app != null) {
            app.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/public/named", "/public/named-include"})
    void decides_asOnACallOfThePath(String target) throws Exception {
        start("/api/admin/by-name");

        assertThat(app.send("GET", target).status()).isEqualTo(401);
        assertThat(app.sendAs("/gateway", "GET", target).status()).isEqualTo(403);
        assertThat(shop.ran).isEmpty();
        assertThat(app.sendAs("/root", "GET", target).body()).isEqualTo("admin for /root");
        assertThat(app.lastEvent().text(AuditField.DISPATCH)).isEqualTo("named");
        assertThat(app.lastEvent().text(AuditField.ENDPOINT)).isEqualTo("admin");
    }

    @Test
    void verifies_onceForTheDispatcherAndItsTarget() throws Exception {
        start("/api/admin/by-name");

        assertThat(app.sendAs("/root", "GET", "/api/orders/named").body()).isEqualTo("admin for /root");
        assertThat(app.events()).extracting(AuditEvent::reason).containsExactly("permitted", "permitted");
    }

    @Test
    void gives_theDispatcherItsDecisionBack() throws Exception {
        start("/api/admin/by-name");

        assertThat(app.sendAs("/root", "GET", "/public/named-include-between").body())
                .isEqualTo("nobody [admin for /root] nobody");
    }

    @Test
    void rejects_aPathThatLeadsToAnotherServlet() throws Exception {
        start("/api/orders/7");

        assertThat(app.sendAs("/root", "GET", "/public/named").status()).isEqualTo(400);
        assertThat(app.lastEvent().reason()).isEqualTo("route-disagrees");
        assertThat(shop.ran).isEmpty();
    }

    @Test
    void rejects_everyOtherNameStill() throws Exception {
        start("/api/admin/by-name");

        assertThat(app.sendAs("/root", "GET", "/public/named-self").status()).isEqualTo(400);
        assertThat(shop.ran).isEmpty();
    }

    @Test
    void refuses_aServletThatIsNotThere() throws Exception {
        App other = shop.app().edge(builder -> builder.dispatchByName("nobody", "/x"));

        assertThatThrownBy(other::start).hasMessageContaining("[nobody]");
        other.close();
    }

    @Test
    void refuses_aPathThatIsNotPlain() throws Exception {
        App other = shop.app().edge(builder -> builder.dispatchByName("admin", "/api/../admin"));

        assertThatThrownBy(other::start).hasMessageContaining("'/api/../admin' is no plain path");
        other.close();
    }
}
