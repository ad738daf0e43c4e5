package dev.zt.posture;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what is alarming and says when it is time to tell. Safe for concurrent use. */
final class AlarmCount {
    private final long everyMillis;
    private final AtomicLong all = new AtomicLong();
    private final AtomicLong sinceAlarm = new AtomicLong();
    private final AtomicLong quietUntil = new AtomicLong(Long.MIN_VALUE);

    AlarmCount(Duration every) {
        this.everyMillis = every.toMillis();
    }

    /** Counts one; the number since the last alarm if one is due. */
    OptionalLong add(Instant now) {
        all.incrementAndGet();
        sinceAlarm.incrementAndGet();
        long millis = now.toEpochMilli();
        long quiet = quietUntil.get();
        // After a clock has stepped back, waiting for the old end would be silence.
        boolean due = millis >= quiet || millis < quiet - everyMillis;
        return due && quietUntil.compareAndSet(quiet, millis + everyMillis)
                ? OptionalLong.of(sinceAlarm.getAndSet(0))
                : OptionalLong.empty();
    }

    long all() {
        return all.get();
    }
}
