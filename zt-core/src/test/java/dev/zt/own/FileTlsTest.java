package dev.zt.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.identity.WorkloadId;
import dev.zt.tls.PeerMatcher;
import dev.zt.tls.SvidAuthority;
import dev.zt.tls.SvidDraft;
import dev.zt.verify.Forge;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
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
import org.junit.jupiter.api.io.TempDir;

/** Handshakes in which both ends prove by files who they are, over real sockets. */
class FileTlsTest {
    private static final Instant NOW = Instant.ofEpochSecond(Forge.NOW);
    private static final String ORDERS = "spiffe://shop.example/orders";
    private static final String GATEWAY = "spiffe://shop.example/gateway";

    @TempDir
    Path directory;

    private final SvidAuthority authority = new SvidAuthority(NOW);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private IdentityDirectory orders;
    private IdentityDirectory gateway;
    private FileIdentitySource callee;
    private FileIdentitySource caller;
    private SSLServerSocket listening;

    /** The certificate that each end saw of the other. */
    private record Met(Certificate client, Certificate server) {}

    @BeforeEach
    void open() throws Exception {
        orders = written("orders", ORDERS);
        gateway = written("gateway", GATEWAY);
        callee = orders.open(() -> NOW);
        caller = gateway.open(() -> NOW);
        SSLContext server =
                ServiceIdentity.of(callee, () -> NOW).mutualTls(PeerMatcher.exactly(WorkloadId.of(GATEWAY)));
        listening = (SSLServerSocket)
                server.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
        listening.setNeedClientAuth(true);
    }

    private IdentityDirectory written(String name, String id) throws Exception {
        IdentityDirectory written = new IdentityDirectory(directory.resolve(name), id, authority);
        written.writeSvid();
        written.writeBundle();
        return written;
    }

    @AfterEach
    void close() throws IOException {
        listening.close();
        threads.shutdownNow();
    }

    private Certificate accept() {
        try (SSLSocket socket = (SSLSocket) listening.accept()) {
            socket.setSoTimeout(10_000);
            socket.startHandshake();
            Certificate client = socket.getSession().getPeerCertificates()[0];
            socket.getOutputStream().write('k');
            return client;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private SSLContext client(String server) {
        return ServiceIdentity.of(caller, () -> NOW)
                .clientTls(Map.of(
                        URI.create("https://127.0.0.1:" + listening.getLocalPort()),
                        PeerMatcher.exactly(WorkloadId.of(server))));
    }

    private Met meet(SSLContext client) throws Exception {
        CompletableFuture<Certificate> seen = CompletableFuture.supplyAsync(this::accept, threads);
        Certificate server = call(client);
        return new Met(seen.get(10, TimeUnit.SECONDS), server);
    }

    private Certificate call(SSLContext client) throws IOException {
        try (SSLSocket socket =
                (SSLSocket) client.getSocketFactory().createSocket("127.0.0.1", listening.getLocalPort())) {
            socket.startHandshake();
            // In TLS 1.3 a client learns only now that its certificate was refused.
            if (socket.getInputStream().read() != 'k') {
                throw new SSLException("hung up");
            }
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    private static List<X509Certificate> chain(FileIdentitySource source) {
        return source.certificate().orElseThrow().chain();
    }

    @Test
    void proves_bothEndsToEachOther() throws Exception {
        Met met = meet(client(ORDERS));

        assertThat(met.client()).isEqualTo(chain(caller).get(0));
        assertThat(met.server()).isEqualTo(chain(callee).get(0));
    }

    @Test
    void shows_theRotatedCertificate_inTheNextHandshakeOfTheSameContext() throws Exception {
        SSLContext client = client(ORDERS);
        meet(client);
        X509Certificate nextOfCallee = orders.writeSvid();
        X509Certificate nextOfCaller = gateway.writeSvid();
        for (FileIdentitySource source : List.of(callee, caller)) {
            source.refresh();
            source.refresh();
        }

        assertThat(meet(client)).isEqualTo(new Met(nextOfCaller, nextOfCallee));
    }

    /** The least of a pool: one connection that is kept, until it began with another certificate than the present one. */
    private final class Pool implements AutoCloseable {
        private final Deque<SSLSocket> kept = new ConcurrentLinkedDeque<>();
        private final SSLContext client = client(ORDERS);
        private final Listening listening;

        Pool(ServiceIdentity me) {
            this.listening = me.onRenewal(this::retire);
        }

        Certificate borrow() throws IOException {
            SSLSocket socket = kept.poll();
            if (socket == null) {
                socket = (SSLSocket)
                        client.getSocketFactory().createSocket("127.0.0.1", FileTlsTest.this.listening.getLocalPort());
                socket.startHandshake();
            }
            kept.add(socket);
            return socket.getSession().getLocalCertificates()[0];
        }

        private void retire() {
            for (SSLSocket socket = kept.poll(); socket != null; socket = kept.poll()) {
                try {
                    socket.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }

        @Override
        public void close() {
            listening.close();
            retire();
        }
    }

    @Test
    void lets_aPoolRetireConnections_thatBeganWithTheOldCertificate() throws Exception {
        List.of(1, 2).forEach(connection -> threads.execute(this::accept));
        Certificate first = chain(caller).get(0);
        try (Pool pool = new Pool(ServiceIdentity.of(caller, () -> NOW))) {
            assertThat(List.of(pool.borrow(), pool.borrow())).containsExactly(first, first);
            X509Certificate next = gateway.writeSvid();
            caller.refresh();
            assertThat(pool.borrow()).isEqualTo(first);
            caller.refresh();

            assertThat(pool.borrow()).isEqualTo(next);
        }
    }

    @Test
    void shows_theOldCertificate_whileTheNewPairDoesNotMatch() throws Exception {
        X509Certificate before = chain(callee).get(0);
        orders.writeSvid(orders.draft());
        callee.refresh();
        callee.refresh();

        assertThat(meet(client(ORDERS)).server()).isEqualTo(before);
    }

    @Test
    void proves_byKeysOfOtherKinds() throws Exception {
        for (KeyPair key : List.of(SvidAuthority.rsaKeyPair(), SvidAuthority.keyPair("secp384r1"))) {
            SvidDraft draft = gateway.draft();
            draft.key = key;
            gateway.write("svid-key.pem", IdentityDirectory.pem(key.getPrivate()));
            X509Certificate leaf = gateway.writeSvid(draft);
            caller.refresh();
            caller.refresh();

            assertThat(meet(client(ORDERS)).client()).isEqualTo(leaf);
        }
    }

    @Test
    void hangs_upOnAnotherWorkloadThanTheOneCalled() {
        assertThatThrownBy(() -> meet(client("spiffe://shop.example/billing"))).isInstanceOf(SSLException.class);
    }
}
