package dev.zt.bench;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.zt.identity.CallerId;
import dev.zt.verify.InMemoryReplayStore;
import dev.zt.verify.ProofKind;
import dev.zt.verify.ReplayKey;
import dev.zt.verify.ReplayStore.Use;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Proofs remembered from an empty memory on, and then each shown once more: by zt's store, which is fair to callers, and
 * by a cache of the same size whose entries expire, which is not. The cache's upkeep is done by whoever asks, or other
 * threads would do it unmeasured.
 */
@State(Scope.Thread)
public class RememberProofs {
    private static final int PROOFS = 100_000;
    private static final int CALLERS = 64;
    private static final Duration LIFE = Duration.ofSeconds(90);

    private final List<ReplayKey> proofs = new ArrayList<>();
    private final List<CallerId> callers = new ArrayList<>();

    /** Makes the proofs. */
    @Setup
    public void make() {
        for (Rules.Permitted call : Rules.of(1000).callsAcross(CALLERS)) {
            callers.add(call.caller());
        }
        for (int i = 0; i < PROOFS; i++) {
            String thumbprint = "caller-" + i % CALLERS;
            proofs.add(ReplayKey.of(ProofKind.WPT, thumbprint, UUID.randomUUID().toString()));
        }
    }

    /** Two chunks of each. */
    @Benchmark
    public void measure(ReplayCosts costs) {
        InMemoryReplayStore store =
                new InMemoryReplayStore(InMemoryReplayStore.DEFAULT_CAPACITY, InstantSource.system());
        Cache<ReplayKey, Boolean> cache = Caffeine.newBuilder()
                .maximumSize(InMemoryReplayStore.DEFAULT_CAPACITY)
                .expireAfterWrite(LIFE)
                .executor(Runnable::run)
                .build();
        Instant until = Instant.now().plus(LIFE);
        costs.first = Chunk.microsEach(PROOFS, () -> use(store, until, Use.FIRST));
        costs.caffeineFirst = Chunk.microsEach(PROOFS, () -> use(cache, true));
        costs.again = Chunk.microsEach(PROOFS, () -> use(store, until, Use.SEEN));
        costs.caffeineAgain = Chunk.microsEach(PROOFS, () -> use(cache, false));
    }

    private int use(InMemoryReplayStore store, Instant until, Use expected) {
        int matching = 0;
        for (int i = 0; i < PROOFS; i++) {
            matching += store.firstUse(proofs.get(i), callers.get(i % CALLERS), until) == expected ? 1 : 0;
        }
        return matching;
    }

    private int use(Cache<ReplayKey, Boolean> cache, boolean first) {
        int matching = 0;
        for (ReplayKey proof : proofs) {
            matching += (cache.asMap().putIfAbsent(proof, true) == null) == first ? 1 : 0;
        }
        return matching;
    }
}
