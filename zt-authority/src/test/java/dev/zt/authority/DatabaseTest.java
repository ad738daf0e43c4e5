package dev.zt.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
