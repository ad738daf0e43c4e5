package dev.zt.own;

import dev.zt.fetch.RetryPause;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * When to ask for the next identity: around half of the present one's life, spread so that instances that started
 * together do not ask together; after a failure soon again, then ever less often. Used by one thread at a time.
 */
final class RenewalSchedule {
    private static final Duration LONGEST = Duration.ofSeconds(15);
    private static final int TRIES_IN_A_LIFE = 32;

    private final RandomGenerator random;
    private Instant due = Instant.MIN;
    private RetryPause retry = RetryPause.first(LONGEST);

    RenewalSchedule(RandomGenerator random) {
        this.random = random;
    }

    boolean isDue(Instant now) {
        return !now.isBefore(due);
    }

    /** An identity is held: due at 45 to 55 % of its life. */
    void issued(Instant from, Instant expiry) {
        due = HalfLife.of(from, expiry, random);
        retry = RetryPause.first(min(LONGEST, Duration.between(from, expiry).dividedBy(TRIES_IN_A_LIFE)));
    }

    /** What is held is worth nothing any more. */
    void hurry() {
        due = Instant.MIN;
    }

    /** Asking failed: due again after a pause, doubled each time and spread by a quarter. */
    void failed(Instant now) {
        due = now.plus(retry.spread(random));
        retry = retry.longer();
    }

    /** The authority wants to be left alone for a while. */
    void postponed(Instant now, Duration pause) {
        due = now.plus(min(LONGEST, pause));
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
