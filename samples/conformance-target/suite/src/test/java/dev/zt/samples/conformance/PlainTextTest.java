package dev.zt.samples.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.own.WorkloadProof;
import dev.zt.testkit.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Where plain HTTP is refused, nothing that a client writes makes it pass as TLS. */
class PlainTextTest {
    private static final List<String> ABSOLUTE = List.of(
            "https://target.internal/public/x",
            "HTTPS://target.internal/public/x",
            "https://target.internal:443/public/x",
            "https://target.internal/api/admin/users");
    private static final List<String> SCHEMES = List.of("https", "HTTPS", "wss", "http");

    private final TestAuthority authority = TestAuthority.of("example.org", InstantSource.system());

    @Tag("thorough")
    @ParameterizedTest
    @FieldSource("dev.zt.samples.conformance.Siege#CONTAINERS")
    void serves_nothing(String container, @TempDir Path directory) throws IOException {
        Path trust = Siege.trustFile(authority, directory);
        List<String> options =
                List.of("--trust", trust.toString(), "--audience", Siege.AUDIENCE.toString(), "--refuse-plain");
        Map<String, String> served = new TreeMap<>();
        try (TargetProcess target = TargetProcess.start(container, directory.resolve("log"), options)) {
            for (HostileRequest request : HostileRequest.all().toList()) {
                note(served, request.line(), Http1.send(target.port(), request.method(), bytes(request.line())));
            }
            for (String absolute : ABSOLUTE) {
                String line = "GET " + absolute + " HTTP/1.1";
                note(served, line, Http1.send(target.port(), "GET", bytes(line)));
                note(served, line + ", h2c", Http2.upgrade(target.port(), upgrading(line)));
            }
            for (String scheme : SCHEMES) {
                for (String path : List.of("/public/x", "/api/admin/users")) {
                    note(served, scheme + " " + path, Http2.send(target.port(), scheme, "GET", path, headers()));
                }
            }
        }
        assertThat(served).isEmpty();
        assertThat(Files.readString(directory.resolve("log"))).contains("reason=channel-plain");
    }

    private List<String> headers() {
        WorkloadProof proof = authority.issue("/caller").prove(Siege.AUDIENCE);
        return List.of(
                "Host: target.internal",
                "Workload-Identity-Token: " + proof.workloadIdentityToken(),
                "Authorization: " + proof.authorization());
    }

    private String bytes(String line) {
        return Http1.request(line, headers());
    }

    private String upgrading(String line) {
        List<String> upgrade =
                List.of("Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__", "Connection: Upgrade, HTTP2-Settings");
        return line + "\r\n"
                + String.join(
                        "\r\n",
                        Stream.concat(headers().stream(), upgrade.stream()).toList()) + "\r\n\r\n";
    }

    private static void note(Map<String, String> served, String request, Reply reply) {
        if (!reply.handler().isEmpty()) {
            served.put(request.replaceAll("[^ -~]", "?"), reply.status() + " " + reply.handler());
        }
    }
}
