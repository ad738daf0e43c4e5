package dev.zt.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.enrolment.AuthorityClient;
import dev.zt.enrolment.Issued;
import dev.zt.enrolment.JoinFile;
import dev.zt.enrolment.KeyProof;
import dev.zt.enrolment.Reply;
import dev.zt.jose.SigningKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("load")
class EnrolmentLoadTest {
    private static final int CLIENTS = 16;

    @TempDir
    Path base;

    private final Queue<JoinFile> tokens = new ConcurrentLinkedQueue<>();
    private final Queue<String> instances = new ConcurrentLinkedQueue<>();
    private final AtomicInteger refused = new AtomicInteger();
    private final List<String> failures = new ArrayList<>();

    @Test
    void losesAndDoublesNone_ofThousandsThatEnrolAtOnce() throws Exception {
        int count = Load.of(5_000, 200);
        long early;
        long late;
        double seconds;
        try (Forked authority = Forked.startSmall(base.resolve("authority"))) {
            authority.tell("add orders");
            for (int i = 0; i < count; i++) {
                tokens.add(authority.join(base.resolve("join")));
            }
            long start = System.nanoTime();
            enrol(authority, count - count / 4);
            early = Load.residentMib(authority.pid());
            enrol(authority, 0);
            late = Load.residentMib(authority.pid());
            seconds = (System.nanoTime() - start) / 1e9;
        }
        assertThat(failures).isEmpty();
        assertThat(instances).hasSize(count).doesNotHaveDuplicates();
        // Two keys went for each token, and one got it.
        assertThat(refused).hasValue(count);
        try (Database database = Database.open(base.resolve("authority"))) {
            assertThat(count(database, "SELECT COUNT(*) FROM instance")).isEqualTo(count);
            assertThat(count(database, "SELECT COUNT(DISTINCT head_key) FROM instance"))
                    .isEqualTo(count);
            assertThat(count(database, "SELECT COUNT(DISTINCT evidence) FROM used_evidence"))
                    .isEqualTo(count);
            assertThat(count(database, "SELECT COUNT(DISTINCT instance) FROM used_evidence"))
                    .isEqualTo(count);
            assertThat(count(database, "SELECT COUNT(*) FROM join_token")).isEqualTo(count);
        }
        Load.say(
                "%d enrolments and as many refusals of a second key by %d clients: %.0f per second of each; the"
                        + " authority's memory %d MiB after a quarter, %d MiB at the end (heap of 48 MiB)",
                count, CLIENTS, count / seconds, early, late);
    }

    private static long count(Database database, String sql) {
        return database.read(connection -> Database.one(connection, sql, row -> row.getLong(1)))
                .orElseThrow();
    }

    private void enrol(Forked authority, int untilLeft) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Callable<Boolean>> work = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                work.add(() -> enrolOneAfterTheOther(authority, untilLeft));
            }
            for (Future<Boolean> done : pool.invokeAll(work)) {
                done.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private boolean enrolOneAfterTheOther(Forked authority, int untilLeft) {
        AuthorityClient client = null;
        for (JoinFile join = next(untilLeft); join != null; join = next(untilLeft)) {
            client = client == null ? authority.client(join) : client;
            ask(client, join);
            ask(client, join);
        }
        return true;
    }

    private JoinFile next(int untilLeft) {
        return tokens.size() > untilLeft ? tokens.poll() : null;
    }

    private void ask(AuthorityClient client, JoinFile join) {
        SigningKey key = Town.newKey();
        String nonce = ((Reply.Given<String>) client.nonce()).value();
        Reply<Issued> reply =
                client.enrol(KeyProof.enrolment(LoneAuthority.URL, nonce, join.token(), key, Town.request()));
        if (reply instanceof Reply.Given<Issued> given) {
            instances.add(given.value().instance());
        } else if (reply instanceof Reply.Refused<Issued> no && no.reason().equals("join-token-used")) {
            refused.incrementAndGet();
        } else {
            synchronized (failures) {
                failures.add(reply.toString());
            }
        }
    }
}
