package dev.zt.bench;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.zt.identity.WorkloadId;
import dev.zt.verify.InMemoryReplayStore;
import dev.zt.verify.ProofKind;
import dev.zt.verify.ReplayKey;
import dev.zt.verify.ReplayStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The memory of used proofs with a million live ones, of 1,100 callers, kept for 90 seconds of a clock that moves on with
 * them; beside a Caffeine cache of the same keys that expires them. Keys are made beforehand.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH fills the fields.
public class RememberProofs {
    private static final int LIFE = 90;
    private static final int LIVE = 1_000_000;
    private static final int EACH_SECOND = LIVE / LIFE;
    private static final int CALLERS = 1100;
    // What has ended is forgotten as the memory is used, so that it holds somewhat more than what is live.
    private static final int CAPACITY = LIVE + LIVE / 10;

    private final List<WorkloadId> callers = new ArrayList<>();
    private long second = 1_800_000_000L;
    private int made;
    private InMemoryReplayStore store;
    private Cache<ReplayKey, Boolean> cache;
    private double storeBytes;
    private double cacheBytes;

    /** Fills both. */
    @Setup
    public void fill() {
        for (int i = 0; i < CALLERS; i++) {
            callers.add(WorkloadId.of("spiffe://shop.example/caller-" + i));
        }
        long empty = used();
        store = new InMemoryReplayStore(CAPACITY, () -> Instant.ofEpochSecond(second));
        for (int i = 0; i < LIFE; i++) {
            use(keys());
        }
        storeBytes = (double) (used() - empty) / store.size();
        long before = used();
        cache = Caffeine.newBuilder()
                .expireAfterWrite(Duration.ofSeconds(LIFE))
                .maximumSize(2L * LIVE)
                .ticker(() -> TimeUnit.SECONDS.toNanos(second))
                .build();
        for (int i = 0; i < LIFE; i++) {
            put(keys());
        }
        cacheBytes = (double) (used() - before) / cache.estimatedSize();
    }

    /** The proofs of one second into each. */
    @Benchmark
    public void measure(ReplayCosts costs) {
        List<ReplayKey> keys = keys();
        costs.library = Chunk.microsEach(EACH_SECOND, () -> add(keys, (key, i) -> isFirst(key, i)));
        costs.reference = Chunk.microsEach(EACH_SECOND, () -> add(keys, (key, i) -> isPut(key)));
        costs.libraryAgain =
                Chunk.microsEach(EACH_SECOND, () -> add(keys, (key, i) -> use(key, i) == ReplayStore.Use.SEEN));
        costs.libraryBytes = storeBytes;
        costs.referenceBytes = cacheBytes;
    }

    private void use(List<ReplayKey> keys) {
        require(add(keys, (key, i) -> isFirst(key, i)));
    }

    private void put(List<ReplayKey> keys) {
        require(add(keys, (key, i) -> isPut(key)));
    }

    private static void require(int added) {
        if (added != EACH_SECOND) {
            throw new IllegalStateException("only " + added + " were new");
        }
    }

    private static int add(List<ReplayKey> keys, BiPredicate<ReplayKey, Integer> each) {
        int added = 0;
        for (int i = 0; i < keys.size(); i++) {
            added += each.test(keys.get(i), i) ? 1 : 0;
        }
        return added;
    }

    private boolean isFirst(ReplayKey key, int i) {
        return use(key, i) == ReplayStore.Use.FIRST;
    }

    private ReplayStore.Use use(ReplayKey key, int i) {
        return store.firstUse(key, callers.get(i % CALLERS), Instant.ofEpochSecond(second + LIFE - 1));
    }

    private boolean isPut(ReplayKey key) {
        return cache.asMap().putIfAbsent(key, Boolean.TRUE) == null;
    }

    /** As many keys as come in a second, and the clock at the next. */
    private List<ReplayKey> keys() {
        second++;
        List<ReplayKey> keys = new ArrayList<>(EACH_SECOND);
        for (int i = 0; i < EACH_SECOND; i++) {
            keys.add(ReplayKey.of(ProofKind.WPT, "caller-" + i % CALLERS, Integer.toString(made++)));
        }
        return keys;
    }

    private static long used() {
        System.gc();
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
