package dev.zt.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Runs the benchmarks one after the other and prints one table.
 *
 * <p>A missed bound does not change the exit code; a benchmark that could not run, or in which a call was refused, does.
 */
public final class Bench {
    private static final Path JSON = Path.of("target", "bench.json");
    /** More CPU than this, as a ratio of the whole process to the measured threads, and compilation was not over. */
    private static final double WARM = 1.2;

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final List<Row> rows = new ArrayList<>();
    private final List<String> notWarm = new ArrayList<>();

    private Bench() {}

    /**
     * Runs all benchmarks, or those whose name and engine match a regular expression; or, asked for {@code edge}, those
     * of whole servers, which takes about five minutes, or as long as {@link EdgeSettings} after it say.
     *
     * @param args the expression, if any; or {@code edge} and settings such as {@code rounds=5}
     */
    public static void main(String[] args) throws RunnerException, IOException {
        if (args.length > 0 && args[0].equals("edge")) {
            EdgeBench.run(EdgeSettings.parse(Arrays.asList(args).subList(1, args.length)));
            return;
        }
        run(Catalogue.runs(Pattern.compile(args.length == 0 ? "" : args[0])));
    }

    /** Runs these, and prints their table. */
    static void run(List<Catalogue.Run> runs) throws RunnerException, IOException {
        new Bench().runAll(runs);
    }

    private void runAll(List<Catalogue.Run> runs) throws RunnerException, IOException {
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("no benchmark has such a name");
        }
        String machine = Machine.describe();
        for (int i = 0; i < runs.size(); i++) {
            Catalogue.Run run = runs.get(i);
            System.err.println("bench " + (i + 1) + "/" + runs.size() + ": " + run.title());
            Map<String, Samples> samples = Fork.run(run);
            rows.addAll(run.rows().apply(samples));
            checkWarmth(run, samples);
        }
        JsonReport.write(JSON, machine, rows);
        out.println(machine);
        out.print(Table.of(rows));
        notWarm.forEach(out::println);
    }

    private void checkWarmth(Catalogue.Run run, Map<String, Samples> samples) {
        Samples thread = samples.get("threadMicros");
        Samples process = samples.get("processMicros");
        if (thread != null && process != null && process.sum() / thread.sum() > WARM) {
            notWarm.add("not warm: in " + run.title() + " the process used " + Math.round(process.sum() / 1000)
                    + " ms of CPU and the measured threads " + Math.round(thread.sum() / 1000));
        }
    }
}
