package dev.zt.keys;

import dev.zt.fetch.RetryPause;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * When to look at an issuer's keys next: a little before its hint is over, so that keys are renewed ahead of time and not
 * by all instances at once; after failures in 1 s, 2 s, 4 s … 30 s, give or take a quarter. Guarded by its owner's lock, but for reading.
 */
final class LookSchedule {
    private static final Duration LEAST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final KeyTimes times;
    private final RandomGenerator random;
    private volatile Instant next = Instant.MIN;
    private RetryPause retry = RetryPause.first(LONGEST);

    LookSchedule(KeyTimes times, RandomGenerator random) {
        this.times = times;
        this.random = random;
    }

    boolean isDue(Instant now) {
        return !now.isBefore(next);
    }

    void succeeded(Instant now, Duration hint) {
        retry = RetryPause.first(LONGEST);
        next = now.plus(ahead(times.pause(hint)));
    }

    void failed(Instant now) {
        next = now.plus(retry.spread(random));
        retry = retry.longer();
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
        if (seen.isBefore(now.plus(LEAST_WAIT))) {
            return LEAST_WAIT;
        }
        Duration left = Duration.between(now, seen);
        return left.compareTo(LONGEST) > 0 ? LONGEST : left;
    }

    // Between three quarters and the whole.
    private Duration ahead(Duration pause) {
        return pause.minus(Duration.ofMillis((long) (pause.toMillis() * random.nextDouble() / 4)));
    }
}
