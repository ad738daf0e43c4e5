package dev.zt.bench;

import dev.zt.guard.Guard;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * {@code Guard.admit} of clients whose access token the guard remembers, each time with a new DPoP proof, beside one raw
 * check of the same proof. As in {@link AdmitRemembered}, every chunk starts with a new guard that each client has called
 * a few times before the chunk.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH fills the fields.
public class AdmitDpop {
    private static final int CLIENTS = 8;
    private static final int CALLS_EACH = 64;
    private static final int EARLIER_CALLS_EACH = 8;
    private static final int CALLS = CLIENTS * CALLS_EACH;

    /** Who checks signatures. */
    @Param
    public Engine engine;

    private Clients clients;
    private List<Client> callers;
    private final List<TokenCall> earlierCalls = new ArrayList<>();
    private final List<TokenCall> calls = new ArrayList<>();
    private final List<SignedText> proofs = new ArrayList<>();
    private final List<JcaKey> jcaKeys = new ArrayList<>();

    /** Signs everything that the measured part checks. */
    @Setup
    public void sign() {
        clients = new Clients(engine.signatures());
        callers = clients.permitted(CLIENTS);
        for (Client caller : callers) {
            for (int i = 0; i < EARLIER_CALLS_EACH; i++) {
                earlierCalls.add(caller.proving());
            }
            jcaKeys.add(JcaKey.of(caller.key(), engine.provider()));
        }
        for (int i = 0; i < CALLS; i++) {
            TokenCall call = callers.get(i % CLIENTS).proving();
            calls.add(call);
            proofs.add(call.proof());
        }
    }

    /** One pair of chunks, and the reference. */
    @Benchmark
    public void measure(Costs costs) {
        Guard guard = clients.guard();
        Chunk.microsEach(earlierCalls.size(), () -> admit(earlierCalls, guard));
        costs.begin();
        costs.raw = Chunk.microsEach(CALLS, this::check);
        FilterCosts.Each admitted = FilterCosts.Each.of(CALLS, () -> admit(calls, guard));
        costs.library = admitted.micros();
        costs.libraryBytes = admitted.bytes();
        costs.reference = Chunk.microsEach(CALLS, this::checkByJca);
        costs.end();
        guard.close();
    }

    private int check() {
        int valid = 0;
        for (int i = 0; i < CALLS; i++) {
            valid += proofs.get(i).isSignedBy(callers.get(i % CLIENTS).provenKey()) ? 1 : 0;
        }
        return valid;
    }

    private static int admit(List<TokenCall> calls, Guard guard) {
        int granted = 0;
        for (int i = 0; i < calls.size(); i++) {
            granted += calls.get(i).isAdmittedBy(guard) ? 1 : 0;
        }
        return granted;
    }

    private int checkByJca() {
        int valid = 0;
        for (int i = 0; i < CALLS; i++) {
            valid += proofs.get(i).isSignedBy(jcaKeys.get(i % CLIENTS)) ? 1 : 0;
        }
        return valid;
    }
}
