package dev.zt.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyTimesTest {
    @ParameterizedTest
    @CsvSource({"10, 11, 1", "3600, 86400, 600", "10, 86400, 1"})
    void accepts_theEndsOfItsRanges(long refresh, long maxStale, long cooldown) {
        KeyTimes times =
                new KeyTimes(Duration.ofSeconds(refresh), Duration.ofSeconds(maxStale), Duration.ofSeconds(cooldown));

        assertThat(times.refresh()).hasSeconds(refresh);
    }

    @ParameterizedTest
    @CsvSource({
        "9, 3600, 30, refresh is 10 s",
        "3601, 86400, 30, refresh is 10 s",
        "10, 10, 30, believed for 11 s",
        "10, 86401, 30, believed for 11 s",
        "10, 3600, 0, cooldown is 1 s",
        "10, 3600, 601, cooldown is 1 s",
        "11, 11, 30, for longer than the time between two looks",
        "3600, 3600, 30, for longer than the time between two looks",
    })
    void refuses_whatLiesOutside(long refresh, long maxStale, long cooldown, String message) {
        assertThatThrownBy(() -> new KeyTimes(
                        Duration.ofSeconds(refresh), Duration.ofSeconds(maxStale), Duration.ofSeconds(cooldown)))
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"1, 10", "10, 10", "11, 11", "299, 299", "300, 300", "301, 300", "86400, 300"})
    void follows_aHintWithinItsLimits(long hint, long pause) {
        assertThat(KeyTimes.standard().pause(Duration.ofSeconds(hint))).hasSeconds(pause);
    }

    @Test
    void looks_everyFiveMinutes_unlessToldOtherwise() {
        assertThat(KeyTimes.standard())
                .isEqualTo(new KeyTimes(Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofSeconds(30)));
    }
}
