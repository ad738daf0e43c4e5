package dev.zt.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.guard.ProtectedResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Metadata of the service as a protected resource (RFC 9728 §3), where no servlet is mapped. */
class MetadataTest {
    private static final String PATH = "/.well-known/oauth-protected-resource";

    private App app;

    @BeforeEach
    void start() throws Exception {
        ProtectedResource resource = ProtectedResource.builder(App.AUDIENCE).build();
        app = new Shop()
                .app()
                .guard(builder -> builder.allowLoopbackHttp().protectedResource(resource))
                .start();
    }

    @AfterEach
    void stop() {
        app.close();
    }

    @Test
    void tells_anybody() throws Exception {
        Wire.Reply reply = app.send("GET", PATH);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        assertThat(reply.body()).contains("\"resource\":\"https://orders.internal\"");
        assertThat(app.events()).isEmpty();
    }

    @Test
    void answers_headWithoutContent() throws Exception {
        Wire.Reply reply = app.send("HEAD", PATH);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEmpty();
    }

    @Test
    void denies_everythingElseThere() throws Exception {
        assertThat(app.send("POST", PATH).status()).isEqualTo(401);
        assertThat(app.send("GET", PATH + "/").status()).isEqualTo(401);
        assertThat(app.send("GET", PATH + ";x").status()).isEqualTo(400);
        assertThat(app.send("GET", "/x/.." + PATH).status()).isEqualTo(400);
    }

    @Test
    void tells_nothing_whereNoResourceIsNamed() throws Exception {
        try (App silent = new Shop().app().start()) {
            assertThat(silent.send("GET", PATH).status()).isEqualTo(401);
        }
    }
}
