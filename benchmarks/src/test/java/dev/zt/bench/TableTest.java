package dev.zt.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    private static final Row.Against ADMIT = new Row.Against("admit", Samples.of(10, 10, 10));

    @Test
    void prints_differenceInItsUnit() {
        Row row = Row.difference("filter", "ACCP", Row.Unit.MICROS, Samples.of(14, 15, 16), ADMIT, 3);
        assertThat(Table.of(List.of(row)))
                .containsPattern("filter +ACCP +15.0 us +admit +10.0 us +\\+5.0 us +±1.000 +<= 3.0 us +MISS");
    }

    @Test
    void prints_ratioWithoutUnit() {
        Row row = Row.ratio("mint", "ACCP", Samples.of(11, 12, 13), ADMIT, 1.3);
        assertThat(Table.of(List.of(row))).containsPattern("1.200 +±0.100 +<= 1.30 +ok");
    }
}
