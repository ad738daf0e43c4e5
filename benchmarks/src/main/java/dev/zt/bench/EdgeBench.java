package dev.zt.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * End to end: requests a second of one servlet on Jetty, bare and behind each edge, over loopback.
 *
 * <p>Every server has a JVM of its own and stays up until the end; the load comes from one thread of this JVM, on the
 * same cores, to one server at a time. After the warm-up there are rounds of one load for each server, forwards and
 * backwards in turn, so that what the machine does besides meets them alike; figures are medians over the rounds, and
 * ratios those of each round. Proofs are minted before each load and used once. Events of the audit go nowhere.
 *
 * <p>Started by {@link Bench} where its first argument is {@code edge}: {@code mvn -q -T1 -Pbench -Dbench.args=edge}, in about
 * five minutes, or {@code -Dbench.args="edge rounds=2 seconds=1 warmup=3"} to see that it works.
 */
final class EdgeBench {
    private static final Path JSON = Path.of("target", "bench-edge.json");

    private EdgeBench() {}

    static void run(EdgeSettings settings) throws IOException {
        List<EdgeRow> rows = measure(settings, Edge.present());
        String machine = Machine.describe();
        EdgeReport.write(JSON, machine, settings, rows);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.println(machine);
        out.print(EdgeTable.of(rows));
        for (EdgeRow row : rows) {
            if (!row.isWarm()) {
                out.println(
                        "not warm: " + (row.edge().label() + " " + row.edge().engineLabel()).strip()
                                + " was a fifth faster in the last round than in the first");
            }
        }
    }

    /**
     * Measures some edges.
     *
     * @param edges the bare one among them
     */
    static List<EdgeRow> measure(EdgeSettings settings, List<Edge> edges) {
        Callers callers = new Callers();
        List<EdgeRun> runs = new ArrayList<>();
        try {
            for (Edge edge : edges) {
                runs.add(new EdgeRun(edge, callers, settings.connections()));
            }
            for (EdgeRun run : runs) {
                say("warms up: " + run.edge());
                run.warmUp(settings.warmUp());
            }
            List<EdgeRun> order = new ArrayList<>(runs);
            for (int round = 1; round <= settings.rounds(); round++) {
                say("round " + round + "/" + settings.rounds());
                order.forEach(run -> run.measure(settings.round()));
                Collections.reverse(order);
            }
        } finally {
            runs.forEach(EdgeRun::close);
        }
        Map<Edge, List<EdgeRun.Round>> rounds = runs.stream().collect(Collectors.toMap(EdgeRun::edge, EdgeRun::rounds));
        return edges.stream().map(edge -> EdgeRow.of(edge, rounds)).toList();
    }

    private static void say(String progress) {
        System.err.println("bench edge: " + progress);
    }
}
