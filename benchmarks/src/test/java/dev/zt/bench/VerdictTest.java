package dev.zt.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VerdictTest {
    @Test
    void is_ok_atTheBound() {
        assertThat(Verdict.of(Samples.of(1.0, 1.2, 1.9), 1.2)).isEqualTo(Verdict.OK);
    }

    @Test
    void is_undecided_whereTheMissIsInsideTheSpread() {
        assertThat(Verdict.of(Samples.of(1.15, 1.25, 1.35), 1.2)).isEqualTo(Verdict.UNDECIDED);
    }

    @Test
    void is_miss_whereTheMissIsOutsideTheSpread() {
        assertThat(Verdict.of(Samples.of(1.24, 1.25, 1.26), 1.2)).isEqualTo(Verdict.MISS);
    }

    @Test
    void compares_pairByPair() {
        Samples ratios = Samples.of(2, 9, 20).to(Samples.of(1, 3, 10));
        assertThat(ratios.median()).isEqualTo(2);
        assertThat(ratios.spread()).isZero();
    }

    @Test
    void subtracts_pairByPair() {
        Samples differences = Samples.of(5, 9, 20).minus(Samples.of(1, 3, 10));
        assertThat(differences.values()).containsExactly(4.0, 6.0, 10.0);
    }

    @Test
    void spread_isTheMedianDistanceFromTheMedian() {
        assertThat(Samples.of(1, 2, 4, 8, 100).spread()).isEqualTo(3);
    }
}
