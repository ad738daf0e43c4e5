package dev.zt.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Has JMH run one benchmark in one JVM of its own and collects what it sampled. */
final class Fork {
    /** How many pairs are measured, and how many seconds pass before; fewer to see that a benchmark works. */
    private static final int PAIRS = Integer.getInteger("bench.pairs", 51);

    static final int WARM_UP_SECONDS = Integer.getInteger("bench.warmup", 13);

    private Fork() {}

    /**
     * The samples of each counter, in order.
     *
     * @throws RunnerException if the benchmark failed
     */
    static Map<String, Samples> run(Catalogue.Run run) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(Pattern.quote(run.benchmark().getName() + ".") + "measure$")
                .mode(Mode.AverageTime)
                .forks(1)
                .threads(1)
                .warmupIterations(1)
                .warmupTime(TimeValue.seconds(WARM_UP_SECONDS))
                // An invocation takes longer than an iteration's time, so that an iteration is one pair.
                .measurementIterations(PAIRS)
                .measurementTime(TimeValue.milliseconds(1))
                .syncIterations(false)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .jvmArgsAppend("-Xms1g", "-Xmx1g", "-XX:+UseSerialGC");
        if (run.variant() != null) {
            options.param(run.variant().parameter(), run.variant().name());
        }
        return samples(new Runner(options.build()).run());
    }

    private static Map<String, Samples> samples(Collection<RunResult> results) {
        Map<String, List<Double>> values = new HashMap<>();
        for (RunResult result : results) {
            for (BenchmarkResult fork : result.getBenchmarkResults()) {
                for (IterationResult pair : fork.getIterationResults()) {
                    pair.getSecondaryResults()
                            .forEach((counter, value) -> values.computeIfAbsent(counter, unused -> new ArrayList<>())
                                    .add(value.getScore()));
                }
            }
        }
        Map<String, Samples> samples = new HashMap<>();
        values.forEach((counter, list) -> samples.put(counter, new Samples(list)));
        return samples;
    }
}
