package dev.zt.bench;

import dev.zt.guard.Guard;
import dev.zt.jose.VerificationKey;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * {@code Guard.admit} of callers whose token the guard remembers, each time with a new proof, beside one raw check of
 * the same proof. Every chunk starts with a new guard, for which no proof is used up, and which each caller has called a
 * few times before the chunk: an engine may prepare a key over its first uses, as BouncyCastle does.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH fills the fields.
public class AdmitRemembered {
    private static final int INSTANCES = 8;
    private static final int CALLS_EACH = 64;
    private static final int EARLIER_CALLS_EACH = 8;
    private static final int CALLS = INSTANCES * CALLS_EACH;

    /** Who checks signatures. */
    @Param
    public Engine engine;

    private Fleet fleet;
    private final List<ProvenCall> earlierCalls = new ArrayList<>();
    private final List<ProvenCall> calls = new ArrayList<>();
    private final List<SignedText> proofs = new ArrayList<>();
    private final List<VerificationKey> confirmedKeys = new ArrayList<>();
    private final List<JcaKey> confirmedJcaKeys = new ArrayList<>();

    /** Signs everything that the measured part checks. */
    @Setup
    public void sign() {
        fleet = new Fleet(engine.signatures());
        List<Rules.Permitted> permitted = fleet.calls(INSTANCES);
        List<Instance> instances =
                permitted.stream().map(call -> fleet.instance(call.caller())).toList();
        for (int i = 0; i < INSTANCES; i++) {
            for (int j = 0; j < EARLIER_CALLS_EACH; j++) {
                earlierCalls.add(instances.get(i).call(permitted.get(i)));
            }
            confirmedKeys.add(instances.get(i).confirmedKey());
            confirmedJcaKeys.add(JcaKey.of(instances.get(i).key(), engine.provider()));
        }
        for (int i = 0; i < CALLS; i++) {
            ProvenCall call = instances.get(i % INSTANCES).call(permitted.get(i % INSTANCES));
            calls.add(call);
            proofs.add(call.proof());
        }
    }

    /** One pair of chunks, and the reference. */
    @Benchmark
    public void measure(Costs costs) {
        Guard guard = fleet.guard();
        Chunk.microsEach(earlierCalls.size(), () -> admit(earlierCalls, guard));
        costs.begin();
        costs.raw = Chunk.microsEach(CALLS, this::check);
        costs.library = Chunk.microsEach(CALLS, () -> admit(calls, guard));
        costs.reference = Chunk.microsEach(CALLS, this::checkByJca);
        costs.end();
        guard.close();
    }

    private int check() {
        int valid = 0;
        for (int i = 0; i < CALLS; i++) {
            valid += proofs.get(i).isSignedBy(confirmedKeys.get(i % INSTANCES)) ? 1 : 0;
        }
        return valid;
    }

    private static int admit(List<ProvenCall> calls, Guard guard) {
        int granted = 0;
        for (int i = 0; i < calls.size(); i++) {
            granted += calls.get(i).isAdmittedBy(guard) ? 1 : 0;
        }
        return granted;
    }

    private int checkByJca() {
        int valid = 0;
        for (int i = 0; i < CALLS; i++) {
            valid += proofs.get(i).isSignedBy(confirmedJcaKeys.get(i % INSTANCES)) ? 1 : 0;
        }
        return valid;
    }
}
