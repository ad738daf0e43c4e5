package dev.zt.jdbc.example;

import dev.zt.jdbc.RefusedTransactionException;
import dev.zt.own.ServiceIdentity;
import dev.zt.posture.StatusLookup;
import java.sql.Connection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** An instance of the service is revoked while it holds a session. */
final class Revocation implements AutoCloseable {
    /** Within what time a session must be gone after the status document has arrived, and after the revocation, in seconds. */
    private static final int AFTER_STATUS = 1;

    private static final int AFTER_REVOCATION = 3;

    private final PostgresScene scene;
    private final ServiceIdentity instance;
    private final PostgresDatabase.Login login;
    private final Connection session;
    private final AtomicLong arrived = new AtomicLong();
    private volatile String figures = "";

    private Revocation(PostgresScene scene, ServiceIdentity instance, PostgresDatabase.Login login) throws Exception {
        this.scene = scene;
        this.instance = instance;
        this.login = login;
        this.session = login.pool().dataSource().getConnection();
    }

    static Revocation of(PostgresScene scene) throws Exception {
        ServiceIdentity instance = scene.office().instance("orders");
        return new Revocation(scene, instance, PostgresDatabase.ordersLogin(scene.url(), instance, 2));
    }

    List<Step> steps() {
        return List.of(
                new Step(
                        "a second instance has a session",
                        "1 tenant",
                        () -> login.rows()
                                .inTransaction(
                                        scene.reading(),
                                        OrderScopes.READ,
                                        connection -> Sql.one(
                                                connection,
                                                "SELECT count(DISTINCT tenant) || ' tenant' FROM shop.orders"))),
                new Step("the instance is revoked: its session", "gone", this::revoke),
                new Step("use the session", "57P01 terminating connection", this::use),
                new Step("begin a new session with the certificate of then", "28000 ZT-JDBC-009", this::beginAgain),
                new Step(
                        "the other instance goes on",
                        "200",
                        () -> scene.acme().get("/orders").text()));
    }

    private String revoke() throws Exception {
        String pid = Sql.one(session, "SELECT pg_backend_pid()");
        session.rollback();
        Thread watch = new Thread(this::watch, "status");
        watch.setDaemon(true);
        watch.start();
        long gone;
        long revoked = System.nanoTime();
        scene.office().administration().revokeInstance(instance.instance().value(), "stolen");
        try (Connection warden = scene.wardenConnection()) {
            Await.until(
                    "the session is gone",
                    () -> Sql.one(warden, "SELECT count(*) FROM pg_stat_activity WHERE pid = " + pid)
                            .equals("0"));
            gone = System.nanoTime();
        }
        watch.join();
        figures = figure("after the status document has arrived", gone - arrived.get(), AFTER_STATUS) + "; "
                + figure("after the revocation", gone - revoked, AFTER_REVOCATION);
        return "gone";
    }

    private static String figure(String since, long nanos, int allowed) {
        return String.format(
                Locale.ROOT,
                "%.3f s %s (%s %d s)",
                nanos / 1e9,
                since,
                nanos < allowed * 1_000_000_000L ? "within" : "OVER",
                allowed);
    }

    private void watch() {
        Await.until(
                "the status document arrives",
                () -> scene.statuses().status(Office.DOMAIN) instanceof StatusLookup.Known known
                        && known.status()
                                .instances()
                                .contains(instance.instance().value()));
        arrived.set(System.nanoTime());
    }

    // The warden may end the session before the database refuses its key: that is no answer to this question.
    private String beginAgain() {
        return Await.until("the database answers to a new session", () -> {
            try {
                return login.rows()
                        .inTransaction(
                                scene.reading(), OrderScopes.READ, connection -> Sql.one(connection, "SELECT 'begun'"));
            } catch (RefusedTransactionException e) {
                return Step.told(e);
            }
        });
    }

    private String use() throws Exception {
        return Sql.one(session, "SELECT 'answered'");
    }

    /** How long it took. */
    String figures() {
        return "revocation: session gone " + figures;
    }

    @Override
    public void close() {
        login.close();
        instance.close();
    }
}
