package dev.zt.bench;

import com.nimbusds.jose.JWSAlgorithm;
import dev.zt.guard.Guard;
import dev.zt.jose.VerificationKey;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * {@code Guard.admit} of bearers whose access tokens the guard remembers, beside one raw check of the same tokens and
 * beside a peer that remembers nothing. No signature is checked in the library's part; the audit event is made.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH fills the fields.
public class AdmitBearer {
    private static final int CLIENTS = 8;
    private static final int CALLS = 1 << 15;
    private static final int CHECKS = 384;
    private static final int PEER_CHECKS = 24;

    private Guard guard;
    private List<TokenCall> calls;
    private List<SignedText> tokens;
    private VerificationKey issuerKey;
    private NimbusProcessor peer;

    /** Signs the tokens and makes them known. */
    @Setup
    public void sign() {
        Clients clients = new Clients(Engine.fastest().signatures());
        guard = clients.guard();
        calls = clients.permitted(CLIENTS).stream().map(Client::bearing).toList();
        tokens = calls.stream().map(call -> SignedText.of(call.token())).toList();
        issuerKey = clients.issuerKey();
        peer = new NimbusProcessor(JWSAlgorithm.ES256, clients.keySet());
    }

    /** The library's chunk between the two that check signatures. */
    @Benchmark
    public void measure(Costs costs) {
        costs.begin();
        costs.raw = Chunk.microsEach(CHECKS, this::check);
        FilterCosts.Each admitted = FilterCosts.Each.of(CALLS, this::admit);
        costs.library = admitted.micros();
        costs.libraryBytes = admitted.bytes();
        costs.reference = Chunk.microsEach(PEER_CHECKS, this::checkByPeer);
        costs.end();
    }

    private int check() {
        int valid = 0;
        for (int i = 0; i < CHECKS; i++) {
            valid += tokens.get(i % CLIENTS).isSignedBy(issuerKey) ? 1 : 0;
        }
        return valid;
    }

    private int admit() {
        int granted = 0;
        for (int i = 0; i < CALLS; i++) {
            granted += calls.get(i % CLIENTS).isAdmittedBy(guard) ? 1 : 0;
        }
        return granted;
    }

    private int checkByPeer() {
        int valid = 0;
        for (int i = 0; i < PEER_CHECKS; i++) {
            valid += peer.isValid(calls.get(i % CLIENTS).token()) ? 1 : 0;
        }
        return valid;
    }
}
