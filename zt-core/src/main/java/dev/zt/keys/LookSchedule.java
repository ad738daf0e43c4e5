package dev.zt.keys;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * When to look at an issuer's keys next: a little before its hint is over, so that keys are renewed ahead of time and not
 * by all instances at once; after failures in 1 s, 2 s, 4 s … 30 s. Guarded by its owner's lock, but for reading.
 */
final class LookSchedule {
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LAST_RETRY = Duration.ofSeconds(30);

    private final KeyTimes times;
    private final RandomGenerator random;
    private volatile Instant next = Instant.MIN;
    private Duration retry = FIRST_RETRY;

    LookSchedule(KeyTimes times, RandomGenerator random) {
        this.times = times;
        this.random = random;
    }

    boolean isDue(Instant now) {
        return !now.isBefore(next);
    }

    void succeeded(Instant now, Duration hint) {
        retry = FIRST_RETRY;
        next = now.plus(spread(times.pause(hint)));
    }

    void failed(Instant now) {
        next = now.plus(spread(retry));
        Duration longer = retry.multipliedBy(2);
        retry = longer.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : longer;
    }

    /** Looks at this time at the latest. */
    void noLaterThan(Instant time) {
        if (time.isBefore(next)) {
            next = time;
        }
    }

    /** How long until the next look, 1 s to 30 s, as an answer to somebody who has to wait. */
    Duration untilNext(Instant now) {
        Instant seen = next;
        if (seen.isBefore(now.plus(FIRST_RETRY))) {
            return FIRST_RETRY;
        }
        Duration left = Duration.between(now, seen);
        return left.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : left;
    }

    // Between three quarters and the whole.
    private Duration spread(Duration pause) {
        return pause.minus(Duration.ofMillis((long) (pause.toMillis() * random.nextDouble() / 4)));
    }
}
