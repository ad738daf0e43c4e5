package dev.zt.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One server under load, over all of its rounds. */
final class EdgeRun implements AutoCloseable {
    /** Proofs are minted for a rate somewhat above the last one; a load that runs out of them ends earlier. */
    private static final double MORE = 1.3;

    private static final double FIRST_GUESS = 10_000;
    private static final Duration WARMING_SLICE = Duration.ofSeconds(1);
    /** After so many a server is compiled, if not before; the slow ones need the time. */
    private static final int WARM = 500_000;

    private final Edge edge;
    private final Callers callers;
    private final int connections;
    private final ServerProcess server;
    private final List<Round> rounds = new ArrayList<>();
    private double rate = FIRST_GUESS;

    /**
     * One measured load.
     *
     * @param cpuMicros the CPU time of the server's process for one request
     */
    record Round(double rate, double p50Micros, double p99Micros, double cpuMicros) {}

    EdgeRun(Edge edge, Callers callers, int connections) {
        this.edge = edge;
        this.callers = callers;
        this.connections = connections;
        this.server = ServerProcess.start(edge, callers.keysFor(edge));
    }

    Edge edge() {
        return edge;
    }

    List<Round> rounds() {
        return rounds;
    }

    /** Loads the server until it has done enough to be compiled, or for as long as this. */
    void warmUp(Duration most) {
        double left = most.toNanos() / 1e9;
        for (int requests = 0; left > 0 && requests < WARM; ) {
            Load.Outcome outcome = load(WARMING_SLICE, prepare(WARMING_SLICE));
            left -= outcome.seconds();
            requests += outcome.requests();
        }
    }

    void measure(Duration duration) {
        Requests requests = prepare(duration);
        Duration before = server.cpu();
        Load.Outcome outcome = load(duration, requests);
        double cpuMicros = server.cpu().minus(before).toNanos() / 1000.0 / outcome.requests();
        rounds.add(new Round(rate, outcome.p50Micros(), outcome.p99Micros(), cpuMicros));
    }

    private Load.Outcome load(Duration duration, Requests requests) {
        Load.Outcome outcome = Load.run(server.port(), connections, duration, requests);
        rate = outcome.requests() / outcome.seconds();
        return outcome;
    }

    private Requests prepare(Duration duration) {
        Requests requests = callers.requests(edge, (int) (rate * MORE * duration.toNanos() / 1e9) + connections);
        // What was minted before must not be collected while the next ones are sent.
        System.gc();
        return requests;
    }

    @Override
    public void close() {
        server.close();
    }
}
