package dev.zt.jdbc;

import static dev.zt.jdbc.ShopDatabase.READ;
import static dev.zt.jdbc.ShopDatabase.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zt.guard.Admission;
import dev.zt.identity.Scope;
import dev.zt.testkit.ZtExtension;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On a real server, over mutual TLS, as the login of the service. */
@ExtendWith(ShopDatabase.Given.class)
class BoundTransactionTest {
    @RegisterExtension
    static final ZtExtension zt = ZtExtension.forTrustDomain("shop.example").audience("https://orders.internal");

    private final ShopDatabase shop;
    private PostgresTls tls;
    private RotatingPool pool;
    private ZtDataSource database;

    BoundTransactionTest(ShopDatabase shop) {
        this.shop = shop;
    }

    @BeforeEach
    void open() throws SQLException {
        tls = shop.tls(shop.orders.identity());
        pool = shop.pool(shop.orders.identity(), tls, 1);
        database = ShopDatabase.bound(pool.dataSource()).build();
        shop.asOwner(
                "ALTER TABLE shop.orders NO FORCE ROW LEVEL SECURITY",
                "TRUNCATE shop.orders",
                "INSERT INTO shop.orders (tenant, created_by, item, card) VALUES ('acme', 'a', 'anvil', '4111'),"
                        + " ('globex', 'g', 'globe', '4222')",
                "ALTER TABLE shop.orders FORCE ROW LEVEL SECURITY");
    }

    @AfterEach
    void close() {
        pool.close();
        tls.close();
    }

    private static Admission.Granted call(String who) {
        return (Admission.Granted)
                zt.guard().admit(zt.service(who).call("GET", "/orders").toCall());
    }

    private static List<String> items(Connection connection) throws SQLException {
        return strings(connection, "SELECT item FROM shop.orders ORDER BY item");
    }

