package dev.zt.bench;

import dev.zt.guard.Admission;
import dev.zt.guard.Guard;
import dev.zt.identity.WorkloadId;
import dev.zt.jose.VerificationKey;
import dev.zt.request.Call;
import dev.zt.request.Channel;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * {@code Guard.admit} of callers over open connections that the guard knows by their certificates, beside one raw check:
 * what a request costs beyond the handshake.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH fills the fields.
public class AdmitCertificate {
    private static final int CALLERS = 8;
    private static final int RULES = 1000;
    private static final int CALLS = 1 << 15;
    private static final int CHECKS = 384;

    private Guard guard;
    private VerificationKey authorityKey;
    private final List<Rules.Permitted> permitted = new ArrayList<>();
    private final List<List<X509Certificate>> connections = new ArrayList<>();
    private final List<SignedCertificate> signed = new ArrayList<>();

    /** Issues certificates to callers and opens their connections. */
    @Setup
    public void issue() {
        Peers peers = new Peers(Engine.fastest().signatures());
        Rules rules = Rules.of(RULES);
        guard = peers.guard(rules.policy());
        authorityKey = peers.authorityKey();
        for (Rules.Permitted call : rules.callsAcross(CALLERS)) {
            byte[] leaf = peers.newLeaf((WorkloadId) call.caller());
            permitted.add(call);
            connections.add(List.of(Peers.read(leaf)));
            signed.add(peers.signed(leaf));
        }
    }

    /** Requests after the check of a signature that none of them needs. */
    @Benchmark
    public void measure(Costs costs) {
        costs.begin();
        costs.raw = Chunk.microsEach(CHECKS, this::check);
        FilterCosts.Each admitted = FilterCosts.Each.of(CALLS, this::admit);
        costs.library = admitted.micros();
        costs.libraryBytes = admitted.bytes();
        costs.end();
    }

    private int check() {
        int valid = 0;
        for (int i = 0; i < CHECKS; i++) {
            valid += signed.get(i % CALLERS).isSignedBy(authorityKey) ? 1 : 0;
        }
        return valid;
    }

    private int admit() {
        int granted = 0;
        for (int i = 0; i < CALLS; i++) {
            Rules.Permitted call = permitted.get(i % CALLERS);
            List<X509Certificate> shown = connections.get(i % CALLERS);
            Call request = Call.of(call.method(), call.path(), name -> List.of(), Channel.TLS)
                    .withClientCertificates(() -> shown);
            granted += guard.admit(request) instanceof Admission.Granted ? 1 : 0;
        }
        return granted;
    }
}
