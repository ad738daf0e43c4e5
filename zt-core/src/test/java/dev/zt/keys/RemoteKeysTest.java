package dev.zt.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.identity.IssuerUrl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When it is looked and what is believed; what looks are made of plays no part here. */
@Timeout(60)
class RemoteKeysTest {
    private static final IssuerUrl ISSUER = IssuerUrl.of("https://idp.example");
    private static final BundleReader READER =
            new BundleReader("test", KeyRules.standard(SignatureProvider.bouncyCastle()));

    private final ManualClock clock = new ManualClock();
    private final List<CompletableFuture<Looked>> looks = new CopyOnWriteArrayList<>();
    private final KidWait waiting = new KidWait(Duration.ofSeconds(30));
    private final RemoteKeys keys = keys(waiting);

    private RemoteKeys keys(KidWait place) {
        return new RemoteKeys(ISSUER, this::look, KeyTimes.standard(), new SteadyTime(clock), () -> 0L, place);
    }

    private CompletableFuture<Looked> look(Optional<SeenDocument> last) {
        CompletableFuture<Looked> look = new CompletableFuture<>();
        looks.add(look);
        return look;
    }

    private static Looked published(String... kids) {
        return published(Optional.empty(), kids);
    }

    private static Looked published(Optional<Duration> hint, String... kids) {
        byte[] document = Published.keySet(kids).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return new Looked.Keys(READER.keySet(ISSUER, document), hint, SeenDocuments.any());
    }

    private void answer(Looked looked) {
        looks.get(looks.size() - 1).complete(looked);
    }

    /** Looks if it is time to, and answers; how many looks there have been. */
    private int refreshed(Looked looked) {
        int before = looks.size();
        keys.refresh();
        if (looks.size() > before) {
            answer(looked);
        }
        return looks.size();
    }

    private BundleLookup asked(String kid) {
        return keys.bundleWith(KeyUse.TOKEN, kid);
    }

    private static boolean holds(BundleLookup lookup, String kid) {
        return lookup instanceof BundleLookup.Found found
                && found.bundle().key(KeyUse.TOKEN, kid).isPresent();
    }

    private long epoch() {
        return ((BundleLookup.Found) keys.bundle()).epoch();
    }

    @Test
    void looks_againAtTheHintAndAfterFiveMinutesWithoutOne() {
        assertThat(refreshed(published("a"))).isEqualTo(1);
        clock.passSeconds(299);
        assertThat(refreshed(published("a"))).isEqualTo(1);
        clock.passSeconds(1);
        assertThat(refreshed(published(Optional.of(Duration.ofSeconds(60)), "a")))
                .isEqualTo(2);
        clock.passSeconds(60);
        assertThat(refreshed(published(Optional.of(Duration.ofSeconds(1)), "a")))
                .isEqualTo(3);
        clock.passSeconds(9);
        assertThat(refreshed(published("a"))).isEqualTo(3);
        clock.passSeconds(1);
        assertThat(refreshed(published(Optional.of(Duration.ofDays(1)), "a"))).isEqualTo(4);
        clock.passSeconds(300);
        assertThat(refreshed(published("a"))).isEqualTo(5);
    }

    @Test
    void looks_aheadOfTimeByUpToAQuarter() {
        LookSchedule schedule = new LookSchedule(KeyTimes.standard(), () -> -1L);
        schedule.succeeded(clock.instant(), Duration.ofSeconds(100));

        assertThat(schedule.isDue(clock.instant().plusMillis(74_999))).isFalse();
        assertThat(schedule.isDue(clock.instant().plusMillis(75_001))).isTrue();
    }

    @Test
    void looks_againAfterFailuresInGrowingPauses() {
        assertThat(refreshed(new Looked.Failed("down"))).isEqualTo(1);
        int pause = 1;
        for (int look = 2; look < 10; look++) {
            // The random source of this test spreads each pause to its shortest.
            clock.pass(Duration.ofSeconds(pause).multipliedBy(3).dividedBy(4).minusMillis(1));
            assertThat(refreshed(new Looked.Failed("down"))).isEqualTo(look - 1);
            clock.pass(Duration.ofMillis(1));
            assertThat(refreshed(new Looked.Failed("down"))).isEqualTo(look);
            pause = Math.min(30, pause * 2);
        }
        clock.passSeconds(30);
        refreshed(published("a"));
        clock.passSeconds(300);
        int looksBefore = refreshed(new Looked.Failed("down"));
        clock.passSeconds(1);
        assertThat(refreshed(published("a"))).isEqualTo(looksBefore + 1);
    }

