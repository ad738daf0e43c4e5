package dev.zt.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.identity.WorkloadId;
import dev.zt.keys.SignatureProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A host that is declared is never known by the web's certificate authorities, by whatever way it is reached. */
class DeclaredHostTest {
    private static final WorkloadId ORDERS = WorkloadId.of("spiffe://shop.example/orders");
    private static final String ELSEWHERE = "the host is declared, but not at the port";
    private static final String UNDECLARED = "an undeclared server";

    private final SvidAuthority authority = new SvidAuthority(TestCa.NOW);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private SvidTrust trust(String origin) throws Exception {
        return new SvidTrust(
                Map.of(URI.create(origin), PeerMatcher.exactly(ORDERS)),
                authority.bundles(),
                SignatureProvider.bouncyCastle(),
                () -> TestCa.NOW);
    }

    private SSLContext server() throws Exception {
        X509Svid svid = authority.svid(ORDERS.toString());
        return TlsContexts.server(() -> Optional.of(svid));
    }

    /** Handshakes as through a proxy's tunnel: the connection is to the server's port, whatever the caller asked for. */
    private void tunnel(SvidTrust trust, String host, int port) throws Exception {
        try (SSLServerSocket listening = (SSLServerSocket)
                server().getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var unused = CompletableFuture.runAsync(() -> accept(listening), threads);
            try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), listening.getLocalPort());
                    SSLSocket layered = (SSLSocket) TlsContexts.client(trust)
                            .getSocketFactory()
                            .createSocket(plain, host, port == 0 ? listening.getLocalPort() : port, true)) {
                layered.setSoTimeout(10_000);
                layered.startHandshake();
            }
        }
    }

    private static void accept(SSLServerSocket listening) {
        try (SSLSocket socket = (SSLSocket) listening.accept()) {
            socket.setSoTimeout(10_000);
            socket.startHandshake();
            socket.getInputStream().read();
        } catch (IOException e) {
            // The client hangs up, which is what is looked at there.
        }
    }

    @Test
    void refuses_aDeclaredHostThroughATunnel_whosePortNobodyKnows() throws Exception {
        SvidTrust trust = trust("https://orders.internal");

        assertThatThrownBy(() -> tunnel(trust, "orders.internal", 443))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining(ELSEWHERE);
    }

    @Test
    void refuses_aDeclaredHostAtAnotherPort() throws Exception {
        SvidTrust trust = trust("https://orders.internal:8443");

        assertThatThrownBy(() -> tunnel(trust, "orders.internal", 0)).hasMessageContaining(ELSEWHERE);
        assertThatThrownBy(() -> tunnel(trust, "ORDERS.internal", 0)).hasMessageContaining(ELSEWHERE);
    }

    @Test
    void leaves_otherHostsToTheWeb() throws Exception {
        SvidTrust trust = trust("https://orders.internal");

        assertThatThrownBy(() -> tunnel(trust, "other.internal", 0)).hasMessageContaining(UNDECLARED);
    }

    private void check(SvidTrust trust, String host, int port) throws Exception {
        X509Certificate[] chain = authority.svid(ORDERS.toString()).chain().toArray(X509Certificate[]::new);
        trust.check(chain, "EC", host, port, TlsContexts.client(trust).createSSLEngine());
    }

    @Test
    void refuses_aDeclaredHostAtAnotherPort_byAnEngine() throws Exception {
        SvidTrust trust = trust("https://orders.internal:8443");

        check(trust, "orders.internal", 8443);
        check(trust, "orders.internal.", 8443);
        assertThatThrownBy(() -> check(trust, "orders.internal", 443)).hasMessageContaining(ELSEWHERE);
        assertThatThrownBy(() -> check(trust, "orders.internal.", 443)).hasMessageContaining(ELSEWHERE);
        assertThatThrownBy(() -> check(trust, "orders.internal", -1)).hasMessageContaining(ELSEWHERE);
        assertThatThrownBy(() -> check(trust, "other.internal", 8443)).hasMessageContaining(UNDECLARED);
        assertThatThrownBy(() -> check(trust, null, -1)).hasMessageContaining(UNDECLARED);
    }

    @Test
    void refuses_anIpv6AddressAtAnotherPort() throws Exception {
        SvidTrust trust = trust("https://[::1]:8443");

        check(trust, "::1", 8443);
        assertThatThrownBy(() -> check(trust, "::1", 443)).hasMessageContaining(ELSEWHERE);
    }

    /** Engines that know nothing of a host but the name that they send. */
    private void handshake(SvidTrust trust, String name) throws Exception {
        SSLEngine client = TlsContexts.client(trust).createSSLEngine();
        client.setUseClientMode(true);
        SSLParameters parameters = client.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(name)));
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        client.setSSLParameters(parameters);
        SSLEngine server = server().createSSLEngine();
        server.setUseClientMode(false);
        ByteBuffer toServer = ByteBuffer.allocate(1 << 16);
        ByteBuffer toClient = ByteBuffer.allocate(1 << 16);
        for (int turn = 0; turn < 50 && client.getHandshakeStatus() != HandshakeStatus.FINISHED; turn++) {
            step(client, toServer, toClient);
            step(server, toClient, toServer);
        }
    }

    private static void step(SSLEngine engine, ByteBuffer out, ByteBuffer in) throws SSLException {
        in.flip();
        engine.unwrap(in, ByteBuffer.allocate(1 << 16));
        in.compact();
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
        engine.wrap(ByteBuffer.allocate(0), out);
    }

    @Test
    void refuses_aDeclaredHost_whereOnlyTheNameSentToItSaysSo() throws Exception {
        SvidTrust trust = trust("https://orders.internal:8443");

        assertThatThrownBy(() -> handshake(trust, "orders.internal")).hasMessageContaining(ELSEWHERE);
        assertThatThrownBy(() -> handshake(trust, "other.internal"))
                .isInstanceOf(SSLException.class)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(ELSEWHERE));
    }

    @Test
    void shows_noCertificateToADeclaredHostAtAnotherPort() throws Exception {
        SvidTrust trust = trust("https://orders.internal:8443");

        assertThat(trust.isDeclared("orders.internal", 8443)).isTrue();
        assertThat(trust.isDeclared("orders.internal.", 8443)).isTrue();
        assertThat(trust.isDeclared("orders.internal", 443)).isFalse();
    }
}
