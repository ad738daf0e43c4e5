package dev.zt.bench;

import dev.zt.identity.WorkloadId;
import dev.zt.keys.SignatureProvider;
import dev.zt.tls.ClientTrust;
import dev.zt.tls.PeerMatcher;
import dev.zt.tls.SvidTrust;
import dev.zt.tls.TlsContexts;
import dev.zt.tls.X509SvidVerifier;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Full handshakes of mutual TLS 1.3, both ends in one thread: of workloads that have not met, and of two that did. The
 * platform keeps 750 certificates that it has read, so more than that go round.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH fills the fields.
public class ShakeHands {
    private static final int PAIRS = 512;
    private static final int HANDSHAKES = 48;
    private static final String HOST = "orders";
    private static final int PORT = 8443;

    /** Who speaks TLS. */
    @Param
    public TlsStack stack;

    private SSLContext client;
    private SSLContext server;
    private List<Peers.Peer> callers;
    private List<Peers.Peer> callees;
    // Which pair meets now.
    private int now;
    private int next = 1;

    /** Issues all certificates. */
    @Setup
    public void issue() {
        stack.begin();
        Peers peers = new Peers(stack.signatures());
        callers = peers(peers, "caller-");
        callees = peers(peers, "orders-");
        if (stack == TlsStack.CONSCRYPT) {
            X509SvidVerifier verifier = new X509SvidVerifier(peers::bundle, stack.signatures(), InstantSource.system());
            client = ConscryptContexts.context(() -> callers.get(now), verifier);
            server = ConscryptContexts.context(() -> callees.get(now), verifier);
        } else {
            open(peers, stack.signatures());
        }
    }

    private void open(Peers peers, SignatureProvider signatures) {
        PeerMatcher any = PeerMatcher.anyWorkload();
        InstantSource clock = InstantSource.system();
        Map<URI, PeerMatcher> declared = Map.of(URI.create("https://" + HOST + ":" + PORT), any);
        client = TlsContexts.client(
                new SvidTrust(declared, peers::bundle, signatures, clock),
                () -> Optional.of(callers.get(now).svid()));
        server = TlsContexts.mutualServer(
                () -> Optional.of(callees.get(now).svid()), new ClientTrust(any, peers::bundle, signatures, clock));
    }

    private static List<Peers.Peer> peers(Peers peers, String name) {
        return IntStream.range(0, PAIRS)
                .mapToObj(i -> peers.newPeer(WorkloadId.of("spiffe://" + Rules.TRUST_DOMAIN + "/" + name + i)))
                .toList();
    }

    /** Leaves the process as it was. */
    @TearDown
    public void leave() {
        stack.end();
    }

    /** Those who have not met, then those who have. */
    @Benchmark
    public void measure(Costs costs) {
        costs.begin();
        FilterCosts.Each strangers = FilterCosts.Each.of(HANDSHAKES, this::meetOthers);
        now = 0;
        meet();
        costs.library = strangers.micros();
        costs.libraryBytes = strangers.bytes();
        costs.reference = Chunk.microsEach(HANDSHAKES, this::meetAgain);
        costs.end();
    }

    private int meetOthers() {
        int met = 0;
        for (int i = 0; i < HANDSHAKES; i++) {
            now = next;
            next = next == PAIRS - 1 ? 1 : next + 1;
            met += meet();
        }
        return met;
    }

    private int meetAgain() {
        int met = 0;
        for (int i = 0; i < HANDSHAKES; i++) {
            met += meet();
        }
        return met;
    }

    private int meet() {
        try {
            SSLSession session = Handshake.between(client.createSSLEngine(HOST, PORT), server.createSSLEngine());
            boolean right = session.getProtocol().equals("TLSv1.3")
                    && session.getPeerCertificates()[0].equals(
                            callees.get(now).svid().chain().get(0));
            return right ? 1 : 0;
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }
}
