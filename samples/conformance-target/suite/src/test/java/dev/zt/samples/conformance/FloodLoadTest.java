package dev.zt.samples.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.own.ServiceIdentity;
import dev.zt.own.WorkloadProof;
import dev.zt.testkit.TestAuthority;
import dev.zt.testkit.TestWorkload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Slow, huge and forged requests at once against each container in a JVM of 96 MiB: its memory stays bounded,
 * nobody is let in, and whoever calls properly is served all the while.
 */
@Tag("load")
class FloodLoadTest {
    private static final double FRACTION = Double.parseDouble(System.getProperty("zt.load", "1"));
    private static final int SLOW = 2_000;
    private static final int GOOD_CALLERS = 4;
    private static final int FORGERS = 3;
    private static final int GIANTS = 2;
    // Of the JVM: 96 MiB of heap, as much of buffers outside it at most, and its own.
    private static final long MOST_RESIDENT_MIB = 384;

    private final TestAuthority authority = TestAuthority.of("example.org", InstantSource.system());
    private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final LongAdder served = new LongAdder();
    private volatile boolean flooding = true;

    /** What a thread does. */
    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    private static int of(int full, int least) {
        return Math.max(least, (int) Math.round(full * FRACTION));
    }

    private static void say(String format, Object... values) {
        System.out.println("load: " + String.format(Locale.ROOT, format, values));
    }

