package dev.zt.own;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RenewalScheduleTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static RenewalSchedule seeded(long seed) {
        return new RenewalSchedule(new Random(seed));
    }

    @Test
    void isDue_beforeAnythingIsHeld() {
        assertThat(seeded(1).isDue(START)).isTrue();
    }

    @Property
    void isDue_aroundHalfOfTheLife(@ForAll long seed, @ForAll @IntRange(min = 2, max = 1_000_000) int seconds) {
        RenewalSchedule schedule = seeded(seed);
        Duration life = Duration.ofSeconds(seconds);
        schedule.issued(START, START.plus(life));

        assertThat(schedule.isDue(START.plus(life.multipliedBy(449).dividedBy(1000))))
                .isFalse();
        assertThat(schedule.isDue(START.plus(life.multipliedBy(550).dividedBy(1000))))
                .isTrue();
    }

    @Property
    void triesAgain_manyTimesBeforeAShortLifeEnds(@ForAll long seed) {
        RenewalSchedule schedule = seeded(seed);
        Instant now = START.plusSeconds(2);
        schedule.issued(START, START.plusSeconds(4));
        int tries = 0;
        while (now.isBefore(START.plusSeconds(4))) {
            if (schedule.isDue(now)) {
                schedule.failed(now);
                tries++;
            }
            now = now.plusMillis(10);
        }

        assertThat(tries).isGreaterThanOrEqualTo(8);
    }

    @Property
    void pauses_neverLongerThanItsBound(@ForAll long seed, @ForAll @LongRange(min = 1, max = 40) long failures) {
        RenewalSchedule schedule = seeded(seed);
        for (long i = 0; i < failures; i++) {
            schedule.failed(START);
        }

        assertThat(schedule.isDue(START.plusMillis(15_000 + 3_750))).isTrue();
    }

    @Test
    void spreads_instancesThatStartedTogether() {
        Instant expiry = START.plus(Duration.ofHours(1));
        long distinct = new Random(7)
                .longs(100)
                .mapToObj(seed -> {
                    RenewalSchedule schedule = seeded(seed);
                    schedule.issued(START, expiry);
                    Instant now = START.plusSeconds(1600);
                    while (!schedule.isDue(now)) {
                        now = now.plusSeconds(4);
                    }
                    return now;
                })
                .distinct()
                .count();

        assertThat(distinct).isGreaterThan(30);
    }

    @Test
    void waits_asLongAsTheAuthorityWants() {
        RenewalSchedule schedule = seeded(1);
        schedule.postponed(START, Duration.ofSeconds(10));

        assertThat(schedule.isDue(START.plusSeconds(9))).isFalse();
        assertThat(schedule.isDue(START.plusSeconds(10))).isTrue();
    }
}
