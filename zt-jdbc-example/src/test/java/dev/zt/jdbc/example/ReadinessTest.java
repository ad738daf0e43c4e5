package dev.zt.jdbc.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReadinessTest {
    private final AtomicInteger asked = new AtomicInteger();
    private volatile Readiness.Asking database = List::of;
    private final Readiness readiness = new Readiness(() -> {
        asked.incrementAndGet();
        return database.findings();
    });

    @Test
    void asksNoMore_onceNothingWasFound() {
        assertThat(readiness.isReady()).isTrue();
        assertThat(readiness.isReady()).isTrue();

        assertThat(asked).hasValue(1);
    }

    @Test
    void isNotReady_whileSomethingIsFound() {
        database = () -> List.of("rls-off: shop.orders has no row-level security");
        assertThat(readiness.isReady()).isFalse();

        database = List::of;
        assertThat(readiness.isReady()).isTrue();
    }

    @Test
    void isNotReady_whileTheDatabaseCannotBeAsked() {
        database = () -> {
            throw new SQLException("connection refused", "08001");
        };
        assertThat(readiness.isReady()).isFalse();

        database = List::of;
        assertThat(readiness.isReady()).isTrue();
    }

    @Test
    void asksAnew_afterTheDatabaseWasLost() {
        assertThat(readiness.isReady()).isTrue();
        database = () -> List.of("another-certificate");

        readiness.lost();

        assertThat(readiness.isReady()).isFalse();
    }

    @Test
    void isNotReady_onceALookFindsSomething() {
        assertThat(readiness.isReady()).isTrue();
        database = () -> List.of("superuser");

        assertThat(readiness.look()).isFalse();
        assertThat(readiness.isReady()).isFalse();
    }

    @Test
    void answersAsItWasFoundLast_whileSomebodyElseLooks() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        assertThat(readiness.look()).isTrue();
        database = () -> {
            begun.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return List.of("no-tables");
        };
        Thread other = new Thread(readiness::look);
        other.start();
        begun.await();

        assertThat(readiness.look()).isTrue();
        assertThat(asked).as("by the other alone").hasValue(2);

        end.countDown();
        other.join();
        assertThat(readiness.isReady()).isFalse();
    }
}
