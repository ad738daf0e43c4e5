package dev.zt.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.identity.WorkloadId;
import dev.zt.keys.SignatureProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients are given that open their sockets themselves. */
class ClientTlsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final WorkloadId ORDERS = WorkloadId.of("spiffe://shop.example/orders");
    private static final WorkloadId BILLING = WorkloadId.of("spiffe://shop.example/billing");

    private final SvidAuthority authority = new SvidAuthority(NOW);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private SSLServerSocket listening;
    private int port;

    @BeforeEach
    void listen() throws Exception {
        X509Svid orders = authority.svid(ORDERS.toString());
        SSLContext server = TlsContexts.server(() -> Optional.of(orders));
        listening = (SSLServerSocket)
                server.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress());
        port = listening.getLocalPort();
    }

    @AfterEach
    void end() throws IOException {
        listening.close();
        threads.shutdownNow();
    }

    private ClientTls towards(String host, WorkloadId answering) throws Exception {
        Map<URI, PeerMatcher> peers =
                Map.of(URI.create("https://" + host + ":" + port), PeerMatcher.exactly(answering));
        return new ClientTls(
                new SvidTrust(peers, authority.bundles(), SignatureProvider.bouncyCastle(), () -> NOW),
                Optional::empty);
    }

    /** Whom a socket of the factory met, the way a client makes it. */
    private X509Certificate meet(ClientTls tls, Way way) throws Exception {
        CompletableFuture<Void> served = CompletableFuture.runAsync(this::serve, threads);
        try (SSLSocket socket = (SSLSocket) way.open(tls, port)) {
            socket.setSoTimeout(10_000);
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        } finally {
            served.handle((done, failure) -> true).get(10, TimeUnit.SECONDS);
        }
    }

    private void serve() {
        try (SSLSocket socket = (SSLSocket) listening.accept()) {
            socket.setSoTimeout(10_000);
            socket.startHandshake();
            socket.getOutputStream().write('k');
        } catch (IOException e) {
            // The client hung up, which its side of the test sees.
        }
    }

    @FunctionalInterface
    private interface Way {
        Socket open(ClientTls tls, int port) throws IOException;
    }

    private static Socket layered(ClientTls tls, int port) throws IOException {
        Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
        return tls.sockets().createSocket(plain, "127.0.0.1", port, true);
    }

    @Test
    void recognises_theRightServer_howeverTheSocketIsMade() throws Exception {
        ClientTls tls = towards("127.0.0.1", ORDERS);

        assertThat(meet(tls, ClientTlsTest::layered)).isNotNull();
        assertThat(meet(tls, (parts, at) -> parts.sockets().createSocket("127.0.0.1", at)))
                .isNotNull();
        assertThat(meet(
                        tls,
                        (parts, at) ->
                                parts.sockets().createSocket("127.0.0.1", at, InetAddress.getLoopbackAddress(), 0)))
                .isNotNull();
    }

    @Test
    void refuses_anotherWorkload() throws Exception {
        ClientTls tls = towards("127.0.0.1", BILLING);

        assertThatThrownBy(() -> meet(tls, ClientTlsTest::layered))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("which is not the one called");
    }

    @Test
    void leaves_undeclaredServersToThePlatform_withTheirNamesCompared() throws Exception {
        ClientTls tls = towards("10.0.0.1", ORDERS);

        for (Way way : new Way[] {
            ClientTlsTest::layered,
            (parts, at) -> parts.sockets().createSocket("127.0.0.1", at),
            (parts, at) -> parts.sockets().createSocket(InetAddress.getLoopbackAddress(), at),
        }) {
            assertThatThrownBy(() -> meet(tls, way))
                    .isInstanceOf(SSLException.class)
                    .hasMessageNotContaining("nobody compares its host name");
        }
    }

    @Test
    void refuses_undeclaredServers_whereNobodyComparesNames() throws Exception {
        ClientTls tls = towards("10.0.0.1", ORDERS);

        assertThatThrownBy(() -> meet(
                        tls, (parts, at) -> parts.context().getSocketFactory().createSocket("127.0.0.1", at)))
                .hasMessageContaining("nobody compares its host name");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void asks_theClientsOwnComparison_elsewhereOnly(boolean answer) throws Exception {
        ClientTls tls = towards("127.0.0.1", ORDERS);
        ClientTls other = towards("10.0.0.1", ORDERS);
        CompletableFuture<Void> served = CompletableFuture.runAsync(this::serve, threads);
        try (SSLSocket socket = (SSLSocket) tls.sockets().createSocket("127.0.0.1", port)) {
            socket.startHandshake();

            assertThat(tls.hostnames((host, session) -> answer).verify("127.0.0.1", socket.getSession()))
                    .isTrue();
            assertThat(tls.hostnames((host, session) -> answer).verify("127.0.0.2", socket.getSession()))
                    .isEqualTo(answer);
            assertThat(other.hostnames((host, session) -> answer).verify("127.0.0.1", socket.getSession()))
                    .isEqualTo(answer);
        }
        served.get(10, TimeUnit.SECONDS);
    }
}
