package dev.zt.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.enrolment.Issued;
import dev.zt.enrolment.JoinFile;
import dev.zt.enrolment.Reply;
import dev.zt.jose.SigningKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An authority that is killed (kill -9) again and again, while instances enrol and renew without a pause. */
@Tag("load")
class KillLoadTest {
    private static final int CLIENTS = 4;
    private static final long SEED = 20261125;

    @TempDir
    Path base;

    private final AtomicReference<Forked> running = new AtomicReference<>();
    private final Queue<JoinFile> tokens = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> answered = new ConcurrentHashMap<>();
    private final Queue<String> surprises = new ConcurrentLinkedQueue<>();
    private volatile boolean ended;

    @Test
    void losesAndDoublesNothing() throws Exception {
        int rounds = Load.of(40, 4);
        Random random = new Random(SEED);
        List<Thread> clients = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            Forked authority = Forked.start(base.resolve("authority"), "");
            if (round == 0) {
                authority.tell("add orders");
            }
            for (int i = tokens.size(); i < 2 * CLIENTS; i++) {
                tokens.add(authority.join(base.resolve("join")));
            }
            running.set(authority);
            while (clients.size() < CLIENTS) {
                clients.add(client());
            }
            TimeUnit.MILLISECONDS.sleep(100 + random.nextInt(700));
            authority.kill();
        }
        try (Forked authority = Forked.start(base.resolve("authority"), "")) {
            running.set(authority);
            TimeUnit.MILLISECONDS.sleep(500);
            ended = true;
            for (Thread client : clients) {
                client.join(30_000);
            }
            List<String> known = authority.instances();
            assertThat(clients).noneMatch(Thread::isAlive);
            assertThat(surprises).isEmpty();
            assertThat(answered.values()).anyMatch(renewals -> renewals > 0);
            assertThat(known).allMatch(line -> line.contains(":active:"));
            answered.forEach((instance, renewals) ->
                    assertThat(known).anyMatch(line -> line.equals(instance + ":active:" + renewals)));
            Load.say(
                    "%d kills: %d instances, %d renewals, none lost and none doubled",
                    rounds,
                    answered.size(),
                    answered.values().stream().mapToInt(Integer::intValue).sum());
            assertThat(known).hasSameSizeAs(answered.keySet());
        }
    }

    private Thread client() {
        Thread thread = new Thread(() -> {
            while (!ended) {
                JoinFile join = tokens.poll();
                if (join != null) {
                    live(join);
                } else {
                    Thread.onSpinWait();
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    // Asks until there is an answer, with the same keys each time, as an instance does.
    private void live(JoinFile join) {
        SigningKey key = Town.newKey();
        Issued first = until(() -> running.get().enrol(join, key));
        if (first == null) {
            return;
        }
        answered.put(first.instance(), 0);
        SigningKey held = key;
        for (int renewal = 1; renewal <= 5 && !ended; renewal++) {
            SigningKey current = held;
            SigningKey successor = Town.newKey();
            Issued next = until(() -> running.get().renew(join, first.instance(), current, successor));
            if (next == null) {
                return;
            }
            answered.put(next.instance(), renewal);
            held = successor;
        }
    }

    private interface Question {
        Reply<Issued> ask();
    }

    private Issued until(Question question) {
        while (true) {
            Reply<Issued> reply = question.ask();
            if (reply instanceof Reply.Given<Issued> given) {
                return given.value();
            }
            if (reply instanceof Reply.Refused<Issued> refused
                    && !refused.reason().equals("nonce-invalid")) {
                surprises.add(refused.reason());
                return null;
            }
        }
    }
}
