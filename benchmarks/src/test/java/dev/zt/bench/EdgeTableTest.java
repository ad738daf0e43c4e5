package dev.zt.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EdgeTableTest {
    private static EdgeRun.Round round(double rate) {
        return new EdgeRun.Round(rate, 500, 2500, 20);
    }

    private static EdgeRow row(Edge edge, double first, double second, double third) {
        Map<Edge, List<EdgeRun.Round>> rounds = new EnumMap<>(Edge.class);
        rounds.put(Edge.BARE, List.of(round(1000), round(2000), round(4000)));
        rounds.put(Edge.CHECK, List.of(round(500), round(1000), round(1000)));
        rounds.put(edge, List.of(round(first), round(second), round(third)));
        return EdgeRow.of(edge, rounds);
    }

    private static EdgeRow open(double first, double second, double third) {
        return row(Edge.OPEN, first, second, third);
    }

    @Test
    void compares_proofsWithTheirBareCheckToo() {
        assertThat(open(900, 1900, 3600).ofCheck()).isNull();
        EdgeRow proven = row(Edge.PROVEN_BY_CORRETTO, 400, 900, 900);
        assertThat(proven.ofCheck().values()).containsExactly(0.8, 0.9, 0.9);
        assertThat(EdgeTable.of(List.of(proven))).contains("0.900 ±0.000");
    }

    @Test
    void compares_roundByRound() {
        EdgeRow row = open(900, 1900, 3600);
        assertThat(row.ofBare().values()).containsExactly(0.9, 0.95, 0.9);
        assertThat(row.verdict()).isEqualTo(Verdict.OK);
    }

    @Test
    void decides_byTheSpreadWhereTheMedianFallsShort() {
        assertThat(open(850, 1780, 3800).verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(open(880, 1780, 3560).verdict()).isEqualTo(Verdict.MISS);
    }

    @Test
    void prints_figuresWithBoundAndVerdict() {
        assertThat(EdgeTable.of(List.of(open(900, 1900, 3600))))
                .containsPattern(
                        "zt, public endpoint +1900 +±1000 +0.50 ms +2.50 ms +20.0 us +0.900 +±0.000 +>= 0.90 +ok");
    }

    @Test
    void writes_everyRound(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("below/edge.json");
        EdgeReport.write(file, "a machine", EdgeSettings.parse(List.of()), List.of(open(900, 1900, 3600)));
        assertThat(Files.readString(file)).contains("\"requestsPerSecond\" : [ 900.0, 1900.0, 3600.0 ]", "\"ok\"");
    }

    @Test
    void bounds_nothingButZt() {
        assertThat(Edge.BARE.bound()).isNull();
        assertThat(Edge.OPEN.bound()).isEqualTo(0.9);
        assertThat(Edge.PROVEN_BY_CORRETTO.bound()).isEqualTo(0.3);
        assertThat(Edge.SPRING.bound()).isNull();
    }

    @Test
    void reads_settings() {
        assertThat(EdgeSettings.parse(List.of("seconds=0.5", "rounds=3"))).isEqualTo(new EdgeSettings(3, 0.5, 20, 32));
    }

    @Test
    void rejects_settingsThatMeasureNothing() {
        assertThatThrownBy(() -> EdgeSettings.parse(List.of("round=3"))).hasMessageContaining("'round'");
        assertThatThrownBy(() -> EdgeSettings.parse(List.of("rounds=0"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EdgeSettings.parse(List.of("rounds"))).isInstanceOf(IllegalArgumentException.class);
    }
}
