package dev.zt.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.enrolment.Issued;
import dev.zt.enrolment.JoinFile;
import dev.zt.enrolment.Reply;
import dev.zt.tls.PinnedTrust;
import dev.zt.tls.TlsContexts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fleet of a thousand instances that all ask one authority for the status every second. */
@Tag("load")
class PollingLoadTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @TempDir
    Path base;

    private final LongAdder received = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final LongAdder asked = new LongAdder();
    private final Queue<Double> delays = new ConcurrentLinkedQueue<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private volatile long revokedAt;
    private volatile boolean ended;

    @Test
    void tells_aThousandInstancesOfARevocation() throws Exception {
        int pollers = Load.of(1_000, 100);
        int revocations = Load.of(20, 3);
        try (Forked authority = Forked.start(base.resolve("authority"), "")) {
            authority.tell("add orders");
            JoinFile join = authority.join(base.resolve("join"));
            String instance = ((Reply.Given<Issued>) authority.enrol(join, Town.newKey()))
                    .value()
                    .instance();
            SSLContext tls = TlsContexts.client(new PinnedTrust(join.tlsPin()));
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < pollers; i++) {
                threads.add(poller(tls, authority.port(), i * SECOND / pollers));
            }
            TimeUnit.SECONDS.sleep(3);
            revoke(authority, instance, 2); // Warm, and everybody connected.
            delays.clear();
            long start = System.nanoTime();
            Duration cpu = cpu(authority);
            long octets = received.sum() + sent.sum();
            long questions = asked.sum();

            revoke(authority, instance, revocations);

            double seconds = (System.nanoTime() - start) / 1e9;
            double cores = cpu(authority).minus(cpu).toNanos() / 1e9 / seconds;
            double kib = (received.sum() + sent.sum() - octets) / 1024.0 / seconds;
            double rate = (asked.sum() - questions) / seconds;
            ended = true;
            for (Thread thread : threads) {
                thread.join(5_000);
            }
            assertThat(failures).isEmpty();
            assertThat(delays).hasSizeGreaterThanOrEqualTo(pollers * revocations * 9 / 10);
            List<Double> all = List.copyOf(delays);
            Load.say(
                    "%d pollers, %d revocations: known after p50 %.2f s, p99 %.2f s, at most %.2f s; the authority used"
                            + " %.2f of a core and %.0f KiB/s both ways with TLS (%.0f questions/s, %.0f octets each)",
                    pollers,
                    revocations,
                    Load.percentile(all, 0.5),
                    Load.percentile(all, 0.99),
                    Load.percentile(all, 1),
                    cores,
                    kib,
                    rate,
                    kib * 1024 / rate);
        }
    }

    private void revoke(Forked authority, String instance, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            authority.tell("revoke " + instance);
            revokedAt = System.nanoTime();
            TimeUnit.MILLISECONDS.sleep(1_500);
            revokedAt = 0;
        }
    }

    private static Duration cpu(Forked authority) {
        return ProcessHandle.of(authority.pid())
                .flatMap(process -> process.info().totalCpuDuration())
                .orElse(Duration.ZERO);
    }

    private Thread poller(SSLContext tls, int port, long offset) {
        Thread thread = new Thread(null, () -> poll(tls, port, offset), "poller", 256 << 10);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void poll(SSLContext tls, int port, long offset) {
        long next = System.nanoTime() + offset;
        try (Poller poller = Poller.connect(tls, port, received, sent)) {
            while (!ended) {
                LockSupport.parkNanos(next - System.nanoTime());
                if (System.nanoTime() >= next) {
                    next += SECOND;
                    long revoked = revokedAt;
                    boolean fresh = poller.ask();
                    asked.increment();
                    if (fresh && revoked != 0) {
                        delays.add((System.nanoTime() - revoked) / 1e9);
                    }
                }
            }
        } catch (Exception e) {
            failures.add(e.toString());
        }
    }
}
