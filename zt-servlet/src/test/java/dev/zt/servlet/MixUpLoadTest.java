package dev.zt.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.servlet.Witness.Threads;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.util.VirtualThreads;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two hundred callers at once, in every way that a request can go: each handler sees its own caller or nobody. */
@Tag("load")
class MixUpLoadTest {
    private static final double FRACTION = Double.parseDouble(System.getProperty("zt.load", "1"));
    private static final int CALLERS = 200;
    private static final long MIB = 1 << 20;

    // A used proof is remembered for a minute of the guard's time, by this many octets at most.
    private static final int MOST_REMEMBERED = 62 * Crowd.REQUESTS_A_SECOND;
    private static final long OCTETS_OF_A_PROOF = 48;

    private static long of(long full, long least) {
        return Math.max(least, Math.round(full * FRACTION));
    }

    private static void say(String format, Object... values) {
        System.out.println("load: " + String.format(Locale.ROOT, format, values));
    }

    /** The kinds of threads that this JDK has; they share the requests. */
    static Stream<Threads> threads() {
        return VirtualThreads.areSupported() ? Stream.of(Threads.values()) : Stream.of(Threads.PLATFORM);
    }

    @ParameterizedTest
    @MethodSource("threads")
    void tells_everyHandlerItsOwnCaller(Threads threads) throws Exception {
        long requests = of(1_000_000 / threads().count(), 10_000);
        try (Witness witness = Witness.start(threads, CALLERS);
                Crowd crowd = Crowd.before(witness)) {
            crowd.call(of(50_000, 5_000)); // Warm, and every pool as large as it gets.
            witness.awaitQuiet();
            long heapBefore = usedHeap();
            int rememberedBefore = witness.remembered();
            long start = System.nanoTime();

            crowd.call(requests);

            double seconds = (System.nanoTime() - start) / 1e9;
            witness.awaitQuiet();
            long grown = usedHeap() - heapBefore;
            int remembered = witness.remembered();
            report(threads, witness, crowd, requests, seconds);
            say(
                    "%s: heap %d MiB and %+d MiB at the end; used proofs remembered: %d, then %d",
                    threads, heapBefore / MIB, grown / MIB, rememberedBefore, remembered);

            assertThat(crowd.firstWrongAnswers()).isEmpty();
            assertThat(witness.firstMixUps()).isEmpty();
            assertThat(crowd.sent())
                    .allSatisfy((way, count) ->
                            assertThat(count.sum()).as("%s", way).isPositive());
            assertThat(sums(witness.visits())).isEqualTo(expectedVisits(crowd.sent()));
            assertThat(refusals(witness.reasons())).isEqualTo(expectedRefusals(crowd.sent()));
            assertThat(witness.runsOn(threads)).isGreaterThan(requests / 2);
            assertThat(crowd.leastCallersOfAConnection()).isGreaterThan(1);
            assertThat(remembered).isLessThanOrEqualTo(MOST_REMEMBERED);
            assertThat(grown).isLessThan(16 * MIB + OCTETS_OF_A_PROOF * Math.max(0, remembered - rememberedBefore));
        }
    }

    private static void report(Threads threads, Witness witness, Crowd crowd, long requests, double seconds) {
        say(
                "%s: %d requests of %d callers over %d connections in %.0f s (%.0f/s), each connection for at least %d"
                        + " callers: %d mix-ups, %d wrong answers",
                threads,
                requests,
                CALLERS,
                crowd.connections(),
                seconds,
                requests / seconds,
                crowd.leastCallersOfAConnection(),
                witness.mixUps(),
                crowd.wrongAnswers());
        say("%s: %s", threads, new TreeMap<>(crowd.sent()));
        say(
                "%s: %d runs of handlers on platform threads, %d on virtual ones; decisions %s",
                threads,
                witness.runsOn(Threads.PLATFORM),
                witness.runsOn(Threads.VIRTUAL),
                new TreeMap<>(witness.reasons()));
    }

    private static Map<String, Long> sums(Map<String, LongAdder> counts) {
        return counts.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, count -> count.getValue().sum(), Long::sum, TreeMap::new));
    }

    private static Map<String, Long> expectedVisits(Map<Way, LongAdder> sent) {
        Map<String, Long> visits = new TreeMap<>();
        sent.forEach((way, count) -> way.steps().forEach(step -> visits.put(way + ":" + step.name(), count.sum())));
        return visits;
    }

    private static Map<String, Long> refusals(Map<String, LongAdder> reasons) {
        Map<String, Long> refusals = sums(reasons);
        refusals.remove("permitted");
        return refusals;
    }

    private static Map<String, Long> expectedRefusals(Map<Way, LongAdder> sent) {
        Map<String, Long> refusals = new TreeMap<>();
        sent.forEach((way, count) -> refusals.merge(way.reason(), count.sum(), Long::sum));
        refusals.remove("permitted");
        return refusals;
    }

    private static long usedHeap() {
        // Twice, since what the first finds unreachable may be freed by the second only.
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
