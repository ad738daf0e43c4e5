package dev.zt.bench;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * One line of the table: what one server did, round by round.
 *
 * @param rate requests a second
 * @param cpu microseconds of the server's CPU time for one request
 * @param ofBare the rate as a part of what the bare server did in the same round
 * @param ofCheck the rate as a part of what a bare check of the same proofs allows; null where there are no proofs
 */
record EdgeRow(
        Edge edge,
        Samples rate,
        Samples p50,
        Samples p99,
        Samples cpu,
        Samples ofBare,
        @Nullable Samples ofCheck) {
    /** More of the rate of the first round than this in the last, and compilation was not over. */
    private static final double WARM = 1.2;

    /** Reads the rounds of one server beside those of all. */
    static EdgeRow of(Edge edge, Map<Edge, List<EdgeRun.Round>> all) {
        Samples rate = samples(all, edge, EdgeRun.Round::rate);
        boolean checks = edge.presents() == Edge.Presents.PROOF && all.containsKey(Edge.CHECK);
        return new EdgeRow(
                edge,
                rate,
                samples(all, edge, EdgeRun.Round::p50Micros),
                samples(all, edge, EdgeRun.Round::p99Micros),
                samples(all, edge, EdgeRun.Round::cpuMicros),
                rate.to(samples(all, Edge.BARE, EdgeRun.Round::rate)),
                checks ? rate.to(samples(all, Edge.CHECK, EdgeRun.Round::rate)) : null);
    }

    private static Samples samples(
            Map<Edge, List<EdgeRun.Round>> all, Edge edge, ToDoubleFunction<EdgeRun.Round> figure) {
        return new Samples(all.getOrDefault(edge, List.of()).stream()
                .map(figure::applyAsDouble)
                .toList());
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
