package dev.zt.jdbc.stores;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is done off the path of calls: deleting proofs that have ended, and counting who holds how many. */
final class Upkeep {
    // Longer than any statement takes, so that none which began before a proof ended can miss its row; and instances
    // may
    // differ in the skew that they allow.
    private static final Duration KEPT_AFTER_END = Duration.ofMinutes(1);
    private static final int BATCH = 1_000;
    private static final int BATCHES = 200;

    private final Table table;
    private final Database database;
    private final int capacity;

    Upkeep(Table table, Database database, int capacity) {
        this.table = table;
        this.database = database;
        this.capacity = capacity;
    }

    /** Deletes in small batches; what is forgotten is written down before any of it is. */
    void forget(@Nullable Long now) throws SQLException {
        long end = table.read(database.ended, row -> row.getLong(1), now, KEPT_AFTER_END.toMillis())
                .get(0);
        if (end == 0) {
            return;
        }
        table.change(database.raiseForgotten, end, end);
        for (int batch = 0; batch < BATCHES && table.change(database.delete, end, BATCH) == BATCH; batch++) {}
    }

    Shares count() throws SQLException {
        long[] sums = table.read(database.count, Upkeep::pair).get(0);
        Map<Long, Long> largest = new HashMap<>();
        if (sums[0] >= capacity / 2) {
            // Of these there are few, however many callers there are.
            table.read(database.largest, Upkeep::pair, Math.max(1, Shares.least(capacity) / 2))
                    .forEach(pair -> largest.put(pair[0], pair[1]));
        }
        return new Shares(capacity, sums[0], sums[1], largest);
    }

    private static long[] pair(ResultSet row) throws SQLException {
        return new long[] {row.getLong(1), row.getLong(2)};
    }
}
