package dev.zt.jdbc.example;

import dev.zt.guard.Admission;
import dev.zt.own.ServiceIdentity;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Transactions without a pause, while the certificate of the service is renewed again and again. */
final class RotationLoad {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LIFE = Duration.ofSeconds(4);
    private static final int THREADS = 4;
    private static final int CALLS_PER_ADMISSION = 200;

    private final PostgresScene scene;
    private final Duration duration;
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicReference<String> failure = new AtomicReference<>("");
    private final Set<String> certificates = ConcurrentHashMap.newKeySet();

    private RotationLoad(PostgresScene scene, Duration duration) {
        this.scene = scene;
        this.duration = duration;
    }

    static Step of(PostgresScene scene, Duration duration) {
        return new Step(
                duration.toSeconds() + " s of load while certificates of " + LIFE.toSeconds() + " s are renewed",
                "0 failed",
                new RotationLoad(scene, duration)::run);
    }

    private String run() throws IOException, InterruptedException {
        scene.office().certificateLife(LIFE);
        ServiceIdentity identity = scene.office().instance("orders");
        PostgresDatabase.Login login = PostgresDatabase.ordersLogin(scene.url(), identity, THREADS);
        try {
            long end = System.nanoTime() + duration.toNanos();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Thread thread = new Thread(() -> load(login, end), "load-" + i);
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
        } finally {
            login.close();
            identity.close();
            scene.office().certificateLife(Duration.ofHours(1));
        }
        String renewed = certificates.size() < 2 ? "THE SERVER SAW NO RENEWAL, " : "";
        return renewed + failed + " failed of " + done + " transactions, the server saw " + certificates.size()
                + " certificates " + failure;
    }

    private void load(PostgresDatabase.Login login, long end) {
        try {
            Admission.Granted call = scene.reading();
            while (goesOn(end)) {
                if (done.incrementAndGet() % CALLS_PER_ADMISSION == 0) {
                    call = scene.reading();
                }
                read(login, call);
            }
        } catch (RuntimeException e) {
            fail(Step.told(e));
        }
    }

    // On a slow machine a renewal may be later than the load was to last.
    private boolean goesOn(long end) {
        long now = System.nanoTime();
        return now < end || (certificates.size() < 2 && now < end + PATIENCE.toNanos());
    }

    private void read(PostgresDatabase.Login login, Admission.Granted call) {
        try {
            String seen = login.rows().inTransaction(call, OrderScopes.READ, connection -> {
                String tenant = Sql.one(connection, "SELECT tenant FROM shop.orders WHERE id = " + scene.acmeOrder());
                // Only to itself, and not to the role of the scope, the login shows what it is connected with.
                Sql.run(connection, "SET LOCAL ROLE NONE");
                certificates.add(
                        Sql.one(connection, "SELECT client_serial FROM pg_stat_ssl WHERE pid = pg_backend_pid()"));
                return tenant;
            });
            if (!seen.equals("acme")) {
                fail("saw " + seen);
            }
        } catch (SQLException | RuntimeException e) {
            fail(Step.told(e));
        }
    }

    private void fail(String why) {
        failed.incrementAndGet();
        failure.compareAndSet("", why);
    }
}
