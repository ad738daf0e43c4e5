package dev.zt.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WatchTest {
    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - SECOND);
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicBoolean valid = new AtomicBoolean(true);
    private final Watch watch = new Watch(
            () -> {
                asked.incrementAndGet();
                return valid.get();
            },
            nanos::get);

    @Test
    void asks_onceInASecond_alsoWhereTheTimeOverflows() {
        nanos.addAndGet(SECOND - 1);
        assertThat(watch.isOver()).isFalse();
        assertThat(asked).hasValue(0);

        for (int second = 1; second <= 3; second++) {
            nanos.addAndGet(SECOND);
            assertThat(watch.isOver()).isFalse();
            assertThat(watch.isOver()).isFalse();
            assertThat(asked).hasValue(second);
        }
    }

    @Test
    void stays_over() {
        valid.set(false);
        nanos.addAndGet(SECOND);
        assertThat(watch.isOver()).isTrue();
        valid.set(true);
        nanos.addAndGet(SECOND);

        assertThat(watch.isOver()).isTrue();
        assertThat(asked).hasValue(1);
    }
}
