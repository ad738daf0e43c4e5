package dev.zt.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.identity.WorkloadId;
import dev.zt.testkit.TestAuthority;
import dev.zt.testkit.TestWorkload;
import dev.zt.tls.PeerMatcher;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** OpenSSL, curl and HAProxy at the other end of a connection, or in the middle of it. */
@Interop
class TlsToolsTest {
    private static final String REQUEST = "GET /orders/7 HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";

    private final TestAuthority authority = TestAuthority.of("shop.example", InstantSource.system());
    private final TestWorkload orders = authority.issue("/orders");
    private final TestWorkload gateway = authority.issue("/gateway");
    private final List<Process> started = new ArrayList<>();
    private Path gatewayFiles;
    private Path ordersFiles;
    private MutualOrders service;

    @BeforeEach
    void start() throws IOException {
        gatewayFiles = Files.createTempDirectory(Work.directory(), "gateway");
        ordersFiles = Files.createTempDirectory(Work.directory(), "orders");
        authority.writePem(gateway, gatewayFiles);
        authority.writePem(orders, ordersFiles);
        service = MutualOrders.overTls(authority, orders.identity().mutualTls(PeerMatcher.anyWorkload()));
    }

    @AfterEach
    void stop() throws InterruptedException {
        service.close();
        for (Process process : started) {
            process.destroy();
            process.waitFor();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void serve(int port, List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Work.log(Path.of(command.get(0)).getFileName().toString())
                        .toFile())
                .start();
        started.add(process);
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!accepts(port)) {
            assertThat(process.isAlive()).as("%s runs", command.get(0)).isTrue();
            assertThat(System.nanoTime())
                    .as("%s listens in time", command.get(0))
                    .isLessThan(end);
        }
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static String file(Path directory, String name) {
        return directory.resolve(name).toString();
    }

    private List<String> openssl(String... more) {
        List<String> command = new ArrayList<>(List.of(
                "openssl",
                "s_client",
                "-connect",
                "127.0.0.1:" + service.port(),
                "-tls1_3",
                "-ign_eof",
                "-verify_return_error",
                "-CAfile",
                file(gatewayFiles, "svid_bundle.pem")));
        command.addAll(List.of(more));
        return command;
    }

    private Tool curl(int port, String... more) {
        List<String> command = new ArrayList<>(List.of(
                "curl",
                "--silent",
                "--show-error",
                "--noproxy",
                "*",
                "--max-time",
                "20",
                "--cacert",
                file(gatewayFiles, "svid_bundle.pem"),
                "--write-out",
                " %{http_code}"));
        command.addAll(List.of(more));
        command.add("https://127.0.0.1:" + port + "/orders/7");
        return Tool.run("", command);
    }

    private String[] certificate(Path files) {
        return new String[] {"--cert", file(files, "svid.pem"), "--key", file(files, "svid_key.pem")};
    }

    @Test
    void openssl_callsWithItsCertificate() {
        Tool ran = Tool.run(
                REQUEST, openssl("-cert", file(gatewayFiles, "svid.pem"), "-key", file(gatewayFiles, "svid_key.pem")));

        assertThat(ran.output())
                .contains("TLSv1.3", "Verify return code: 0 (ok)", "HTTP/1.1 200")
                .contains("an order for spiffe://shop.example/gateway by CERTIFICATE");
    }

    @Test
    void openssl_isAskedForAProof_withoutOne() {
        Tool ran = Tool.run(REQUEST, openssl());

        assertThat(ran.output()).contains("HTTP/1.1 401");
        assertThat(service.reason()).isEqualTo("nothing-presented");
    }

    @Test
    void openssl_isHungUpOn_withTheCertificateOfAnotherCa() throws IOException {
        Path forged = Files.createTempDirectory(Work.directory(), "forged");
        TestAuthority other = TestAuthority.of("shop.example", InstantSource.system());
        other.writePem(other.issue("/gateway"), forged);

        Tool ran = Tool.run(REQUEST, openssl("-cert", file(forged, "svid.pem"), "-key", file(forged, "svid_key.pem")));

        assertThat(ran.output()).doesNotContain("HTTP/1.1").contains("alert certificate unknown");
    }

    @Test
    void openssl_answersWithItsCertificate_andIsRecognised() throws Exception {
        int port = freePort();
        serve(
                port,
                List.of(
                        "openssl",
                        "s_server",
                        "-accept",
                        "127.0.0.1:" + port,
                        "-tls1_3",
                        "-www",
                        "-Verify",
                        "1",
                        "-verify_return_error",
                        "-CAfile",
                        file(ordersFiles, "svid_bundle.pem"),
                        "-cert",
                        file(ordersFiles, "svid.pem"),
                        "-key",
                        file(ordersFiles, "svid_key.pem")));

        assertThat(handshake(port, orders.id())).startsWith("HTTP/1.0 200");
        assertThatThrownBy(() -> handshake(port, gateway.id())).isInstanceOf(IOException.class);
    }

    // By hand, because this server does not say where its answer ends.
    private String handshake(int port, WorkloadId callee) throws IOException {
        SSLContext tls = gateway.identity()
                .clientTls(Map.of(URI.create("https://127.0.0.1:" + port), PeerMatcher.exactly(callee)));
        try (SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(15), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void curl_callsWithAndWithoutItsCertificate() throws IOException {
        Path kiosk = Files.createTempDirectory(Work.directory(), "kiosk");
        authority.writePem(authority.issue("/kiosk"), kiosk);

        assertThat(curl(service.port(), certificate(gatewayFiles)).output())
                .isEqualTo("an order for spiffe://shop.example/gateway by CERTIFICATE 200");
        assertThat(curl(service.port()).output()).endsWith(" 401");
        assertThat(curl(service.port(), certificate(kiosk)).output()).endsWith(" 403");
    }

    @Test
    void haproxy_endsTls_andNamesTheCertificate() throws IOException {
        try (MutualOrders behind = MutualOrders.behindAHop(authority)) {
            int port = freePort();
            Path pem = ordersFiles.resolve("both.pem");
            Files.writeString(
                    pem,
                    Files.readString(ordersFiles.resolve("svid.pem"))
                            + Files.readString(ordersFiles.resolve("svid_key.pem")));
            Path configuration = ordersFiles.resolve("haproxy.cfg");
            Files.writeString(
                    configuration, """
                    defaults
                      mode http
                      timeout connect 5s
                      timeout client 20s
                      timeout server 20s
                    frontend edge
                      bind 127.0.0.1:%d ssl crt %s ca-file %s verify optional ssl-min-ver TLSv1.3
                      http-request del-header Client-Cert
                      http-request del-header Client-Cert-Chain
                      http-request set-header Client-Cert :%%[ssl_c_der,base64]: if { ssl_c_used }
                      http-request set-header X-Forwarded-Proto https
                      default_backend orders
                    backend orders
                      server orders 127.0.0.1:%d
                    """.formatted(port, pem, file(ordersFiles, "svid_bundle.pem"), behind.port()));
            serve(port, List.of("haproxy", "-db", "-f", configuration.toString()));

            assertThat(curl(port, certificate(gatewayFiles)).output())
                    .isEqualTo("an order for spiffe://shop.example/gateway by CERTIFICATE 200");
            assertThat(curl(port).output()).endsWith(" 401");
            assertThat(curl(port, "--header", "Client-Cert: " + forged()).output())
                    .endsWith(" 401");
        }
    }

    // What the client itself writes does not get past the hop.
    private String forged() throws IOException {
        String pem = Files.readString(gatewayFiles.resolve("svid.pem"));
        return ":" + pem.replaceAll("-----[A-Z ]+-----|\\s", "") + ":";
    }
}
