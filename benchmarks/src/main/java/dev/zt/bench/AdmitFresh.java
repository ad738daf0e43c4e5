package dev.zt.bench;

import dev.zt.guard.Guard;
import dev.zt.jose.PublicJwk;
import dev.zt.jose.SignatureEngine;
import dev.zt.jose.VerificationKey;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * {@code Guard.admit} of callers that the guard has never seen, beside two raw checks for each: of the same tokens and
 * the same proofs. Every call is of another instance with its own key, token and proof; every chunk starts with a new
 * guard, which remembers none of them.
 *
 * <p>The raw checks stand there twice: with every key prepared, and with the caller's key used for the first time, as
 * it must be where the caller is new. The second is the least that any code can do with the engine.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH fills the fields.
public class AdmitFresh {
    private static final int CALLS = 192;

    /** Who checks signatures. */
    @Param
    public Engine engine;

    private Fleet fleet;
    private VerificationKey authorityKey;
    private JcaKey authorityJcaKey;
    private final List<ProvenCall> calls = new ArrayList<>();
    private final List<SignedText> tokens = new ArrayList<>();
    private final List<SignedText> proofs = new ArrayList<>();
    private final List<PublicJwk> confirmedJwks = new ArrayList<>();
    private final List<VerificationKey> confirmedKeys = new ArrayList<>();

    /** Signs everything that the measured part checks. */
    @Setup
    public void sign() {
        fleet = new Fleet(engine.signatures());
        authorityKey = fleet.authorityKey();
        authorityJcaKey = JcaKey.of(fleet.authority(), engine.provider());
        for (Rules.Permitted permitted : fleet.calls(CALLS)) {
            Instance instance = fleet.instance(permitted.caller());
            ProvenCall call = instance.call(permitted);
            calls.add(call);
            tokens.add(SignedText.of(instance.wit()));
            proofs.add(call.proof());
            confirmedJwks.add(instance.key().publicJwk());
            confirmedKeys.add(instance.confirmedKey());
        }
    }

    /** The library's chunk between the two raw ones, and the reference. */
    @Benchmark
    public void measure(Costs costs) {
        Guard guard = fleet.guard();
        costs.begin();
        costs.raw = Chunk.microsEach(CALLS, this::checkTwice);
        costs.library = Chunk.microsEach(CALLS, () -> admit(guard));
        costs.rawNewKey = Chunk.microsEach(CALLS, this::checkTwiceWithNewKey);
        costs.reference = Chunk.microsEach(CALLS, this::checkByJca);
        costs.end();
        guard.close();
    }

    private int checkTwice() {
        int valid = 0;
        for (int i = 0; i < CALLS; i++) {
            boolean both =
                    tokens.get(i).isSignedBy(authorityKey) && proofs.get(i).isSignedBy(confirmedKeys.get(i));
            valid += both ? 1 : 0;
        }
        return valid;
    }

    private int checkTwiceWithNewKey() {
        SignatureEngine signatures = fleet.signatures().engine();
        int valid = 0;
        for (int i = 0; i < CALLS; i++) {
            VerificationKey newKey = signatures.verificationKey(confirmedJwks.get(i));
            boolean both =
                    tokens.get(i).isSignedBy(authorityKey) && proofs.get(i).isSignedBy(newKey);
            valid += both ? 1 : 0;
        }
        return valid;
    }

    private int admit(Guard guard) {
        int granted = 0;
        for (int i = 0; i < CALLS; i++) {
            granted += calls.get(i).isAdmittedBy(guard) ? 1 : 0;
        }
        return granted;
    }

    private int checkByJca() {
        int valid = 0;
        for (int i = 0; i < CALLS; i++) {
            valid += tokens.get(i).isSignedBy(authorityJcaKey) ? 1 : 0;
        }
        return valid;
    }
}