    @Test
    void looks_onceAtATime() {
        keys.refresh();
        clock.passSeconds(3600);
        keys.refresh();

        assertThat(looks).hasSize(1);
        assertThat(keys.lookNow()).isSameAs(keys.settled());
        assertThat(looks).hasSize(1);
    }

    @Test
    void survives_aLookThatThrows() {
        RemoteKeys broken = new RemoteKeys(
                ISSUER,
                last -> {
                    throw new IllegalStateException("s3cret");
                },
                KeyTimes.standard(),
                new SteadyTime(clock),
                () -> 0L,
                waiting);
        broken.refresh();

        assertThat(broken.problem())
                .hasValueSatisfying(problem ->
                        assertThat(problem).contains("IllegalStateException").doesNotContain("s3cret"));
        assertThat(broken.settled()).isCompleted();
    }

    @Test
    void looks_againAfterAnError() {
        AtomicInteger begun = new AtomicInteger();
        RemoteKeys broken = new RemoteKeys(
                ISSUER,
                last -> {
                    if (begun.incrementAndGet() == 2) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    return CompletableFuture.completedFuture(published("a"));
                },
                KeyTimes.standard(),
                new SteadyTime(clock),
                () -> 0L,
                waiting);
        broken.refresh();
        clock.passSeconds(300);
        broken.refresh();
        assertThat(broken.problem()).contains("keeping the last good ones: looking failed: OutOfMemoryError");
        assertThat(broken.settled()).isCompleted();

        clock.passSeconds(1);
        broken.refresh();
        assertThat(begun).hasValue(3);
        assertThat(broken.problem()).isEmpty();
    }

    @Test
    void keeps_theEpochWhileKeysAreTheSame() {
        refreshed(published("a", "b"));
        long epoch = epoch();
        clock.passSeconds(300);
        refreshed(published("b", "a"));
        clock.passSeconds(300);
        refreshed(new Looked.Same(Optional.empty()));
        clock.passSeconds(300);
        refreshed(new Looked.Failed("down"));
        assertThat(epoch()).isEqualTo(epoch);

        clock.passSeconds(300);
        refreshed(published("a"));
        assertThat(epoch()).isNotEqualTo(epoch);
    }

    @Test
    void says_nothingChangedOnlyOfWhatItHolds() {
        refreshed(new Looked.Same(Optional.empty()));

        assertThat(keys.bundle()).isInstanceOf(BundleLookup.Unavailable.class);
    }

    @Test
    void counts_theAgeFromWhereALookBegan() {
        assertThat(keys.age()).isEmpty();
        keys.refresh();
        clock.passSeconds(3);
        answer(published("a"));

        assertThat(keys.age()).contains(Duration.ofSeconds(3));
    }

    @Test
    void looks_forAnUnknownKeyAndGoesOnWithTheRequest() {
        refreshed(published("old"));
        CompletableFuture<BundleLookup> waiting = CompletableFuture.supplyAsync(() -> asked("new"));
        awaitLooks(2);
        assertThat(waiting).isNotDone();
        answer(published("new"));

        assertThat(holds(waiting.join(), "new")).isTrue();
    }

    private void awaitLooks(int count) {
        while (looks.size() < count) {
            Thread.onSpinWait();
        }
    }

    @Test
    void asks_againWhereTheFirstLookBeganTooEarly() {
        refreshed(published("old"));
        clock.passSeconds(300);
        keys.refresh();
        CompletableFuture<BundleLookup> waiting = CompletableFuture.supplyAsync(() -> asked("new"));
        awaitPlaces(15);
        answer(published("old"));
        awaitLooks(3);
        answer(published("new"));

        assertThat(holds(waiting.join(), "new")).isTrue();
    }

    private void awaitPlaces(int free) {
        while (waiting.free() != free) {
            Thread.onSpinWait();
        }
    }

    @Test
    void spends_oneLookInEachCooldownWhateverCameOfIt() {
        refreshed(published("a"));
        for (Looked looked : List.of(published(), new Looked.Failed("down"), new Looked.Same(Optional.empty()))) {
            int before = looks.size();
            CompletableFuture<BundleLookup> first = CompletableFuture.supplyAsync(() -> asked("first" + before));
            awaitLooks(before + 1);
            answer(looked);
            first.join();
            for (int i = 0; i < 100; i++) {
                asked("other" + i);
            }
            clock.passSeconds(29);
            asked("late");

            assertThat(looks).hasSize(before + 1);
            clock.passSeconds(1);
        }
    }

