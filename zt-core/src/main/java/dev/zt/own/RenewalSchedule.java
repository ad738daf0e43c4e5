package dev.zt.own;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * When to ask for the next identity: around half of the present one's life, spread so that instances that started
 * together do not ask together; after a failure soon again, then ever less often. Used by one thread at a time.
 */
final class RenewalSchedule {
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LAST_RETRY = Duration.ofSeconds(15);
    private static final int TRIES_IN_A_LIFE = 32;

    private final RandomGenerator random;
    private Instant due = Instant.MIN;
    private Duration retry = FIRST_RETRY;
    private Duration longestRetry = LAST_RETRY;

    RenewalSchedule(RandomGenerator random) {
        this.random = random;
    }

    boolean isDue(Instant now) {
        return !now.isBefore(due);
    }

    /** An identity is held: due at 45 to 55 % of its life. */
    void issued(Instant from, Instant expiry) {
        Duration life = Duration.between(from, expiry);
        due = from.plus(life.multipliedBy(450 + random.nextInt(101)).dividedBy(1000));
        longestRetry = min(LAST_RETRY, life.dividedBy(TRIES_IN_A_LIFE));
        retry = min(FIRST_RETRY, longestRetry);
    }

    /** What is held is worth nothing any more. */
    void hurry() {
        due = Instant.MIN;
    }

    /** Asking failed: due again after a pause, doubled each time and spread by a quarter. */
    void failed(Instant now) {
        long nanos = retry.toNanos();
        due = now.plusNanos(nanos - nanos / 4 + random.nextLong(nanos / 2 + 1));
        retry = min(longestRetry, retry.multipliedBy(2));
    }

    /** The authority wants to be left alone for a while. */
    void postponed(Instant now, Duration pause) {
        due = now.plus(min(LAST_RETRY, pause));
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
