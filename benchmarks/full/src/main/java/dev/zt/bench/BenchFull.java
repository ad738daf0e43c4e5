package dev.zt.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.openjdk.jmh.runner.RunnerException;

/** Runs what {@link Bench} runs and zt beside its peers, one after the other, and prints one table. */
public final class BenchFull {
    private BenchFull() {}

    /**
     * Runs all benchmarks, or those whose name and variant match a regular expression.
     *
     * @param args the expression, if any
     */
    public static void main(String[] args) throws RunnerException, IOException {
        Pattern wanted = Pattern.compile(args.length == 0 ? "" : args[0]);
        List<Catalogue.Run> runs = new ArrayList<>(Catalogue.runs(wanted));
        runs.addAll(FullCatalogue.runs(wanted));
        Bench.run(runs);
    }
}
