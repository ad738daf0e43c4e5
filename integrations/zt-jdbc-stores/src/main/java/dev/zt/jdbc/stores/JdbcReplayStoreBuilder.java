package dev.zt.jdbc.stores;

import java.time.Duration;
import javax.sql.DataSource;

/** The parts of a {@link JdbcReplayStore} that have defaults. Not safe for concurrent use. */
public final class JdbcReplayStoreBuilder {
    private static final int LEAST_CAPACITY = 1024;

    final DataSource dataSource;
    final Database database;
    Duration longestUse = Duration.ofSeconds(150);
    int capacity = JdbcReplayStore.DEFAULT_CAPACITY;
    boolean creating;

    JdbcReplayStoreBuilder(DataSource dataSource, Database database) {
        this.dataSource = dataSource;
        this.database = database;
    }

    /** What {@code VerifierRules.longestUse()} says of the guard's rules; default 150 s, which fits the default rules. */
    public JdbcReplayStoreBuilder longestUse(Duration longest) {
        this.longestUse = longest;
        return this;
    }

    /**
     * The most proofs remembered; default {@link JdbcReplayStore#DEFAULT_CAPACITY}.
     *
     * @throws IllegalArgumentException if it is less than 1,024
     */
    public JdbcReplayStoreBuilder capacity(int most) {
        if (most < LEAST_CAPACITY) {
            throw new IllegalArgumentException("the capacity is at least 1,024 proofs");
        }
        this.capacity = most;
        return this;
    }

    /** Makes the table at the start if it is not there, which the user of the data source must be allowed to. */
    public JdbcReplayStoreBuilder createTable() {
        this.creating = true;
        return this;
    }

    /** The store. Its database may be away: it then answers {@code UNAVAILABLE}. */
    public JdbcReplayStore build() {
        return new JdbcReplayStore(this, null);
    }
}