    @Test
    void keeps_theLookOfOthersFromAKeyThatKeepsComing() {
        refreshed(published("a"));
        lookedForInVain("bad");
        clock.passSeconds(31);
        assertThat(asked("bad")).isInstanceOf(BundleLookup.Found.class);
        assertThat(looks).hasSize(2);

        CompletableFuture<BundleLookup> other = CompletableFuture.supplyAsync(() -> asked("new"));
        awaitLooks(3);
        answer(published("a", "new"));
        assertThat(holds(other.join(), "new")).isTrue();
    }

    private void lookedForInVain(String kid) {
        int before = looks.size();
        CompletableFuture<BundleLookup> first = CompletableFuture.supplyAsync(() -> asked(kid));
        awaitLooks(before + 1);
        answer(published("a"));
        assertThat(first.join()).isInstanceOf(BundleLookup.Found.class);
    }

    @Test
    void looks_againForAKeyThatKeptComingWhenTwoCooldownsAreOver() {
        refreshed(published("a"));
        lookedForInVain("next");
        for (int second = 1; second < 60; second++) {
            clock.passSeconds(1);
            assertThat(asked("next")).isInstanceOf(BundleLookup.Found.class);
        }
        assertThat(looks).hasSize(2);
        clock.passSeconds(1);

        CompletableFuture<BundleLookup> again = CompletableFuture.supplyAsync(() -> asked("next"));
        awaitLooks(3);
        answer(published("a", "next"));
        assertThat(holds(again.join(), "next")).isTrue();
    }

    @Test
    void says_neitherYesNorNoOfAKeyThatWasNotLookedForYet() {
        refreshed(published("a"));
        lookedForInVain("bad");
        clock.passSeconds(10);

        assertThat(asked("new")).isEqualTo(new BundleLookup.Unavailable(Duration.ofSeconds(20)));
        assertThat(asked("bad")).isInstanceOf(BundleLookup.Found.class);
        clock.pass(Duration.ofMillis(19_999));
        assertThat(asked("new")).isEqualTo(new BundleLookup.Unavailable(Duration.ofSeconds(1)));
        assertThat(looks).hasSize(2);
    }

    @Test
    void says_neitherYesNorNoWhereOnlyALookForOthersWasSeen() {
        refreshed(published("a"));
        CompletableFuture<BundleLookup> first = CompletableFuture.supplyAsync(() -> asked("bad"));
        awaitLooks(2);
        CompletableFuture<BundleLookup> other = CompletableFuture.supplyAsync(() -> asked("new"));
        awaitTaken(2);
        answer(published("a"));

        assertThat(first.join()).isInstanceOf(BundleLookup.Found.class);
        assertThat(other.join()).isEqualTo(new BundleLookup.Unavailable(Duration.ofSeconds(30)));
    }

    private void awaitTaken(int places) {
        awaitPlaces(16 - places);
    }

    @Test
    void comes_backSoonerForAKeyThatWasLookedForInVain() {
        refreshed(published("a"));
        CompletableFuture<BundleLookup> first = CompletableFuture.supplyAsync(() -> asked("slow"));
        awaitLooks(2);
        answer(published("a"));
        first.join();

        clock.passSeconds(59);
        assertThat(refreshed(published("a"))).isEqualTo(2);
        clock.passSeconds(1);
        assertThat(refreshed(published("a", "slow"))).isEqualTo(3);
        assertThat(holds(asked("slow"), "slow")).isTrue();
    }

