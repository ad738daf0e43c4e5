package dev.zt.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One line of the table: what one server did, round by round.
 *
 * @param rate requests a second
 * @param ofBare the same as a part of what the bare server did in the same round
 * @param cpu microseconds of the server's CPU time for one request
 */
record EdgeRow(Edge edge, Samples rate, Samples p50, Samples p99, Samples cpu, Samples ofBare) {
    /** More of the rate of the first round than this in the last, and compilation was not over. */
    private static final double WARM = 1.2;

    static EdgeRow of(Edge edge, List<EdgeRun.Round> rounds, List<EdgeRun.Round> bare) {
        Samples rate = samples(rounds, EdgeRun.Round::rate);
        return new EdgeRow(
                edge,
                rate,
                samples(rounds, EdgeRun.Round::p50Micros),
                samples(rounds, EdgeRun.Round::p99Micros),
                samples(rounds, EdgeRun.Round::cpuMicros),
                rate.to(samples(bare, EdgeRun.Round::rate)));
    }

    private static Samples samples(List<EdgeRun.Round> rounds, ToDoubleFunction<EdgeRun.Round> figure) {
        return new Samples(rounds.stream().map(figure::applyAsDouble).toList());
    }

    /** Whether the server was not becoming faster any more while it was measured. */
    boolean isWarm() {
        List<Double> rates = rate.values();
        return rates.get(rates.size() - 1) <= rates.get(0) * WARM;
    }

    Verdict verdict() {
        Double bound = edge.bound();
        return bound == null ? Verdict.NONE : Verdict.atLeast(ofBare, bound);
    }
}
