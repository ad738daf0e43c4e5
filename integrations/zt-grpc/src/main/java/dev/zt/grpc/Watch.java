package dev.zt.grpc;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Whether a call may still go on, asked at most once in a second. Safe for concurrent use, without a lock: two threads may ask
 * at once, and hear the same.
 */
final class Watch {
    private static final long EVERY = TimeUnit.SECONDS.toNanos(1);

    private final BooleanSupplier valid;
    private final LongSupplier nanos;
    private volatile long asked;
    private volatile boolean over;

    Watch(BooleanSupplier valid, LongSupplier nanos) {
        this.valid = valid;
        this.nanos = nanos;
        this.asked = nanos.getAsLong();
    }

    /** Once true, always true. */
    boolean isOver() {
        if (over) {
            return true;
        }
        long now = nanos.getAsLong();
        if (now - asked >= EVERY) {
            asked = now;
            over = !valid.getAsBoolean();
        }
        return over;
    }
}
