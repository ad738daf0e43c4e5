package dev.zt.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zt.springboot.secured.Secured;
import dev.zt.springboot.secured.Sessions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.ClassUtils;

/** An application that has Spring Security as well. Run with it on the class path; all other tests run without. */
class SpringSecurityTest {
    @TempDir
    static Path directory;

    private static Started app;
    private static Started sessions;

    @BeforeAll
    static void start() {
        assumeTrue(
                ClassUtils.isPresent("org.springframework.security.web.SecurityFilterChain", null),
                "Spring Security is not there");
        String policy = Started.POLICY
                .replace("  hello:", "  hello-again: {match: \"GET /odd/hello-again\", public: true}\n  hello:");
        app = Started.with(directory, policy, List.of(Secured.class));
        sessions = Started.with(app.authority(), directory, policy, List.of(Sessions.class));
    }

    @AfterAll
    static void stop() {
        if (app != null) {
            app.close();
            sessions.close();
        }
    }

    @Test
    void gives_theCallerAsAuthentication_withItsScopes() {
        assertThat(app.getAs("/gateway", "/odd/name").body())
                .isEqualTo("spiffe://shop.example/gateway [SCOPE_orders:read]");
    }

    @Test
    void lets_methodSecurityDecideByScopes() {
        assertThat(app.getAs("/gateway", "/odd/report").body()).isEqualTo("report for spiffe://shop.example/gateway");
        assertThat(app.getAs("/clerk", "/odd/report").statusCode()).isEqualTo(403);
    }

    @Test
    void knows_nobodyOnAPublicEndpoint() {
        assertThat(app.get("/odd/hello-again").body()).isEqualTo("anonymousUser");
        assertThat(app.getAs("/gateway", "/odd/hello-again").body()).isEqualTo("anonymousUser");
    }

    @Test
    void leaves_nothingBehindForTheNextCall() {
        assertThat(app.getAs("/gateway", "/odd/name").statusCode()).isEqualTo(200);
        assertThat(app.get("/odd/hello-again").body()).isEqualTo("anonymousUser");
    }

    @Test
    void keeps_nobodyInASession() {
        assertThat(sessions.getAs("/gateway", "/odd/name").headers().firstValue("Set-Cookie"))
                .isEmpty();
    }

    @Test
    void knows_nobodyInAForwardToAPublicEndpoint() {
        assertThat(app.getAs("/gateway", "/odd/forwarding").body()).isEqualTo("anonymousUser");
    }

    @Test
    void stands_behindTheGuard() {
        assertThat(app.get("/odd/name").statusCode()).isEqualTo(401);
        assertThat(app.get("/odd/name").headers().firstValue("WWW-Authenticate")).contains("WPT");
        assertThat(app.context
                        .getBean(ZtInstallation.class)
                        .installation()
                        .coverage()
                        .findings())
                .noneMatch(finding -> finding.text().contains("springSecurityFilterChain"));
    }

    @Test
    void keeps_theGuardsAsynchronousCallers() {
        assertThat(app.getAs("/gateway", "/odd/callable").body()).isEqualTo("called for spiffe://shop.example/gateway");
    }
}
