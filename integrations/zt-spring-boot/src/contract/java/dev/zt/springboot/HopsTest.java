package dev.zt.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That nobody but the hops of the settings is believed in what forwarding fields say, where the server could be, too. */
class HopsTest {
    private static final String KUBERNETES = "--spring.main.cloud-platform=kubernetes";

    @TempDir
    Path directory;

    private Started started(String... properties) {
        return Started.with(directory, Started.POLICY, List.of(), properties);
    }

    @Test
    void ignores_whomAForwardingFieldNames_onKubernetes() {
        // The caller at 127.0.0.1 is no hop and claims to be one.
        try (Started app = started(KUBERNETES, "--zt.forwarded-from=10.0.0.5", "--zt.plain-http=refuse")) {
            var request = HttpRequest.newBuilder(app.uri("/odd/hello"))
                    .header("X-Forwarded-For", "10.0.0.5")
                    .header("X-Forwarded-Proto", "https");

            assertThat(app.send(request).statusCode()).isNotEqualTo(200);
        }
    }

    @Test
    void believes_aTrueHop_onKubernetes() {
        try (Started app = started(KUBERNETES, "--zt.forwarded-from=127.0.0.1", "--zt.plain-http=refuse")) {
            var request = HttpRequest.newBuilder(app.uri("/odd/hello"))
                    .header("X-Forwarded-For", "203.0.113.7")
                    .header("X-Forwarded-Proto", "https");

            assertThat(app.send(request).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void refuses_serverThatBelievesForwardingFields_besideHops() {
        for (String strategy : List.of("native", "framework")) {
            assertThatThrownBy(() -> started("--zt.forwarded-from=10.0.0.5", "--server.forward-headers-strategy=" + strategy)
                            .close())
                    .rootCause()
                    .hasMessageContaining("server.forward-headers-strategy")
                    .hasMessageContaining(strategy);
        }
    }

    @Test
    void refuses_valveThatAnotherPropertyBringsIn_besideHops() {
        // Tomcat logs what the filter threw, and says no more than this.
        assertThatThrownBy(() -> started(
                                "--zt.forwarded-from=10.0.0.5", "--server.tomcat.remoteip.remote-ip-header=x-forwarded-for")
                        .close())
                .hasStackTraceContaining("failed to start");
    }

    @Test
    void leaves_theStrategyThatAnApplicationStates() {
        try (Started app = started("--server.forward-headers-strategy=native")) {
            assertThat(app.context.getEnvironment().getProperty("server.forward-headers-strategy"))
                    .isEqualTo("native");
        }
    }
}
