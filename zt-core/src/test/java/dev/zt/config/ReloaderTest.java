package dev.zt.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReloaderTest {
    @Test
    void looks_againAfterALookThatThrows() throws Exception {
        CountDownLatch looks = new CountDownLatch(3);
        try (Reloader reloader = new Reloader(Duration.ofMillis(10))) {
            reloader.every(() -> {
                looks.countDown();
                if (looks.getCount() == 2) {
                    throw new OutOfMemoryError("unable to create native thread");
                }
                throw new IllegalStateException("a fault");
            });

            assertThat(looks.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }
}
