package dev.zt.samples.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.identity.Audience;
import dev.zt.identity.Scopes;
import dev.zt.own.WorkloadProof;
import dev.zt.testkit.ManualClock;
import dev.zt.testkit.TestAuthority;
import dev.zt.testkit.TestIssuer;
import dev.zt.testkit.TestToken;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The command line of the targets. */
class ProgramTest {

    @TempDir
    private Path directory;

    private TargetProcess start(String container, String... options) throws IOException {
        return TargetProcess.start(container, directory.resolve("log"), List.of(options));
    }

    private static List<String> headers(WorkloadProof proof) {
        return List.of(
                "Host: target.internal",
                "Workload-Identity-Token: " + proof.workloadIdentityToken(),
                "Authorization: " + proof.authorization());
    }

    @ParameterizedTest
    @FieldSource("dev.zt.samples.conformance.Siege#CONTAINERS")
    void serves_overTls(String container) throws Exception {
        try (TargetProcess target = start(container, "--tls")) {
            assertThat(target.origin()).startsWith("https://127.0.0.1:");
            try (SSLSocket socket =
                    (SSLSocket) anyServer().getSocketFactory().createSocket("127.0.0.1", target.port())) {
                String request = Http1.request("GET /public/x HTTP/1.1", List.of("Host: target.internal"));
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                assertThat(Http1.read(socket.getInputStream(), false).handler()).isEqualTo("public");
            }
        }
    }

    /** A certificate that nothing is bound to changes nothing; the handshake must not fail for it. */
    @Tag("thorough")
    @ParameterizedTest
    @FieldSource("dev.zt.samples.conformance.Siege#CONTAINERS")
    void serves_overTls_whoShowsACertificate(String container) throws Exception {
        KeyManager[] keys = certificate();
        try (TargetProcess target = start(container, "--tls")) {
            try (SSLSocket socket =
                    (SSLSocket) anyServer(keys).getSocketFactory().createSocket("127.0.0.1", target.port())) {
                String request = Http1.request("GET /public/x HTTP/1.1", List.of("Host: target.internal"));
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                assertThat(Http1.read(socket.getInputStream(), false).handler()).isEqualTo("public");
                assertThat(socket.getSession().getLocalCertificates()).hasSize(1);
            }
        }
    }

    @Tag("thorough")
    @ParameterizedTest
    @FieldSource("dev.zt.samples.conformance.Siege#CONTAINERS")
    void serves_aTokenOverTheConnectionThatItIsBoundTo(String container) throws Exception {
        KeyManager[] keys = certificate();
        X509KeyManager holder = (X509KeyManager) keys[0];
        X509Certificate own = holder.getCertificateChain(holder.getClientAliases("EC", null)[0])[0];
        TestIssuer issuer = TestIssuer.of("https://idp.example", InstantSource.system());
        Path trust = Siege.trustFile(TestAuthority.of("example.org", InstantSource.system()), issuer, directory);
        TestToken token = issuer.client("billing")
                .token(Siege.AUDIENCE, Scopes.of("orders:read"))
                .boundTo(own);
        List<String> headers = List.of("Host: target.internal", "Authorization: Bearer " + token.text());
        String request = Http1.request("GET /api/orders/7 HTTP/1.1", headers);
        try (TargetProcess target = start(container, "--tls", "--trust", trust.toString())) {
            assertThat(overTls(target, anyServer(keys), request).said("proof")).isEqualTo("certificate_bound");

            Reply withoutCertificate = overTls(target, anyServer(), request);
            assertThat(withoutCertificate.status()).isEqualTo(401);
            assertThat(withoutCertificate.header("WWW-Authenticate")).contains("error=\"invalid_token\"");
        }
    }

    private static Reply overTls(TargetProcess target, SSLContext client, String request) throws IOException {
        try (Socket socket = client.getSocketFactory().createSocket("127.0.0.1", target.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return Http1.read(socket.getInputStream(), false);
        }
    }

    private KeyManager[] certificate() throws Exception {
        Path store = directory.resolve("client.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=client",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "secret")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), "secret".toCharArray());
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, "secret".toCharArray());
        return factory.getKeyManagers();
    }

    private static SSLContext anyServer(KeyManager... keys) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.length == 0 ? null : keys, new TrustManager[] {new AnyServer()}, null);
        return context;
    }

    @ParameterizedTest
    @FieldSource("dev.zt.samples.conformance.Siege#CONTAINERS")
    void says_thatItsPortIsInUse(String container) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertThatThrownBy(() -> start(container, "--port", port))
                    .hasMessageContaining("port " + port + " is in use");
        }
    }

    @Test
    void stops_theClock_andTakesItsAudience() throws Exception {
        ManualClock then = ManualClock.at("2026-01-01T00:00:00Z");
        TestAuthority authority = TestAuthority.of("example.org", then);
        Path trust = Siege.trustFile(authority, directory);
        try (TargetProcess target = start(
                "jetty",
                "--trust",
                trust.toString(),
                "--audience",
                "https://other.internal",
                "--now",
                "2026-01-01T00:00:00Z")) {
            WorkloadProof proof = authority.issue("/anybody").prove(Audience.of("https://other.internal"));
            String request = Http1.request("GET /api/orders/7 HTTP/1.1", headers(proof));

            assertThat(Http1.send(target.port(), "GET", request).said("scopes"))
                    .isEqualTo("admin orders:read orders:write");
        }
    }

    @Test
    void trusts_nobody_withoutATrustFile() throws Exception {
        TestAuthority authority = TestAuthority.of("example.org", InstantSource.system());
        try (TargetProcess target = start("jetty", "--audience", Siege.AUDIENCE.toString())) {
            WorkloadProof proof = authority.issue("/anybody").prove(Siege.AUDIENCE);
            String request = Http1.request("GET /api/orders/7 HTTP/1.1", headers(proof));

            assertThat(Http1.send(target.port(), "GET", request).status()).isEqualTo(400);
        }
    }

    @Test
    void refuses_aTrustFileThatSaysMore() throws Exception {
        Path trust = Files.writeString(directory.resolve("trust.json"), "{\"trust_domains\": {}, \"other\": {}}");

        assertThatThrownBy(() -> start("jetty", "--trust", trust.toString())).hasMessageContaining("does not start");
        assertThat(directory.resolve("log")).content().contains("a member other than trust_domains and issuers");
    }

    @Test
    void refuses_anUnknownOption() {
        assertThatThrownBy(() -> start("jetty", "--prot", "1")).hasMessageContaining("does not start");
        assertThat(directory.resolve("log")).content().contains("--prot").contains("--port");
    }

    private static final class AnyServer implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
