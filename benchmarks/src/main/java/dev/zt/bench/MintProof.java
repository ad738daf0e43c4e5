package dev.zt.bench;

import dev.zt.identity.WorkloadId;
import dev.zt.jose.SigningKey;
import dev.zt.own.ServiceIdentity;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * {@code ServiceIdentity.prove}, up to the header field's text, beside one raw signing of a text as long as a proof's.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH fills the fields.
public class MintProof {
    /** Who signs. */
    @Param
    public Engine engine;

    private int proofs;
    private ServiceIdentity identity;
    private SigningKey key;
    private JcaKey jcaKey;
    private byte[] signingInput;

    /** Makes one caller. */
    @Setup
    public void prepare() {
        proofs = engine == Engine.CORRETTO ? 1536 : 384;
        Fleet fleet = new Fleet(engine.signatures());
        Instance instance = fleet.instance(WorkloadId.of("spiffe://" + Rules.TRUST_DOMAIN + "/gateway"));
        identity = instance.identity();
        key = fleet.signatures().engine().signingKey(instance.key());
        jcaKey = JcaKey.of(instance.key(), engine.provider());
        signingInput = instance.call(fleet.calls(1).get(0)).proof().signed();
    }

    /** One pair of chunks, and the reference. */
    @Benchmark
    public void measure(Costs costs) {
        costs.begin();
        costs.raw = Chunk.microsEach(proofs, this::sign);
        costs.library = Chunk.microsEach(proofs, this::prove);
        costs.reference = Chunk.microsEach(proofs, this::signByJca);
        costs.end();
    }

    private int sign() {
        int signatures = 0;
        for (int i = 0; i < proofs; i++) {
            signatures += key.sign(signingInput, signingInput.length).length == 64 ? 1 : 0;
        }
        return signatures;
    }

    private int prove() {
        int minted = 0;
        for (int i = 0; i < proofs; i++) {
            minted += identity.prove(Fleet.AUDIENCE).authorization().length() > signingInput.length ? 1 : 0;
        }
        return minted;
    }

    private int signByJca() {
        int signatures = 0;
        for (int i = 0; i < proofs; i++) {
            signatures += jcaKey.sign(signingInput).length == 64 ? 1 : 0;
        }
        return signatures;
    }
}
