package dev.zt.bench;

import dev.zt.jose.Algorithm;
import dev.zt.keys.SignatureProvider;
import dev.zt.verify.CallerVerifier;
import java.util.EnumMap;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What it costs to be sent garbage: zt's verifier up to its refusal, by kind. No signature is checked for any. */
@State(Scope.Thread)
public class RefuseGarbage {
    private static final int PIECES = 512;
    private static final int CALLS = 1 << 13;

    private final Map<Garbage, FreshTokens> kinds = new EnumMap<>(Garbage.class);

    /** Makes the garbage. */
    @Setup
    public void write() {
        AccessTokens server = new AccessTokens(Algorithm.ES256);
        for (Garbage kind : Garbage.values()) {
            kinds.put(kind, new FreshTokens(server, SignatureProvider.bouncyCastle(), kind.pieces(server, PIECES)));
        }
    }

    /** One chunk of each kind. */
    @Benchmark
    public void measure(GarbageCosts costs) {
        kinds.forEach((kind, tokens) -> {
            CallerVerifier verifier = tokens.newVerifier();
            costs.set(kind, Chunk.microsEach(CALLS, () -> tokens.refused(verifier, CALLS)));
        });
    }
}
