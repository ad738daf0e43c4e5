package dev.zt.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.identity.WorkloadId;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InMemoryReplayStoreTest {
    private static final WorkloadId CALLER = WorkloadId.of("spiffe://a/caller");
    private static final WorkloadId OTHER = WorkloadId.of("spiffe://a/other");

    private Instant now = Instant.ofEpochSecond(1000);
    private final InMemoryReplayStore store = new InMemoryReplayStore(1024, () -> now);
    private int counter;

    private static ReplayKey key(String id) {
        return ReplayKey.of(ProofKind.WPT, "thumbprint", id);
    }

    private ReplayStore.Use use(WorkloadId caller, long untilSecond) {
        return store.firstUse(key("proof-" + counter++), caller, Instant.ofEpochSecond(untilSecond));
    }

    @Test
    void takes_noMoreThanAnEighthOfASmallHeap() {
        assertThat(InMemoryReplayStore.capacityFor(4L << 30)).isEqualTo(InMemoryReplayStore.DEFAULT_CAPACITY);
        assertThat(InMemoryReplayStore.capacityFor(64L << 20)).isEqualTo((64 << 20) / 8 / 24);
        assertThat(InMemoryReplayStore.capacityFor(10_000)).isEqualTo(1024);
    }

    @Test
    void remembers_untilTheProofIsTooOldAnyway() {
        Instant until = Instant.ofEpochSecond(1060);

        assertThat(store.firstUse(key("a"), CALLER, until)).isEqualTo(ReplayStore.Use.FIRST);
        now = Instant.ofEpochSecond(1060);
        assertThat(store.firstUse(key("a"), CALLER, until)).isEqualTo(ReplayStore.Use.SEEN);
    }

    @Test
    void tells_keysAndIdsApart() {
        Instant until = Instant.ofEpochSecond(1060);

        assertThat(store.firstUse(key("a"), CALLER, until)).isEqualTo(ReplayStore.Use.FIRST);
        assertThat(store.firstUse(ReplayKey.of(ProofKind.WPT, "other", "a"), CALLER, until))
                .isEqualTo(ReplayStore.Use.FIRST);
    }

    @Test
    void key_ofACaller_isFrozen() {
        assertThat(HexFormat.of().formatHex(ReplayKey.ofCaller(WorkloadId.of("spiffe://shop.example/orders"))))
                .isEqualTo("fd6249f464dcf15201902bc7c2bf12628491d1deb7f20b749bdeda712a6059d5");
    }

    @Test
    void forgets_whatHasExpiredAndGivesTheMemoryBack() {
        for (int i = 0; i < 500; i++) {
            use(CALLER, 1010);
        }
        now = Instant.ofEpochSecond(1100);
        for (int i = 0; i < 100; i++) {
            use(CALLER, 1160);
        }

        assertThat(store.size()).isLessThanOrEqualTo(100);
    }

    @Test
    void refuses_whatItMayHaveForgottenWhenTheClockStepsBack() {
        Instant until = Instant.ofEpochSecond(1010);
        assertThat(store.firstUse(key("a"), CALLER, until)).isEqualTo(ReplayStore.Use.FIRST);
        now = Instant.ofEpochSecond(1100);
        for (int i = 0; i < 200; i++) {
            use(CALLER, 1160);
        }

        now = Instant.ofEpochSecond(1000);

        assertThat(store.firstUse(key("a"), CALLER, until)).isEqualTo(ReplayStore.Use.FORGOTTEN);
    }

    @Test
    void holds_aCallerToItsSharePastHalf() {
        for (int i = 0; i < 512; i++) {
            assertThat(use(CALLER, 1060)).isEqualTo(ReplayStore.Use.FIRST);
        }

        assertThat(use(CALLER, 1060)).isEqualTo(ReplayStore.Use.SHARE_EXHAUSTED);
        for (int i = 0; i < 512 / 3; i++) {
            assertThat(use(OTHER, 1060)).isEqualTo(ReplayStore.Use.FIRST);
        }
        assertThat(use(OTHER, 1060)).isEqualTo(ReplayStore.Use.SHARE_EXHAUSTED);
    }

    @Test
    void serves_theOtherKeysOfACallerThatOneKeyHasUsedUp() {
        for (int i = 0; i < 600; i++) {
            use(CALLER, 1060);
        }
        assertThat(use(CALLER, 1060)).isEqualTo(ReplayStore.Use.SHARE_EXHAUSTED);

        for (int sister = 0; sister < 20; sister++) {
            ReplayKey key = ReplayKey.of(ProofKind.DPOP, "sister-" + sister, "a");
            assertThat(store.firstUse(key, CALLER, Instant.ofEpochSecond(1060))).isEqualTo(ReplayStore.Use.FIRST);
        }
    }

    @Test
    void leaves_roomForOthers_howeverManyKeysACallerMakes() {
        for (int i = 0; i < 5000; i++) {
            ReplayKey key = ReplayKey.of(ProofKind.DPOP, "key-" + i, "a");
            store.firstUse(key, CALLER, Instant.ofEpochSecond(1060));
        }

        assertThat(store.size()).isLessThanOrEqualTo(1024 / 8 * 5);
        for (int i = 0; i < 100; i++) {
            assertThat(use(OTHER, 1060)).isEqualTo(ReplayStore.Use.FIRST);
        }
    }

    @Test
    void still_knowsAReplayWhenTheShareIsUsedUp() {
        Instant until = Instant.ofEpochSecond(1060);
        store.firstUse(key("mine"), CALLER, until);
        for (int i = 0; i < 511; i++) {
            use(CALLER, 1060);
        }

        assertThat(store.firstUse(key("mine"), CALLER, until)).isEqualTo(ReplayStore.Use.SEEN);
    }

    @Test
    void keeps_roomForThoseWhoHoldNextToNothing() {
        for (int caller = 0; caller < 40; caller++) {
            WorkloadId greedy = WorkloadId.of("spiffe://a/g" + caller);
            for (int i = 0; i < 600; i++) {
                use(greedy, 1060);
            }
        }

        for (int caller = 0; caller < 60; caller++) {
            assertThat(use(WorkloadId.of("spiffe://a/late" + caller), 1060)).isEqualTo(ReplayStore.Use.FIRST);
        }
    }

    @Test
    void forgets_theCrowdThatFloodedIt() {
        for (int caller = 0; caller < 5000; caller++) {
            use(WorkloadId.of("spiffe://a/crowd" + caller), 1010);
        }
        now = Instant.ofEpochSecond(2000);
        for (int i = 0; i < 512; i++) {
            use(CALLER, 2060);
        }

        for (int caller = 0; caller < 20; caller++) {
            for (int i = 0; i < 5; i++) {
                assertThat(use(WorkloadId.of("spiffe://a/honest" + caller), 2060))
                        .isEqualTo(ReplayStore.Use.FIRST);
            }
        }
    }

    @Test
    void never_growsBeyondItsCapacity() {
        for (int caller = 0; caller < 200; caller++) {
            WorkloadId id = WorkloadId.of("spiffe://a/c" + caller);
            for (int i = 0; i < 40; i++) {
                use(id, 1060);
            }
        }

        assertThat(store.size()).isLessThanOrEqualTo(1024);
    }

    @Test
    void serves_theCallerAgainAfterItsProofsExpired() {
        for (int i = 0; i < 513; i++) {
            use(CALLER, 1010);
        }
        now = Instant.ofEpochSecond(1100);

        for (int i = 0; i < 512; i++) {
            assertThat(use(CALLER, 1160)).isEqualTo(ReplayStore.Use.FIRST);
        }
    }

    @Test
    void serves_everybodyAgainAfterAFullMemoryExpired() {
        for (int caller = 0; caller < 200; caller++) {
            for (int i = 0; i < 40; i++) {
                use(WorkloadId.of("spiffe://a/c" + caller), 1010);
            }
        }
        now = Instant.ofEpochSecond(1100);

        for (int i = 0; i < 512; i++) {
            assertThat(use(CALLER, 1160)).isEqualTo(ReplayStore.Use.FIRST);
        }
    }

    @Test
    void refuses_instantsThatItCannotTell() {
        assertThatThrownBy(() -> store.firstUse(key("a"), CALLER, Instant.ofEpochSecond(-2)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.firstUse(key("a"), CALLER, Instant.MAX))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void lets_oneOfManyThreadsBeTheFirst_andKeepsCount() throws Exception {
        InMemoryReplayStore large = new InMemoryReplayStore(1 << 16, () -> now);
        Instant until = Instant.ofEpochSecond(1060);
        AtomicInteger first = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        for (int thread = 0; thread < 4; thread++) {
            WorkloadId caller = WorkloadId.of("spiffe://a/c" + thread);
            threads.execute(() -> {
                for (int i = 0; i < 20_000; i++) {
                    if (large.firstUse(key("shared-" + i), caller, until) == ReplayStore.Use.FIRST) {
                        first.incrementAndGet();
                    }
                }
            });
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();

        assertThat(first).hasValue(20_000);
        assertThat(large.size()).isEqualTo(20_000);
    }

    @Test
    void forgets_accountsWithWhatTheyHeld() {
        for (int round = 0; round < 50; round++) {
            for (int caller = 0; caller < 100; caller++) {
                assertThat(use(WorkloadId.of("spiffe://a/r" + round + "-" + caller), now.getEpochSecond() + 1))
                        .isEqualTo(ReplayStore.Use.FIRST);
            }
            now = now.plusSeconds(10);
        }

        assertThat(store.size()).isLessThan(300);
    }

    @Test
    void refuses_capacityThatIsTooSmall() {
        assertThatThrownBy(() -> new InMemoryReplayStore(10, () -> now)).hasMessageContaining("1,024");
    }

    @Test
    void key_showsNothing() {
        assertThat(key("secret-id").toString()).doesNotContain("secret-id");
        assertThat(key("a").bytes()).hasSize(32);
        assertThat(store.reach()).isEqualTo(ReplayStore.Reach.INSTANCE);
    }
}