    @Test
    void says_neitherYesNorNoWhileTheIssuerCannotBeAsked() {
        refreshed(published("a"));
        clock.passSeconds(300);
        refreshed(new Looked.Failed("down"));
        CompletableFuture<BundleLookup> first = CompletableFuture.supplyAsync(() -> asked("new"));
        awaitLooks(3);
        answer(new Looked.Failed("down"));

        assertThat(first.join()).isInstanceOf(BundleLookup.Unavailable.class);
        assertThat(asked("other")).isInstanceOf(BundleLookup.Unavailable.class);
        assertThat(holds(asked("a"), "a")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\nb", "k\u00e9y", "k\u0000", "\u212a"})
    void looks_forNoKeyOfAnOddName(String kid) {
        refreshed(published("a"));

        assertThat(asked(kid)).isInstanceOf(BundleLookup.Found.class);
        assertThat(asked(kid + "x".repeat(100_000))).isInstanceOf(BundleLookup.Found.class);
        assertThat(looks).hasSize(1);
    }

    @Test
    void looks_forNothingBeforeThereAreKeys() {
        assertThat(asked("a")).isEqualTo(new BundleLookup.Unavailable(Duration.ofSeconds(1)));
        assertThat(looks).isEmpty();
    }

    @Test
    void lets_onlySoManyWait() throws Exception {
        refreshed(published("a"));
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<BundleLookup>> waiting = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                String kid = i % 2 == 0 ? "new" : "bad" + i;
                waiting.add(threads.submit(() -> asked(kid)));
            }
            awaitPlaces(0);
            assertThat(looks).hasSize(2);
            assertThat(asked("new")).isEqualTo(new BundleLookup.Unavailable(Duration.ofSeconds(1)));
            assertThat(holds(asked("a"), "a")).isTrue();

            answer(published("a", "new"));
            for (int i = 0; i < 16; i++) {
                assertThat(holds(waiting.get(i).get(), "new") || i % 2 == 1).isTrue();
            }
            assertThat(looks).hasSize(2);
            assertThat(this.waiting.free()).isEqualTo(16);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void waits_noLongerThanASecondAndFindsTheKeyWhenAskedAgain() {
        KidWait second = new KidWait();
        RemoteKeys impatient = keys(second);
        impatient.refresh();
        answer(published("a"));

        long before = System.nanoTime();
        assertThat(impatient.bundleWith(KeyUse.TOKEN, "new"))
                .isEqualTo(new BundleLookup.Unavailable(Duration.ofSeconds(1)));
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(4));
        assertThat(second.free()).isEqualTo(16);

        answer(published("a", "new"));
        assertThat(holds(impatient.bundleWith(KeyUse.TOKEN, "new"), "new")).isTrue();
        assertThat(looks).hasSize(2);
    }

    @Test
    void ends_waitingWithTheThread() {
        refreshed(published("a"));
        Thread.currentThread().interrupt();

        assertThat(asked("new")).isInstanceOf(BundleLookup.Unavailable.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void believes_noSetThatWasNotConfirmedForAnHour() {
        refreshed(published("a"));
        clock.passSeconds(3600);
        refreshed(new Looked.Failed("down"));
        assertThat(holds(keys.bundle(), "a")).isTrue();
        assertThat(keys.problem()).contains("keeping the last good ones: down");

        clock.pass(Duration.ofMillis(1));
        assertThat(keys.bundle()).isInstanceOf(BundleLookup.Unavailable.class);
        assertThat(keys.problem()).contains("none can be believed: down");
    }

    @Test
    void grows_noYoungerAndRestsNoLongerWhenTheClockIsSetBack() {
        refreshed(published("a"));
        clock.passSeconds(200);
        keys.refresh();
        clock.passSeconds(-86_400);
        keys.refresh();
        assertThat(looks).hasSize(1);
        assertThat(keys.age()).contains(Duration.ofSeconds(200));

        clock.passSeconds(100);
        assertThat(refreshed(new Looked.Failed("down"))).isEqualTo(2);
        clock.passSeconds(3301);
        assertThat(keys.bundle()).isInstanceOf(BundleLookup.Unavailable.class);
    }

    @Test
    void looks_atOnceWhenTheClockIsSetForward() {
        refreshed(published("a"));
        clock.pass(Duration.ofDays(3650));
        assertThat(keys.bundle()).isInstanceOf(BundleLookup.Unavailable.class);

        assertThat(refreshed(published("a"))).isEqualTo(2);
        clock.pass(Duration.ofDays(-3650));
        assertThat(holds(keys.bundle(), "a")).isTrue();
    }

    @Test
    void remembers_aBoundedNumberOfNames() {
        UnknownKids unknown = new UnknownKids(Duration.ofSeconds(30));
        for (int i = 0; i < 100_000; i++) {
            unknown.foundInVain(new UnknownKids.Name(KeyUse.TOKEN, "kid" + i), clock.instant());
        }

        assertThat(unknown.remembered()).isEqualTo(1_000);
        assertThat(unknown.isInVain(new UnknownKids.Name(KeyUse.TOKEN, "kid99999"), clock.instant()))
                .isTrue();
        assertThat(unknown.isInVain(new UnknownKids.Name(KeyUse.WIT_SVID, "kid99999"), clock.instant()))
                .isFalse();
        assertThat(unknown.isInVain(
                        new UnknownKids.Name(KeyUse.TOKEN, "kid99998"),
                        clock.instant().plusSeconds(60)))
                .isFalse();
    }
}
