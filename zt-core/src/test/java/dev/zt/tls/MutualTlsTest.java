package dev.zt.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.identity.TrustDomain;
import dev.zt.identity.WorkloadId;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.BundleSource;
import dev.zt.keys.SignatureProvider;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
import org.junit.jupiter.api.Test;

/** Handshakes in which both ends prove who they are, over real sockets. */
class MutualTlsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final WorkloadId GATEWAY = WorkloadId.of("spiffe://shop.example/gateway");
    private static final WorkloadId ORDERS = WorkloadId.of("spiffe://shop.example/orders");
    private static final SignatureProvider SIGNATURES = SignatureProvider.bouncyCastle();

    private final SvidAuthority authority = new SvidAuthority(NOW);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** What each end saw of the other: its certificate, or why it hung up. */
    private record Met(Optional<X509Certificate> client, Optional<X509Certificate> server) {}

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private ClientTrust clients(PeerMatcher matcher) throws Exception {
        return new ClientTrust(matcher, authority.bundles(), SIGNATURES, () -> NOW);
    }

    private static Optional<X509Certificate> accept(SSLServerSocket listening) {
        try (SSLSocket socket = (SSLSocket) listening.accept()) {
            socket.setSoTimeout(10_000);
            socket.startHandshake();
            Optional<X509Certificate> client = peer(socket);
            socket.getOutputStream().write('k');
            return client;
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<X509Certificate> peer(SSLSocket socket) {
        try {
            return Optional.of((X509Certificate) socket.getSession().getPeerCertificates()[0]);
        } catch (SSLException e) {
            return Optional.empty();
        }
    }

    /** A client that knows who must answer at this port, and shows this certificate there. */
    private SSLContext client(int port, Optional<X509Svid> shown) throws Exception {
        SvidTrust trust = new SvidTrust(
                Map.of(URI.create("https://127.0.0.1:" + port), PeerMatcher.exactly(ORDERS)),
                authority.bundles(),
                SIGNATURES,
                () -> NOW);
        return TlsContexts.client(trust, () -> shown);
    }

    private Met meet(ClientTrust clients, Optional<X509Svid> shown) throws Exception {
        X509Svid orders = authority.svid(ORDERS.toString());
        SSLContext server = TlsContexts.mutualServer(() -> Optional.of(orders), clients);
        try (SSLServerSocket listening = (SSLServerSocket)
                server.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listening.setWantClientAuth(true);
            CompletableFuture<Optional<X509Certificate>> seen =
                    CompletableFuture.supplyAsync(() -> accept(listening), threads);
            Optional<X509Certificate> answering =
                    call(client(listening.getLocalPort(), shown), listening.getLocalPort());
            return new Met(seen.get(10, TimeUnit.SECONDS), answering);
        }
    }

    private static Optional<X509Certificate> call(SSLContext client, int port) throws IOException {
        try (SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.startHandshake();
            // In TLS 1.3 a client learns only now that its certificate was refused.
            if (socket.getInputStream().read() != 'k') {
                throw new SSLException("hung up");
            }
            return peer(socket);
        }
    }

    private static WorkloadId id(Optional<X509Certificate> certificate) {
        return LeafProfile.id(certificate.orElseThrow()).orElseThrow();
    }

    @Test
    void proves_bothEndsToEachOther() throws Exception {
        Met met = meet(clients(PeerMatcher.exactly(GATEWAY)), Optional.of(authority.svid(GATEWAY.toString())));

        assertThat(id(met.client())).isEqualTo(GATEWAY);
        assertThat(id(met.server())).isEqualTo(ORDERS);
    }

    @Test
    void lets_whoShowsNothingThrough_whereTheServerOnlyWants() throws Exception {
        assertThat(meet(clients(PeerMatcher.exactly(GATEWAY)), Optional.empty()).client())
                .isEmpty();
    }

    @Test
    void hangs_upOnAWorkloadThatMayNotConnect() throws Exception {
        ClientTrust others = clients(PeerMatcher.anyOfTrustDomain(TrustDomain.of("other.example")));
        Optional<X509Svid> gateway = Optional.of(authority.svid(GATEWAY.toString()));

        assertThatThrownBy(() -> meet(others, gateway)).isInstanceOf(IOException.class);
    }

    @Test
    void hangs_upOnACertificateOfAnotherCa() throws Exception {
        Optional<X509Svid> forged = Optional.of(new SvidAuthority(NOW).svid(GATEWAY.toString()));
        ClientTrust anybody = clients(PeerMatcher.anyWorkload());

        assertThatThrownBy(() -> meet(anybody, forged)).isInstanceOf(IOException.class);
    }

    @Test
    void hangs_upWhileTheBundleIsAway() throws Exception {
        BundleSource away = domain -> new BundleLookup.Unavailable(Duration.ofSeconds(1));
        ClientTrust trust = new ClientTrust(PeerMatcher.anyWorkload(), away, SIGNATURES, () -> NOW);
        Optional<X509Svid> gateway = Optional.of(authority.svid(GATEWAY.toString()));

        assertThatThrownBy(() -> meet(trust, gateway)).isInstanceOf(IOException.class);
    }

    @Test
    void shows_noCertificateToAServerThatIsNotDeclared() throws Exception {
        X509Svid gateway = authority.svid(GATEWAY.toString());
        SvidTrust trust = new SvidTrust(
                Map.of(URI.create("https://orders.internal"), PeerMatcher.exactly(ORDERS)),
                authority.bundles(),
                SIGNATURES,
                () -> NOW);
        SvidKeys keys = new SvidKeys(() -> Optional.of(gateway), trust::isDeclared);

        assertThat(trust.isDeclared("orders.internal", 443)).isTrue();
        assertThat(trust.isDeclared("ORDERS.internal", 443)).isTrue();
        assertThat(trust.isDeclared("orders.internal", 8443)).isFalse();
        assertThat(trust.isDeclared("other.internal", 443)).isFalse();
        assertThat(trust.isDeclared(null, 443)).isFalse();
        assertThat(keys.chooseClientAlias(new String[] {"EC"}, null, null)).isNull();
    }

    @Test
    void accepts_noServer_andNobodyOutsideAHandshake() throws Exception {
        ClientTrust trust = clients(PeerMatcher.anyWorkload());
        X509Certificate[] chain = authority.svid(GATEWAY.toString()).chain().toArray(X509Certificate[]::new);

        assertThatThrownBy(() -> trust.checkServerTrusted(chain, "EC")).hasMessageContaining("servers");
        assertThatThrownBy(() -> trust.checkClientTrusted(chain, "EC")).hasMessageContaining("handshake");
        assertThatThrownBy(() -> trust.checkClientTrusted(chain, "EC", (Socket) null))
                .hasMessageContaining("TLS 1.3");
        assertThat(trust.getAcceptedIssuers()).isEmpty();
    }

    @Test
    void names_theSnapshot_soThatARotationMixesNoTwo() throws Exception {
        X509Svid first = authority.svid(GATEWAY.toString());
        SvidDraft draft = authority.draft();
        draft.serial = BigInteger.TEN;
        X509Svid second = X509Svid.of(List.of(draft.build().getEncoded()), draft.key.getPrivate());
        X509Svid[] current = {first};
        SvidKeys keys = new SvidKeys(() -> Optional.of(current[0]), (host, port) -> true);
        String before = keys.getServerAliases("EC", null)[0];
        current[0] = second;
        String after = keys.getServerAliases("EC", null)[0];

        assertThat(before).isNotEqualTo(after);
        assertThat(keys.getCertificateChain(before)[0]).isEqualTo(first.chain().get(0));
        assertThat(keys.getPrivateKey(before)).isEqualTo(first.key());
        assertThat(keys.getCertificateChain(after)[0]).isEqualTo(second.chain().get(0));
        assertThat(keys.getPrivateKey(after)).isEqualTo(second.key());
    }

    private X509Svid withSerial(long serial) throws Exception {
        SvidDraft draft = authority.draft();
        draft.serial = BigInteger.valueOf(serial);
        return X509Svid.of(List.of(draft.build().getEncoded()), draft.key.getPrivate());
    }

    @Test
    void names_theSnapshotByItsContent_whereTwoIssuersUsedOneSerialNumber() throws Exception {
        X509Svid[] current = {withSerial(7)};
        SvidKeys keys = new SvidKeys(() -> Optional.of(current[0]), (host, port) -> true);
        String before = keys.getServerAliases("EC", null)[0];
        X509Svid first = current[0];
        current[0] = withSerial(7);
        String after = keys.getServerAliases("EC", null)[0];

        assertThat(before).isNotEqualTo(after);
        assertThat(keys.getPrivateKey(before)).isEqualTo(first.key());
        assertThat(keys.getPrivateKey(after)).isEqualTo(current[0].key());
        assertThat(keys.getCertificateChain(after)[0])
                .isEqualTo(current[0].chain().get(0));
    }

    @Test
    void names_theSnapshotByItsWholeChain_soThatNewIntermediatesAreShown() throws Exception {
        SvidDraft draft = authority.draft();
        byte[] leaf = draft.build().getEncoded();
        X509Svid[] current = {X509Svid.of(List.of(leaf), draft.key.getPrivate())};
        SvidKeys keys = new SvidKeys(() -> Optional.of(current[0]), (host, port) -> true);
        String before = keys.getServerAliases("EC", null)[0];
        current[0] = X509Svid.of(List.of(leaf, authority.certificate.getEncoded()), draft.key.getPrivate());
        String after = keys.getServerAliases("EC", null)[0];

        assertThat(keys.getCertificateChain(before)).hasSize(1);
        assertThat(keys.getCertificateChain(after)).hasSize(2);
    }

    @Test
    void keeps_theName_whereASourceGivesTheSameCertificateAnew() throws Exception {
        SvidDraft draft = authority.draft();
        byte[] leaf = draft.build().getEncoded();
        SvidKeys keys = new SvidKeys(
                () -> Optional.of(X509Svid.of(List.of(leaf), draft.key.getPrivate())), (host, port) -> true);

        assertThat(keys.getServerAliases("EC", null)).isEqualTo(keys.getServerAliases("EC", null));
    }

    @Test
    void forgets_whatWasReplacedTwice() throws Exception {
        X509Svid[] current = {withSerial(1)};
        SvidKeys keys = new SvidKeys(() -> Optional.of(current[0]), (host, port) -> true);
        String first = keys.getServerAliases("EC", null)[0];
        for (int serial = 2; serial <= 3; serial++) {
            current[0] = withSerial(serial);
            keys.getServerAliases("EC", null);
        }

        assertThat(keys.getPrivateKey(first)).isNull();
        assertThat(keys.getCertificateChain(first)).isNull();
        assertThat(keys.getPrivateKey("of nobody")).isNull();
    }
}
