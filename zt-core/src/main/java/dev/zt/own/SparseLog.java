package dev.zt.own;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;

/** Lets one line in a minute into a log, and counts the others. Safe for concurrent use. */
final class SparseLog {
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final ReentrantLock counting = new ReentrantLock();
    private Instant last = Instant.EPOCH;
    private long left;

    /** How many lines were left out since the last one, if this one is to be written; else it is left out too. */
    OptionalLong admit(Instant now) {
        counting.lock();
        try {
            // Either way, so that a clock that is set back silences nobody.
            if (Duration.between(last, now).abs().compareTo(PAUSE) < 0) {
                left++;
                return OptionalLong.empty();
            }
            OptionalLong admitted = OptionalLong.of(left);
            last = now;
            left = 0;
            return admitted;
        } finally {
            counting.unlock();
        }
    }
}