    @ParameterizedTest
    @FieldSource("dev.zt.samples.conformance.Siege#CONTAINERS")
    void serves_goodCallers_inAFlood(String container) throws Exception {
        int slow = of(SLOW, 200);
        int forged = of(40_000, 2_000);
        int huge = of(2_000, 100);
        // Kept, so that the gate can look for what a log may not hold.
        Path directory = Files.createDirectories(Path.of("target", "siege", "flood"));
        Path log = directory.resolveSibling("flood-" + container + ".log");
        List<String> options = List.of(
                "--trust", Siege.trustFile(authority, directory).toString(), "--audience", Siege.AUDIENCE.toString());
        try (TargetProcess target = TargetProcess.start(List.of(), container, log, options)) {
            long start = System.nanoTime();
            long opened;
            long refused;
            long dripped;
            try (SlowConnections connections = SlowConnections.open(target.port(), slow)) {
                List<Thread> good = new ArrayList<>();
                for (int i = 0; i < GOOD_CALLERS; i++) {
                    good.add(goodCaller(target.port(), i));
                }
                List<Thread> flood = new ArrayList<>();
                AtomicLong forgedLeft = new AtomicLong(forged);
                for (int i = 0; i < FORGERS; i++) {
                    flood.add(forger(target.port(), i, forgedLeft));
                }
                AtomicLong hugeLeft = new AtomicLong(huge);
                for (int i = 0; i < GIANTS; i++) {
                    flood.add(giant(target.port(), hugeLeft));
                }
                join(flood);
                flooding = false;
                join(good);
                opened = connections.opened();
                refused = connections.refused();
                dripped = connections.dripped();
                assertThat(plain(target.port())).isEqualTo("public");
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            OptionalLong resident = mostResidentMib(target.process());
            say(
                    "%s: %d slow connections (%d opened, %d refused, %d octets sent one by one), %d forged tokens, %d huge requests in"
                            + " %.0f s; %d good calls served, %d not as they should; at most %s resident, log of %d octets",
                    container,
                    slow,
                    opened,
                    refused,
                    dripped,
                    forged,
                    huge,
                    seconds,
                    served.sum(),
                    failures.size(),
                    resident.isPresent() ? resident.getAsLong() + " MiB" : "unknown (no /proc here, so not checked)",
                    Files.size(log));
            say("%s: answers %s", container, new TreeMap<>(answers));

            assertThat(failures).isEmpty();
            assertThat(served.sum()).isPositive();
            assertThat(target.process().isAlive()).isTrue();
            assertThat(plain(target.port())).isEqualTo("public");
            assertThat(log).content().doesNotContain("OutOfMemoryError", "StackOverflowError");
            assertThat(resident.orElse(0)).isLessThan(MOST_RESIDENT_MIB);
        }
    }

    private Thread goodCaller(int port, int number) {
        TestWorkload workload = authority.issue("/good/" + number);
        ServiceIdentity identity = workload.identity();
        return start("good-" + number, () -> {
            while (flooding) {
                for (String handler : List.of("orders", "admin", "public")) {
                    call(port, workload, identity, handler);
                }
            }
        });
    }

    private void call(int port, TestWorkload workload, ServiceIdentity identity, String handler) throws IOException {
        String path = handler.equals("public") ? "/public/x" : "/api/" + handler + "/7";
        WorkloadProof proof = identity.prove(Siege.AUDIENCE);
        List<String> headers = List.of(
                "Host: target.internal",
                "Workload-Identity-Token: " + proof.workloadIdentityToken(),
                "Authorization: " + proof.authorization());
        Reply reply = Http1.send(port, "GET", Http1.request("GET " + path + " HTTP/1.1", headers));
        boolean nobody = reply.said("caller").isEmpty();
        boolean me = reply.said("caller").equals(workload.id().toString())
                && reply.said("instance").equals(workload.instance());
        boolean mine = handler.equals("public") ? nobody : me;
        if (reply.status() == 200 && reply.handler().equals(handler) && mine) {
            served.increment();
        } else {
            failures.add("good call of " + path + " by " + workload + ": " + reply);
        }
    }

    private Thread forger(int port, int number, AtomicLong left) throws Exception {
        BadTokens tokens = new BadTokens(authority, number);
        BadTokens.Kind[] kinds = BadTokens.Kind.values();
        return start("forger-" + number, () -> {
            for (long i = left.decrementAndGet(); i >= 0; i = left.decrementAndGet()) {
                BadTokens.Kind kind = kinds[(int) (i % kinds.length)];
                String request = Http1.request("GET /api/orders/7 HTTP/1.1", tokens.headers(kind));
                note(kind.toString(), Http1.send(port, "GET", request), List.of(400));
            }
        });
    }

    private Thread giant(int port, AtomicLong left) {
        return start("giant", () -> {
            for (long i = left.decrementAndGet(); i >= 0; i = left.decrementAndGet()) {
                Huge huge = Huge.values()[(int) (i % Huge.values().length)];
                String request = Http1.request("GET /api/orders/7 HTTP/1.1", huge.headers);
                // No answer where the container closed the connection before it had read all.
                note(huge.toString(), Http1.send(port, "GET", request), List.of(0, 400, 401, 413, 431));
            }
        });
    }

    /** Header sections that are too large for some container or for all. */
    private enum Huge {
        VALUE_OF_16_KIB("Authorization: WPT " + "A".repeat(16 << 10)),
        VALUE_OF_500_KIB("Workload-Identity-Token: " + "A".repeat(500 << 10)),
        VALUE_OF_4_MIB("Workload-Identity-Token: " + "A".repeat(4 << 20)),
        FIELDS_OF_200_KIB("X-Field: " + "A".repeat(1 << 10), 199),
        FIELDS_OF_2_MIB("X-Field: " + "A".repeat(20 << 10), 100),
        MANY_FIELDS("X: a", 20_000),
        REPEATED_TOKENS("Workload-Identity-Token: a.b.c", 100);

        // Never changed.
        @SuppressWarnings("ImmutableEnumChecker")
        private final List<String> headers;

        Huge(String field) {
            this(field, 1);
        }

        Huge(String field, int times) {
            List<String> all = new ArrayList<>(List.of("Host: target.internal"));
            for (int i = 0; i < times; i++) {
                all.add(field);
            }
            headers = List.copyOf(all);
        }
    }

    private void note(String kind, Reply reply, List<Integer> expected) {
        answers.computeIfAbsent(kind + " " + reply.status(), unused -> new LongAdder())
                .increment();
        if (!expected.contains(reply.status()) || !reply.handler().isEmpty()) {
            failures.add(kind + ": " + reply);
        }
    }

    private static String plain(int port) throws IOException {
        String request = Http1.request("GET /public/x HTTP/1.1", List.of("Host: target.internal"));
        return Http1.send(port, "GET", request).handler();
    }

    private Thread start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (Exception e) {
                        failures.add(name + ": " + e);
                    }
                },
                name);
        thread.start();
        return thread;
    }

    private static void join(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** The most that was resident of a process since it began; empty where the system does not say. */
    private static OptionalLong mostResidentMib(Process process) throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.isReadable(status)) {
            return OptionalLong.empty();
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst();
    }
}