    private static List<String> strings(Connection connection, String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                found.add(row.getString(1));
            }
        }
        return found;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void shows_eachTenantItsOwnRows() throws SQLException {
        assertThat(database.inTransaction(call("acme/storefront"), READ, BoundTransactionTest::items))
                .containsExactly("anvil");
        assertThat(database.inTransaction(call("globex/storefront"), READ, BoundTransactionTest::items))
                .containsExactly("globe");
    }

    @Test
    void writes_theVerifiedCaller() throws SQLException {
        database.inTransaction(call("acme/storefront"), WRITE, connection -> {
            execute(connection, "INSERT INTO shop.orders (item) VALUES ('rocket')");
            return null;
        });
        List<String> found = database.inTransaction(
                call("acme/storefront"),
                READ,
                connection -> strings(connection, "SELECT created_by FROM shop.orders WHERE item = 'rocket'"));
        assertThat(found).containsExactly("spiffe://shop.example/acme/storefront");
    }

    @Test
    void tells_theScope() throws SQLException {
        List<String> found = database.inTransaction(
                call("acme/storefront"),
                READ,
                connection -> strings(
                        connection, "SELECT concat(zt.has_scope('orders:read'), zt.has_scope('orders:write'))"));
        assertThat(found).containsExactly("tf");
    }

    @Test
    void rollsBack_whatFails() throws SQLException {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> database.inTransaction(call("acme/storefront"), WRITE, connection -> {
                    execute(connection, "INSERT INTO shop.orders (item) VALUES ('rocket')");
                    throw new IllegalStateException("no");
                }));
        assertThat(database.inTransaction(call("acme/storefront"), READ, BoundTransactionTest::items))
                .containsExactly("anvil");
    }

    @Test
    void refuses_toWriteForAnotherTenant() {
        refused("42501", "row-level security", WRITE, "INSERT INTO shop.orders (tenant, item) VALUES ('globex', 'x')");
    }

    @Test
    void refuses_aColumnThatTheScopeDoesNotHave() {
        refused("42501", "permission denied", READ, "SELECT card FROM shop.orders");
    }

    @Test
    void refuses_aRoleThatTheLoginDoesNotHave() {
        refused("42501", "permission denied to set role", READ, "SET ROLE zt_orders_pii");
    }

    @Test
    void refuses_toWrite_byTheRoleOfAnotherScope() {
        refused(
                "42501",
                "zt.ctx of another role",
                READ,
                "SET ROLE zt_orders_write",
                "INSERT INTO shop.orders (item) VALUES ('x')");
    }

    @Test
    void refuses_toRead_byTheRoleOfAnotherScope() {
        refused("42501", "zt.ctx of another role", WRITE, "SET ROLE zt_orders_read", "SELECT item FROM shop.orders");
    }

    // Rights are looked at before the first row, and the functions are asked with it.
    @Test
    void shows_nothing_whereTheSignedRoleIsTakenBack_afterTheRightsOfAnotherWereLookedAt() throws SQLException {
        shop.asOwner("GRANT SELECT (card), UPDATE (item), DELETE ON shop.orders TO zt_orders_write");
        try {
            String cards = "DECLARE c CURSOR FOR SELECT card FROM shop.orders";
            List<String> found = database.inTransaction(call("acme/storefront"), READ, connection -> {
                execute(connection, "SET LOCAL ROLE zt_orders_write");
                execute(connection, cards);
                execute(connection, "SET LOCAL ROLE zt_orders_read");
                return strings(connection, "FETCH ALL FROM c");
            });
            assertThat(found).isEmpty();
            assertThat(changedByTakingTheRoleBack("UPDATE shop.orders SET item = 'x' FROM back"))
                    .isZero();
            assertThat(changedByTakingTheRoleBack("DELETE FROM shop.orders USING back WHERE back.r IS NOT NULL"))
                    .isZero();
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> changedByTakingTheRoleBack("INSERT INTO shop.orders (item) SELECT r FROM back"))
                    .withMessageContaining("row-level security");
        } finally {
            shop.asOwner("REVOKE SELECT (card), UPDATE (item), DELETE ON shop.orders FROM zt_orders_write");
        }
    }

    private int changedByTakingTheRoleBack(String change) throws SQLException {
        String back = "WITH back AS MATERIALIZED (SELECT set_config('role', 'zt_orders_read', true) AS r) ";
        return database.inTransaction(call("acme/storefront"), READ, connection -> {
            execute(connection, "SET LOCAL ROLE zt_orders_write");
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate(back + change);
            }
        });
    }

    @Test
    void refuses_aContextOfOwnMaking() {
        refused(
                "42501",
                "zt.ctx forged",
                READ,
                "SELECT set_config('zt.ctx', 'v1|99999999999|evil|globex|orders:read|zt_orders_read|" + "0".repeat(64)
                        + "', true)",
                "SELECT item FROM shop.orders");
    }

    @Test
    void refuses_anotherTenantInTheContextOfTheTransaction() {
        refused(
                "42501",
                "zt.ctx forged",
                READ,
                "SELECT set_config('zt.ctx', replace(current_setting('zt.ctx'), '|acme|', '|globex|'), true)",
                "SELECT item FROM shop.orders");
    }

    @Test
    void refuses_garbageForAContext() {
        for (String garbage : List.of(
                "v1",
                "v1|x|y|z|s|r|" + "f".repeat(64),
                "|".repeat(100),
                "v2|1|2|3|4|5|" + "a".repeat(64),
                "é".repeat(5000))) {
            refused(
                    "42501",
                    "zt.ctx forged",
                    READ,
                    "SELECT set_config('zt.ctx', '" + garbage + "', true)",
                    "SELECT item FROM shop.orders");
        }
    }

    @Test
    void refuses_aContextOfAnotherSession() throws SQLException {
        String stolen = database.inTransaction(
                call("globex/storefront"),
                READ,
                connection ->
                        strings(connection, "SELECT current_setting('zt.ctx')").get(0));
        try (PostgresTls other = shop.tls(shop.orders.identity());
                RotatingPool another = shop.pool(shop.orders.identity(), other, 1)) {
            ZtDataSource elsewhere = ShopDatabase.bound(another.dataSource()).build();
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> elsewhere.inTransaction(call("acme/storefront"), READ, connection -> {
                        execute(connection, "SELECT set_config('zt.ctx', '" + stolen + "', true)");
                        return items(connection);
                    }))
                    .withMessageContaining("zt.ctx forged");
        }
    }

    @Test
    void refuses_aContextThatExpired() {
        ZtDataSource late = ShopDatabase.bound(pool.dataSource())
                .clock(InstantSource.fixed(Instant.now().minus(Duration.ofMinutes(2))))
                .build();
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> late.inTransaction(call("acme/storefront"), READ, BoundTransactionTest::items))
                .withMessageContaining("zt.ctx expired");
    }

    @Test
    void refuses_aSecondKeyForASession() {
        refused("23505", "duplicate key", READ, "SELECT zt.open_session(decode(repeat('ab', 32), 'hex'))");
    }

    @Test
    void refuses_toReadTheKeys() {
        refused("42501", "permission denied", READ, "SELECT k_inner FROM zt.session");
    }

    @Test
    void refuses_theSession_whoseKeySomebodySetBefore() throws SQLException {
        try (Connection raw = pool.dataSource().getConnection()) {
            execute(raw, "SELECT zt.open_session(decode(repeat('ab', 32), 'hex'))");
            raw.commit();
        }
        assertThatExceptionOfType(RefusedTransactionException.class)
                .isThrownBy(() -> database.inTransaction(call("acme/storefront"), READ, BoundTransactionTest::items))
                .satisfies(e -> assertThat(e.refusal()).isEqualTo(JdbcRefusal.SESSION_REFUSED));
        assertThat(database.inTransaction(call("acme/storefront"), READ, BoundTransactionTest::items))
                .as("in the session that took its place")
                .containsExactly("anvil");
    }

    @Test
    void shows_nothing_whereNobodyIsBound() throws SQLException {
        try (Connection raw = pool.dataSource().getConnection()) {
            execute(raw, "SET LOCAL ROLE zt_orders_read");
            assertThat(items(raw)).isEmpty();
        }
    }

    @Test
    void leavesNothing_forTheNextTransaction() throws SQLException {
        database.inTransaction(call("acme/storefront"), WRITE, connection -> {
            execute(connection, "SELECT set_config('zt.loot', string_agg(item, ','), false) FROM shop.orders");
            execute(connection, "SELECT set_config('zt.ctx', current_setting('zt.ctx'), false)");
            execute(connection, "SET statement_timeout = '77s'");
            execute(connection, "SET ROLE zt_orders_write");
            execute(connection, "SELECT pg_advisory_lock(1)");
            execute(connection, "LISTEN loot");
            return null;
        });
        List<String> found = database.inTransaction(
                call("globex/storefront"),
                READ,
                connection -> strings(
                        connection,
                        "SELECT concat_ws(' ', nullif(current_setting('zt.loot', true), ''), current_user,"
                                + " current_setting('statement_timeout'),"
                                + " (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'),"
                                + " (SELECT string_agg(item, ',') FROM shop.orders))"));
        assertThat(found).containsExactly("zt_orders_read 0 0 globe");
        List<String> channels = database.inTransaction(
                call("globex/storefront"), READ, connection -> strings(connection, "SELECT pg_listening_channels()"));
        assertThat(channels).isEmpty();
    }

    @Test
    void endsTheSession_whereSqlPreparedAStatementUnderTheNameOfTheDrivers() throws SQLException {
        for (int turn = 0; turn < 8; turn++) {
            database.inTransaction(call("acme/storefront"), READ, BoundTransactionTest::items);
        }
        database.inTransaction(call("acme/storefront"), READ, connection -> {
            for (String name : strings(connection, "SELECT name FROM pg_prepared_statements")) {
                execute(connection, "DEALLOCATE \"" + name + "\"");
                execute(connection, "PREPARE \"" + name + "\" AS SELECT 'looted'::text AS item");
            }
            return null;
        });
        assertThatExceptionOfType(RefusedTransactionException.class)
                .isThrownBy(() -> database.inTransaction(call("globex/storefront"), READ, BoundTransactionTest::items))
                .satisfies(e -> assertThat(e.refusal()).isEqualTo(JdbcRefusal.UNCLEAN_SESSION));
        assertThat(database.inTransaction(call("globex/storefront"), READ, BoundTransactionTest::items))
                .containsExactly("globe");
    }

    @Test
    void keepsTheDriversOwnNames_fromItsBinding() throws SQLException {
        List<String> prepared = List.of();
        for (int turn = 0; turn < 8; turn++) {
            prepared = database.inTransaction(
                    call("acme/storefront"),
                    READ,
                    connection -> strings(connection, "SELECT statement FROM pg_prepared_statements"));
        }
        assertThat(prepared).isNotEmpty().noneMatch(sql -> sql.contains("zt."));
    }

    @Test
    void endsTheSession_whereSqlChangedADefaultOfTransactions() throws SQLException {
        for (String changed : List.of("read_only = on", "deferrable = on", "isolation = 'serializable'")) {
            database.inTransaction(call("acme/storefront"), READ, connection -> {
                execute(connection, "COMMIT; SET default_transaction_" + changed);
                return null;
            });
            assertThatExceptionOfType(RefusedTransactionException.class)
                    .as(changed)
                    .isThrownBy(
                            () -> database.inTransaction(call("globex/storefront"), READ, BoundTransactionTest::items))
                    .satisfies(e -> assertThat(e.refusal()).isEqualTo(JdbcRefusal.UNCLEAN_SESSION));
            database.inTransaction(call("acme/storefront"), WRITE, connection -> {
                execute(connection, "INSERT INTO shop.orders (item) VALUES ('rocket')");
                return null;
            });
        }
    }

    @Test
    void tells_ofASessionThatALibraryIsNotGiven() throws SQLException {
        List<String> told = new ArrayList<>();
        ZtDataSource audited = ShopDatabase.bound(pool.dataSource())
                .listener(new TransactionListener() {
                    @Override
                    public void bound(BoundContext context) {
                        told.add(context.caller());
                    }

                    @Override
                    public void refused(String who, JdbcRefusal refusal) {
                        told.add(who + " " + refusal);
                    }
                })
                .build();
        database.inTransaction(call("acme/storefront"), READ, connection -> {
            execute(connection, "COMMIT; SET default_transaction_read_only = on");
            return null;
        });
        assertThatExceptionOfType(RefusedTransactionException.class)
                .isThrownBy(
                        () -> audited.forCall(call("globex/storefront"), READ).getConnection())
                .satisfies(e -> assertThat(e.refusal()).isEqualTo(JdbcRefusal.UNCLEAN_SESSION));
        assertThat(told).containsExactly("spiffe://shop.example/globex/storefront UNCLEAN_SESSION");
    }

    @Test
    void endsTheSession_thatCannotBeBound() throws SQLException {
        database.inTransaction(call("acme/storefront"), READ, connection -> {
            execute(connection, "COMMIT; SET statement_timeout = '1ms'");
            return null;
        });
        assertThat(database.inTransaction(call("globex/storefront"), READ, BoundTransactionTest::items))
                .containsExactly("globe");
    }

    private static String revoked(int version, String instances, String workloads) {
        return "SELECT zt.take_status('shop.example', " + version + ", ARRAY[" + instances + "]::text[], ARRAY["
                + workloads + "]::text[])";
    }

    /** What acme sees in one transaction: first, and after each status that the warden tells meanwhile. */
    private List<List<String>> itemsAfter(String... statuses) throws SQLException {
        try (Connection warden = shop.wardens()) {
            return database.inTransaction(call("acme/storefront"), READ, connection -> {
                List<List<String>> found = new ArrayList<>();
                found.add(items(connection));
                for (String status : statuses) {
                    execute(warden, status);
                    found.add(items(connection));
                }
                return found;
            });
        } finally {
            shop.asOwner("DELETE FROM zt.revoked", "DELETE FROM zt.revoked_version");
        }
    }

    @Test
    void shows_nothing_inASessionThatStands_onceItIsRevoked() throws SQLException {
        assertThat(itemsAfter(revoked(1, "'" + shop.orders.instance() + "'", "")))
                .containsExactly(List.of("anvil"), List.of());
    }

    @Test
    void shows_nothing_inASessionThatStands_onceItsWorkloadIsRevoked() throws SQLException {
        assertThat(itemsAfter(revoked(1, "'another'", "'" + ShopDatabase.ORDERS + "'")))
                .containsExactly(List.of("anvil"), List.of());
    }

    @Test
    void shows_itsRowsAgain_onceARevocationIsLifted() throws SQLException {
        assertThat(itemsAfter(revoked(1, "'" + shop.orders.instance() + "'", ""), revoked(2, "", "")))
                .containsExactly(List.of("anvil"), List.of(), List.of("anvil"));
    }

    @Test
    void shows_itsRows_inASessionThatStands_whereSomebodyElseIsRevoked() throws SQLException {
        assertThat(itemsAfter(revoked(1, "'another'", "'spiffe://shop.example/x'")))
                .containsExactly(List.of("anvil"), List.of("anvil"));
    }

    @Test
    void hasNoNews_whereAStatusRevokesTheSameAsBefore() throws SQLException {
        try {
            shop.asOwner(
                    "SELECT zt.take_status('shop.example', 1, ARRAY['one', 'two'], ARRAY['spiffe://shop.example/x'])",
                    """
                    DO $$
                    DECLARE
                        before bigint := (SELECT version FROM zt.news);
                    BEGIN
                        PERFORM zt.take_status('shop.example', 2, ARRAY['two', 'one'], ARRAY['spiffe://shop.example/x']);
                        IF (SELECT version FROM zt.news) <> before OR (SELECT count(*) FROM zt.revoked) <> 3 THEN
                            RAISE 'the same is told as news';
                        END IF;
                        PERFORM zt.take_status('shop.example', 3, ARRAY['three'], ARRAY[]::text[]);
                        IF (SELECT version FROM zt.news) <> before + 1 OR (SELECT count(*) FROM zt.revoked) <> 1 THEN
                            RAISE 'news is not told, or more than once';
                        END IF;
                    END
                    $$""");
        } finally {
            shop.asOwner("DELETE FROM zt.revoked", "DELETE FROM zt.revoked_version");
        }
    }

    @Test
    void shows_nothing_inASessionThatStands_whileItsLoginIsAnothers() throws SQLException {
        List<List<String>> found = database.inTransaction(call("acme/storefront"), READ, connection -> {
            List<String> before = items(connection);
            shop.asOwner(
                    "UPDATE zt.login_identity SET spiffe_id = 'spiffe://shop.example/x' WHERE login = 'svc_orders'");
            try {
                return List.of(before, items(connection));
            } finally {
                shop.asOwner("UPDATE zt.login_identity SET spiffe_id = '" + ShopDatabase.ORDERS
                        + "' WHERE login = 'svc_orders'");
            }
        });
        assertThat(found).containsExactly(List.of("anvil"), List.of());
    }

    @Test
    void shows_nothing_whereASessionThatEndedHadTheNumberOfThisOne() throws SQLException {
        List<String> found = database.inTransaction(call("acme/storefront"), READ, connection -> {
            String own = strings(connection, "SELECT pg_backend_pid()").get(0);
            shop.asOwner("UPDATE zt.session SET serial = serial + 1 WHERE pid = " + own);
            return items(connection);
        });
        assertThat(found).as("with another certificate").isEmpty();
    }

    @Test
    void opensASession_forReadingOnly() throws SQLException {
        try (Connection connection =
                database.forCall(call("acme/storefront"), READ).getConnection()) {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            assertThat(items(connection)).containsExactly("anvil");
            connection.rollback();
        }
    }

    @Test
    void serves_alsoWhereTheLoginWasSetToReadAlone() throws SQLException {
        database.inTransaction(call("acme/storefront"), READ, connection -> {
            execute(connection, "RESET ROLE");
            execute(connection, "ALTER ROLE svc_orders SET default_transaction_read_only = on");
            return null;
        });
        try (PostgresTls other = shop.tls(shop.orders.identity());
                RotatingPool another = shop.pool(shop.orders.identity(), other, 1)) {
            ZtDataSource elsewhere = ShopDatabase.bound(another.dataSource()).build();
            elsewhere.inTransaction(call("acme/storefront"), WRITE, connection -> {
                execute(connection, "INSERT INTO shop.orders (item) VALUES ('rocket')");
                return null;
            });
            assertThat(elsewhere.inTransaction(call("acme/storefront"), READ, BoundTransactionTest::items))
                    .containsExactly("anvil", "rocket");
        } finally {
            database.inTransaction(call("acme/storefront"), READ, connection -> {
                execute(connection, "RESET ROLE");
                execute(connection, "ALTER ROLE svc_orders RESET ALL");
                return null;
            });
        }
    }

    @Test
    void bindsAnew_afterACommitThatFailed() throws SQLException {
        shop.asOwner(
                "CREATE UNIQUE INDEX once ON shop.orders (item)",
                "ALTER TABLE shop.orders ADD CONSTRAINT later EXCLUDE USING btree (item WITH =)"
                        + " DEFERRABLE INITIALLY DEFERRED",
                "DROP INDEX shop.once");
        try (Connection connection =
                database.forCall(call("acme/storefront"), WRITE).getConnection()) {
            connection.setAutoCommit(false);
            execute(connection, "INSERT INTO shop.orders (item) VALUES ('anvil')");
            assertThatExceptionOfType(SQLException.class).isThrownBy(connection::commit);
            assertThat(items(connection)).containsExactly("anvil");
            connection.rollback();
        } finally {
            shop.asOwner("ALTER TABLE shop.orders DROP CONSTRAINT later");
        }
    }

    @Test
    void refuses_aNoteOfAJob_inTheTransactionOfACaller() {
        refused("42501", "not for the job", READ, "SELECT zt.note('reconcile')");
    }

    @Test
    void keepsTheNoteOfAJob_thatFails() throws SQLException {
        shop.asOwner("DELETE FROM zt.audit");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> database.asSystem("reconcile", connection -> {
                    throw new IllegalStateException("no");
                }));
        shop.asOwner("DO $$ BEGIN IF NOT EXISTS (SELECT FROM zt.audit) THEN RAISE 'not written'; END IF; END $$");
    }

    @Test
    void closes_aCursorOfAnEarlierTransaction() throws SQLException {
        database.inTransaction(call("acme/storefront"), READ, connection -> {
            execute(connection, "DECLARE loot CURSOR WITH HOLD FOR SELECT item FROM shop.orders");
            return null;
        });
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> database.inTransaction(
                        call("globex/storefront"), READ, connection -> strings(connection, "FETCH ALL FROM loot")))
                .withMessageContaining("cursor \"loot\" does not exist");
    }

    @Test
    void refuses_aTemporaryTable() {
        refused("42501", "permission denied", READ, "CREATE TEMPORARY TABLE orders (item text)");
    }

    @Test
    void shows_nothing_afterAnInjectedCommit() {
        refused("42501", "permission denied", READ, "COMMIT; SELECT item FROM shop.orders");
    }

    @Test
    void binds_eachTransactionOfALibrarysConnection() throws SQLException {
        try (Connection connection =
                database.forCall(call("acme/storefront"), READ).getConnection()) {
            connection.setAutoCommit(false);
            assertThat(items(connection)).containsExactly("anvil");
            connection.commit();
            assertThat(items(connection)).as("in the next one").containsExactly("anvil");
            connection.rollback();
        }
    }

    @Test
    void keepsTheBinding_whereASavepointIsTakenBack() throws SQLException {
        try (Connection connection =
                database.forCall(call("acme/storefront"), READ).getConnection()) {
            connection.setAutoCommit(false);
            connection.rollback(connection.setSavepoint());
            assertThat(items(connection)).containsExactly("anvil");
            connection.rollback();
        }
    }

    @Test
    void writesDown_whatNoCallerAskedFor() throws SQLException {
        assertThat(database.asSystem("reconcile", BoundTransactionTest::items)).containsExactly("anvil");
        shop.asOwner(
                "DO $$ BEGIN IF NOT EXISTS (SELECT FROM zt.audit WHERE caller = 'job:reconcile' AND tenant = 'acme'"
                        + " AND login = 'svc_orders' AND serial IS NOT NULL)"
                        + " THEN RAISE 'not written'; END IF; END $$");
    }

    private void refused(String state, String message, Scope scope, String... statements) {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> database.inTransaction(call("acme/storefront"), scope, connection -> {
                    for (String sql : statements) {
                        execute(connection, sql);
                    }
                    return null;
                }))
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.getSQLState()).isEqualTo(state));
    }
}
