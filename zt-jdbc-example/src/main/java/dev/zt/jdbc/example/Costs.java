package dev.zt.jdbc.example;

import dev.zt.guard.Admission;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/**
 * What a bound and signed transaction costs beside a bare one: the same login on the same server and pool, a copy of the same
 * rows without policies and with the tenant in the statement. All take turns, in another order each time, so that each finds
 * what the others leave of caches and sleeping processors; medians, after twice as many turns that do not count.
 */
final class Costs {
    private static final String TENANT = "measured";
    private static final int ROWS = 2_000;
    private static final double MORE_MILLIS = 0.2;
    private static final double MOST_SCAN_RATIO = 1.05;
    private static final String COPY = """
            DROP SCHEMA IF EXISTS bench CASCADE;
            CREATE SCHEMA bench;
            GRANT USAGE ON SCHEMA bench TO svc_orders;
            CREATE TABLE bench.orders (LIKE shop.orders INCLUDING INDEXES);
            INSERT INTO bench.orders
            SELECT n, CASE WHEN n > 2 THEN 'measured' ELSE 'acme' || n END, 'job:fill', 'item ' || n, n, 'none', now()
              FROM generate_series(1, 2002) n;
            GRANT SELECT ON bench.orders TO svc_orders""";
    private static final String FILL = "INSERT INTO shop.orders (item, total, card)"
            + " SELECT 'item ' || n, n, 'none' FROM generate_series(1, 2000) n";

    private final PostgresScene scene;
    private final DataSource pool;
    private final Admission.Granted call;

    private Costs(PostgresScene scene, Admission.Granted call) {
        this.scene = scene;
        this.pool = scene.postgres().ordersLogin().pool().dataSource();
        this.call = call;
    }

    private interface Work {
        void run() throws SQLException;
    }

    /** The figures in lines; the rows to measure on are put there first. */
    static List<String> measure(PostgresScene scene, int turns) throws Exception {
        scene.database().orders().asSystem("fill", connection -> {
            Sql.run(connection, "DELETE FROM shop.orders");
            return Sql.change(connection, FILL);
        });
        scene.asOwner(COPY);
        // What the attacks and the load have left between the rows would be scanned on one side alone.
        scene.asOwner("VACUUM (FULL, ANALYZE) bench.orders");
        scene.asOwner("VACUUM (FULL, ANALYZE) shop.orders");
        ShopCaller measured = scene.caller("measured/storefront");
        Costs costs = new Costs(scene, measured.admitted(scene.service().guard(), "GET", "/orders"));
        try {
            return costs.lines(turns);
        } finally {
            scene.asOwner("DROP SCHEMA bench CASCADE");
        }
    }

    private List<String> lines(int turns) throws SQLException {
        long id = Long.parseLong(scene.database()
                .orders()
                .inTransaction(
                        call, OrderScopes.READ, connection -> Sql.one(connection, "SELECT max(id) FROM shop.orders")));
        String one = "SELECT id, item, total FROM shop.orders WHERE id = " + id;
        String bareOne = "SELECT id, item, total FROM bench.orders WHERE id = 1000 AND tenant = ?";
        String scan = "SELECT id, item, total FROM shop.orders";
        String bareScan = "SELECT id, item, total FROM bench.orders WHERE tenant = ?";
        double[] medians = medians(
                turns,
                () -> bare(bareOne, 1),
                () -> bound(one, 1),
                () -> oneTripMore(bareOne),
                () -> bare(bareScan, ROWS),
                () -> bound(scan, ROWS));
        double trip = medians[2] - medians[0];
        double more = medians[1] - medians[0];
        return List.of(
                String.format(
                        Locale.ROOT,
                        "one row, medians of %d turns: bare %.3f ms, bound and signed %.3f ms: %.3f ms more; one round trip"
                                + " (SELECT 1: %.3f ms) + %.1f ms are allowed: %s",
                        turns,
                        medians[0],
                        medians[1],
                        more,
                        trip,
                        MORE_MILLIS,
                        more <= trip + MORE_MILLIS ? "within" : "OVER"),
                scans(turns, medians[3], medians[4], more));
    }

    private static String scans(int turns, double bare, double bound, double more) {
        double ratio = bound / bare;
        double inside = (bound - more) / bare;
        return String.format(
                Locale.ROOT,
                "%d rows, medians of %d turns: bare %.3f ms, bound and signed %.3f ms: x %.3f in all, x %.3f without"
                        + " what binding costs for one row; x %.2f is allowed: %s",
                ROWS,
                turns,
                bare,
                bound,
                ratio,
                inside,
                MOST_SCAN_RATIO,
                ratio <= MOST_SCAN_RATIO
                        ? "within"
                        : inside <= MOST_SCAN_RATIO ? "within for the scan, OVER in all" : "OVER");
    }

    private void bare(String sql, int rows) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            read(connection, sql, rows);
            connection.commit();
        }
    }

    private void bound(String sql, int rows) throws SQLException {
        int unused = scene.database().orders().inTransaction(call, OrderScopes.READ, connection -> {
            read(connection, sql, rows);
            return rows;
        });
    }

    private static void read(Connection connection, String sql, int rows) throws SQLException {
        int seen = 0;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            if (sql.endsWith("?")) {
                statement.setString(1, TENANT);
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    seen++;
                }
            }
        }
        if (seen != rows) {
            throw new SQLException("there were " + seen + " rows and not " + rows);
        }
    }

    private void oneTripMore(String sql) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            read(connection, "SELECT 1", 1);
            read(connection, sql, 1);
            connection.commit();
        }
    }

    private static double[] medians(int turns, Work... works) throws SQLException {
        double[][] all = new double[works.length][turns];
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, works.length).boxed().toList());
        Random random = new Random(1);
        for (int turn = -2 * turns; turn < turns; turn++) {
            Collections.shuffle(order, random);
            for (int i : order) {
                double taken = millis(works[i]);
                if (turn >= 0) {
                    all[i][turn] = taken;
                }
            }
        }
        return Arrays.stream(all).mapToDouble(Costs::median).toArray();
    }

    private static double millis(Work work) throws SQLException {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e6;
    }

    private static double median(double[] all) {
        double[] sorted = all.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
