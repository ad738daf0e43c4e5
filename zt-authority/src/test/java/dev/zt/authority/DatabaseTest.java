package dev.zt.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.identity.DatabaseUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
    @TempDir
    Path directory;

    private static void add(Database database, int number) {
        database.run(connection -> Database.update(
                connection,
                "INSERT INTO workload (name, id, created_at) VALUES (?, ?, 0)",
                "w" + number,
                "spiffe://shop.example/w" + number));
    }

    private static long count(Database database) {
        return database.read(
                        connection -> Database.one(connection, "SELECT COUNT(*) FROM workload", row -> row.getLong(1)))
                .orElseThrow();
    }

    @Test
    void keeps_nothingOfWorkThatFails() {
        try (Database database = Database.open(directory)) {
            assertThatThrownBy(() -> database.run(connection -> {
                        Database.update(connection, "INSERT INTO workload (name, id, created_at) VALUES ('a', 'a', 0)");
                        throw new IllegalArgumentException("no");
                    }))
                    .isInstanceOf(IllegalArgumentException.class);

            assertThat(count(database)).isZero();
        }
    }

    // As an authority of before left it: the tables of then, with a workload and one of its instances.
    private void writeStateOfBefore() throws SQLException {
        String url = "jdbc:h2:file:" + directory.resolve("state").toAbsolutePath();
        Flyway.configure(getClass().getClassLoader())
                .dataSource(url, "zt", "")
                .locations("classpath:db/zt-authority")
                .target("1")
                .load()
                .migrate();
        try (Connection connection = DriverManager.getConnection(url, "zt", "")) {
            Database.update(
                    connection,
                    "INSERT INTO workload (name, id, created_at) VALUES ('orders', 'spiffe://shop.example/orders', 7)");
            Database.update(
                    connection,
                    "INSERT INTO workload (name, id, created_at) VALUES ('billing', 'spiffe://shop.example/billing', 8)");
            Database.update(
                    connection,
                    "INSERT INTO instance (id, workload, state, renewals, head_key, token_id, issued_at, expires_at)"
                            + " VALUES ('5f0c', 'orders', 'ACTIVE', 3, 'k', 't', 10, 20)");
        }
    }

    @Test
    void opens_aStateOfBefore_inWhichNobodyHasADatabaseUser() throws SQLException {
        writeStateOfBefore();

        try (Database database = Database.open(directory)) {
            assertThat(count(database)).isEqualTo(2);
            assertThat(database.<List<Optional<DatabaseUser>>>read(connection ->
                            List.of(DatabaseUsers.of(connection, "orders"), DatabaseUsers.of(connection, "billing"))))
                    .containsOnly(Optional.empty());
            database.run(connection -> {
                DatabaseUsers.assign(
                        connection, "orders", DatabaseUser.of("svc_orders"), Instant.EPOCH, Duration.ofHours(1));
                return true;
            });
        }
        try (Database again = Database.open(directory)) {
            assertThat(again.<Optional<DatabaseUser>>read(connection -> DatabaseUsers.of(connection, "orders")))
                    .contains(DatabaseUser.of("svc_orders"));
        }
    }

    @Test
    void runs_workOnceMore_thatComesToWhatOthersPutThere() throws Exception {
        try (Database database = Database.open(directory)) {
            AtomicInteger runs = new AtomicInteger();

            long found = database.transact(connection -> {
                boolean first = runs.incrementAndGet() == 1;
                if (first) {
                    add(database, 1);
                }
                if (first
                        || Database.one(connection, "SELECT 1 FROM workload", row -> true)
                                .isEmpty()) {
                    Database.update(
                            connection,
                            "INSERT INTO workload (name, id, created_at) VALUES ('w1', 'spiffe://shop.example/w1', 0)");
                }
                return Database.one(connection, "SELECT COUNT(*) FROM workload", row -> row.getLong(1))
                        .orElseThrow();
            });

            assertThat(found).isEqualTo(1);
            assertThat(runs).hasValue(2);
        }
    }

    @Test
    void goesOn_afterItsFileWasClosedUnderIt() {
        try (Database database = Database.open(directory)) {
            add(database, 1);
            assertThatThrownBy(() -> database.run(DatabaseTest::shutDown)).isInstanceOf(IllegalStateException.class);

            add(database, 2);

            assertThat(count(database)).isEqualTo(2);
        }
    }

    private static int shutDown(Connection connection) throws SQLException {
        return Database.update(connection, "SHUTDOWN IMMEDIATELY");
    }

    @Test
    void compacts_aLargeFile_andLosesNothing() throws IOException {
        try (Database database = Database.open(directory, 1L << 20)) {
            for (int i = 0; i < 200; i++) {
                add(database, i);
            }
            long before = Files.size(directory.resolve("state.mv.db"));

            database.compactIfLarge();

            assertThat(Files.size(directory.resolve("state.mv.db"))).isLessThan(before / 2);
            assertThat(count(database)).isEqualTo(200);
            add(database, 200);
            assertThat(count(database)).isEqualTo(201);
        }
    }

    @Test
    void serves_everybodyWhoAsksWhileItCompacts() throws Exception {
        try (Database database = Database.open(directory, 1)) {
            ExecutorService pool = Executors.newFixedThreadPool(16);
            List<Future<?>> asked = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                int number = i;
                asked.add(pool.submit(() -> add(database, number)));
                if (i % 100 == 50) {
                    asked.add(pool.submit(database::compactIfLarge));
                }
            }
            for (Future<?> done : asked) {
                done.get();
            }
            pool.shutdown();

            assertThat(count(database)).isEqualTo(400);
        }
    }
}
