package dev.zt.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The actuator at a port of its own: guarded as everything is. */
class ActuatorTest {
    @TempDir
    static Path directory;

    private static Started app;

    @BeforeAll
    static void start() {
        app = Started.with(
                directory,
                Started.POLICY.replace(
                        "parts: {match: \"GET /actuator/health/{part}\"", "parts: {match: \"GET /actuator/health/{**}\""),
                List.of(),
                "--management.server.port=0",
                "--management.server.address=127.0.0.1",
                "--management.endpoints.web.exposure.include=health,info",
                "--management.endpoint.health.show-details=always");
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    private static String management(String path, int status) {
        String port = app.context.getEnvironment().getRequiredProperty("local.management.port");
        var answer = app.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)));
        assertThat(answer.statusCode()).as(path).isEqualTo(status);
        return answer.body();
    }

    @Test
    void tells_theHealthOfItsParts() {
        assertThat(management("/actuator/health/zt", 200))
                .contains("\"identity\"", "\"trust\"", "\"replay\"", "spiffe://shop.example/orders", "\"instance\"");
        assertThat(management("/actuator/health/zt/replay", 200)).contains("\"UP\"", "capacity");
    }

    @Test
    void denies_endpointsWithoutARule_alsoAtAnotherPort() {
        management("/actuator/info", 401);
        management("/actuator", 401);
    }

    @Test
    void counts_decisionsByReasonAndEndpoint() {
        app.getAs("/gateway", "/orders/7");
        app.getAs("/clerk", "/orders/7");
        app.get("/orders/7");

        MeterRegistry meters = app.context.getBean(MeterRegistry.class);
        assertThat(meters.get("zt.decisions")
                        .tags("outcome", "permit", "reason", "permitted", "endpoint", "read-order")
                        .timer()
                        .count())
                .isPositive();
        assertThat(meters.get("zt.decisions")
                        .tags("outcome", "deny", "reason", "scope-missing", "endpoint", "read-order")
                        .timer()
                        .count())
                .isPositive();
        assertThat(meters.get("zt.audit.unrecorded").functionCounter().count()).isZero();
    }
}
