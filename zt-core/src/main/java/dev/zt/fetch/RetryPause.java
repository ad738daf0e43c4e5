package dev.zt.fetch;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to leave alone a server that failed: a second, doubled with each failure up to a limit. Immutable.
 *
 * @param length the pause, before it is spread
 * @param longest the limit
 */
public record RetryPause(Duration length, Duration longest) {
    private static final Duration FIRST = Duration.ofSeconds(1);

    /** The pause after the first failure. */
    public static RetryPause first(Duration longest) {
        return new RetryPause(min(FIRST, longest), longest);
    }

    /** The pause after one more failure. */
    public RetryPause longer() {
        return new RetryPause(min(longest, length.multipliedBy(2)), longest);
    }

    /** The same pause or a longer one, within the limit. */
    public RetryPause atLeast(Duration least) {
        return least.compareTo(length) > 0 ? new RetryPause(min(longest, least), longest) : this;
    }

    /** The pause, spread. */
    public Duration spread(RandomGenerator random) {
        return spread(length, random);
    }

    /** A pause give or take a quarter, so that instances which failed together do not come back together. */
    public static Duration spread(Duration pause, RandomGenerator random) {
        long nanos = pause.toNanos();
        return Duration.ofNanos(nanos - nanos / 4 + random.nextLong(nanos / 2 + 1));
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
