package dev.zt.samples.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.identity.Scopes;
import dev.zt.own.WorkloadProof;
import dev.zt.testkit.TestAuthority;
import dev.zt.testkit.TestWorkload;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** A WebSocket is opened by a GET, so it needs what the policy demands of that GET. */
class WebSocketUpgradeTest {
    private static final String PATH = "/socket";
    private static final String POLICY = """
            zt: 1
            service: target
            segment: target
            admit: {trust-domains: [example.org]}
            workloads: {caller: 'spiffe://example.org/caller'}
            segments: {target: [caller]}
            endpoints: {socket: {match: GET /socket, requires: ['socket:open']}}
            allow: [{id: A1, caller: caller, to: socket, scopes: ['socket:open', 'socket:other']}]
            """;

    private final TestAuthority authority = TestAuthority.of("example.org", InstantSource.system());
    private final TestWorkload caller = authority.issue("/caller");

    @ParameterizedTest
    @FieldSource("dev.zt.samples.conformance.Siege#CONTAINERS")
    void opens_onlyForWhoMayGetIt(String container, @TempDir Path directory) throws IOException {
        Path policy = Files.writeString(directory.resolve("policy.yaml"), POLICY);
        List<String> options = List.of(
                "--trust", Siege.trustFile(authority, directory).toString(),
                "--policy", policy.toString(),
                "--audience", Siege.AUDIENCE.toString());
        try (TargetProcess target = TargetProcess.start(container, directory.resolve("log"), options)) {
            assertThat(upgrade(target.port(), List.of())).startsWith("401");
            assertThat(upgrade(target.port(), credentials("socket:other"))).startsWith("403");
            assertThat(upgrade(target.port(), credentials("socket:open"))).isEqualTo("101 hello");
        }
    }

    private List<String> credentials(String scope) {
        WorkloadProof proof = caller.proveNarrowed(Siege.AUDIENCE, Scopes.of(scope));
        return List.of(
                "Workload-Identity-Token: " + proof.workloadIdentityToken(), "Authorization: " + proof.authorization());
    }

    /** The status, and what a socket that was opened sends back. */
    private static String upgrade(int port, List<String> credentials) throws IOException {
        List<String> headers = new ArrayList<>(List.of(
                "Host: target.internal",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));
        headers.addAll(credentials);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            String request = "GET " + PATH + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            Reply reply = Http1.read(socket.getInputStream(), false);
            if (reply.status() != 101) {
                return reply.status() + " " + reply.body();
            }
            out.write(masked("hello"));
            out.flush();
            return "101 " + unmasked(socket.getInputStream());
        }
    }

    // RFC 6455 §5.2: a final text frame, masked by zeros.
    private static byte[] masked(String text) {
        byte[] frame = new byte[6 + text.length()];
        frame[0] = (byte) 0x81;
        frame[1] = (byte) (0x80 | text.length());
        System.arraycopy(text.getBytes(StandardCharsets.US_ASCII), 0, frame, 6, text.length());
        return frame;
    }

    private static String unmasked(InputStream in) throws IOException {
        assertThat(in.read()).isEqualTo(0x81);
        return new String(in.readNBytes(in.read()), StandardCharsets.US_ASCII);
    }
}
