package dev.zt.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LatenciesTest {
    private static Latencies upTo(int micros) {
        Latencies latencies = new Latencies();
        for (int i = micros; i > 0; i--) {
            latencies.add(i * 1000L);
        }
        return latencies;
    }

    @Test
    void takes_theNearestRank() {
        assertThat(upTo(100).percentile(0.5)).isEqualTo(50);
        assertThat(upTo(100).percentile(0.99)).isEqualTo(99);
        assertThat(upTo(101).percentile(0.5)).isEqualTo(51);
        assertThat(upTo(101).percentile(0.99)).isEqualTo(100);
    }

    @Test
    void takes_theOnlyOne() {
        assertThat(upTo(1).percentile(0.99)).isEqualTo(1);
        assertThat(upTo(1).percentile(0)).isEqualTo(1);
    }

    @Test
    void keeps_moreThanThereWasRoomFor() {
        Latencies latencies = upTo(200_000);
        assertThat(latencies.size()).isEqualTo(200_000);
        assertThat(latencies.percentile(0.99)).isEqualTo(198_000);
    }

    @Test
    void rejects_percentileOfNothing() {
        assertThatThrownBy(() -> new Latencies().percentile(0.5)).isInstanceOf(IllegalStateException.class);
    }
}
