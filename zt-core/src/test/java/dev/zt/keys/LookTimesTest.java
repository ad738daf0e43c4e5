package dev.zt.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When keys are looked for, and how long somebody waits for them. */
class LookTimesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({"-5, 1", "0, 1", "1, 1", "2, 2", "30, 30", "31, 30"})
    void tells_aWaitOfOneToThirtySeconds(long next, long told) {
        LookSchedule schedule = new LookSchedule(KeyTimes.standard(), new Random(1));
        schedule.succeeded(NOW, Duration.ofMinutes(5));
        schedule.noLaterThan(NOW.plusSeconds(next));

        assertThat(schedule.untilNext(NOW)).hasSeconds(told);
        assertThat(schedule.isDue(NOW)).isEqualTo(next <= 0);
    }

    @Test
    void looks_again_withinTheLastQuarterOfTheHint() {
        for (int seed = 0; seed < 50; seed++) {
            LookSchedule schedule = new LookSchedule(KeyTimes.standard(), new Random(seed));
            schedule.succeeded(NOW, Duration.ofSeconds(100));

            assertThat(schedule.isDue(NOW.plusSeconds(74))).isFalse();
            assertThat(schedule.isDue(NOW.plusSeconds(100))).isTrue();
        }
    }

    @Test
    void waits_noLongerThanItMay() {
        KidWait wait = new KidWait(Duration.ofMillis(20));

        assertThat(wait.await(new CompletableFuture<>(), Optional::empty)).isEqualTo(KidWait.End.LATE);
        assertThat(wait.await(CompletableFuture.completedFuture(null), Optional::empty))
                .isEqualTo(KidWait.End.DONE);
    }

    @Test
    void waits_forTheSecondLookAsWell() {
        KidWait wait = new KidWait(Duration.ofMillis(20));

        assertThat(wait.await(CompletableFuture.completedFuture(null), () -> Optional.of(new CompletableFuture<>())))
                .isEqualTo(KidWait.End.LATE);
        assertThat(wait.await(
                        CompletableFuture.completedFuture(null),
                        () -> Optional.of(CompletableFuture.completedFuture(null))))
                .isEqualTo(KidWait.End.DONE);
    }

    @Test
    void lets_noMoreWaitThanThereArePlacesFor() {
        KidWait wait = new KidWait(Duration.ofMinutes(1));
        int free = wait.free();

        assertThat(fill(wait)).isEqualTo(KidWait.End.CROWDED);
        assertThat(wait.free()).isEqualTo(free);
    }

    // Each place is held while the next one is asked for.
    private static KidWait.End fill(KidWait wait) {
        KidWait.End[] inner = new KidWait.End[1];
        KidWait.End end = wait.await(CompletableFuture.completedFuture(null), () -> {
            inner[0] = fill(wait);
            return Optional.empty();
        });
        return inner[0] == null ? end : inner[0];
    }

    @Test
    void gives_upWaiting_whenInterrupted() {
        KidWait wait = new KidWait(Duration.ofMinutes(1));
        int free = wait.free();
        Thread.currentThread().interrupt();

        assertThat(wait.await(new CompletableFuture<>(), Optional::empty)).isEqualTo(KidWait.End.LATE);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(wait.free()).isEqualTo(free);
    }
}
