package dev.zt.keys;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Time that never runs backwards: when the clock is set back, it goes on from where it was. Ages, pauses and limits are
 * then right whatever is done to the clock; a clock set forward only makes keys look older. Safe for concurrent use;
 * reading takes no lock.
 */
final class SteadyTime {
    private final InstantSource clock;
    private final ReentrantLock moving = new ReentrantLock();
    private volatile State state;

    private record State(Instant last, Duration lost) {}

    SteadyTime(InstantSource clock) {
        this.clock = clock;
        this.state = new State(clock.instant(), Duration.ZERO);
    }

    /** The time now. */
    Instant now() {
        State seen = state;
        Instant now = clock.instant().plus(seen.lost());
        return now.isBefore(seen.last()) ? seen.last() : now;
    }

    /** The time now, remembered as passed; to be called now and then. */
    Instant advance() {
        moving.lock();
        try {
            Instant now = clock.instant().plus(state.lost());
            Duration back = Duration.between(now, state.last());
            state = back.isNegative() || back.isZero()
                    ? new State(now, state.lost())
                    : new State(state.last(), state.lost().plus(back));
            return state.last();
        } finally {
            moving.unlock();
        }
    }
}
