package dev.zt.jdbc.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.identity.WorkloadId;
import dev.zt.testkit.SharedReplayStoreContract;
import dev.zt.verify.ProofKind;
import dev.zt.verify.ReplayKey;
import dev.zt.verify.ReplayStore;
import dev.zt.verify.ReplayStore.Use;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The contract, and what can happen to a table alone. */
abstract class JdbcReplayStoreContract extends SharedReplayStoreContract {
    private static final WorkloadId CALLER = WorkloadId.of("spiffe://shop.example/caller");

    private boolean begun;

    abstract Database database();

    /** Where connections come from, to a server that is started if it is not there. */
    abstract DataSource dataSource() throws Exception;

    @Override
    protected ReplayStore open(InstantSource time) {
        try {
            DataSource source = Lending.of(dataSource());
            if (!begun) {
                begun = true;
                change("DROP TABLE IF EXISTS zt1_used_proof");
            }
            return new JdbcReplayStore(
                    JdbcReplayStore.builder(source, database())
                            .longestUse(LONGEST_USE)
                            .capacity(CAPACITY)
                            .createTable(),
                    time);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected void settle(ReplayStore client) {
        ((JdbcReplayStore) client).upkeep();
    }

    @Override
    protected void forget() throws Exception {
        change("TRUNCATE TABLE zt1_used_proof");
    }

    final void change(String sql) throws Exception {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    final Use use(ReplayStore store, String proof) {
        return store.firstUse(key(proof), CALLER, until());
    }

    static ReplayKey key(String proof) {
        return ReplayKey.of(ProofKind.WPT, "k", proof);
    }

    final Instant until() {
        return clock.instant().plusSeconds(60);
    }

    @Test
    void answers_unavailableWhileTheTableIsMissing() throws Exception {
        try (JdbcReplayStore store = (JdbcReplayStore) open(clock)) {
            change("DROP TABLE zt1_used_proof");

            assertThat(use(store, "a")).isEqualTo(Use.UNAVAILABLE);
        }
    }

    @Test
    void notices_thatItsBooksAreGone() throws Exception {
        try (JdbcReplayStore store = (JdbcReplayStore) open(clock)) {
            assertThat(use(store, "a")).isEqualTo(Use.FIRST);
            String book = database() == Database.H2 ? "X'0%d'" : "'\\x0%d'";
            for (int row = 1; row <= 2; row++) {
                change("DELETE FROM zt1_used_proof WHERE proof = " + book.formatted(row));

                assertThat(use(store, "without-" + row)).isEqualTo(Use.UNAVAILABLE);
                clock.advance(Duration.ofMillis(1));
                assertThat(use(store, "without-" + row)).isEqualTo(Use.UNAVAILABLE);
            }
        }
    }

    @Test
    void deletes_whatHasEnded_inBatches() throws Exception {
        try (JdbcReplayStore store = (JdbcReplayStore) open(clock)) {
            change("INSERT INTO zt1_used_proof (proof, caller, until_ms) SELECT CAST('ended-' || x AS BYTEA), 7, "
                    + clock.instant().toEpochMilli() + " FROM "
                    + (database() == Database.H2 ? "SYSTEM_RANGE" : "generate_series")
                    + "(10000, 12500) AS s(x)");
            assertThat(use(store, "lives")).isEqualTo(Use.FIRST);
            clock.advance(Duration.ofSeconds(61));

            store.upkeep();

            assertThat(proofs()).hasSize(1);
            clock.advance(Duration.ofSeconds(-61));
            assertThat(store.firstUse(key("any"), CALLER, clock.instant())).isEqualTo(Use.FORGOTTEN);
        }
    }

    @Test
    void commits_whateverTheConnectionIsSetTo() throws Exception {
        try (JdbcReplayStore store = (JdbcReplayStore) open(clock);
                JdbcReplayStore other = new JdbcReplayStore(
                        JdbcReplayStore.builder(Lending.uncommitted(dataSource()), database())
                                .longestUse(LONGEST_USE),
                        clock)) {
            assertThat(use(other, "a")).isEqualTo(Use.FIRST);
            assertThat(use(store, "a")).isEqualTo(Use.SEEN);
        }
    }

    /** By the clock of the database, as in production, where tests elsewhere set it. */
    @Test
    void remembers_byTheClockOfTheDatabase() throws Exception {
        try (JdbcReplayStore store = JdbcReplayStore.builder(dataSource(), database())
                .longestUse(Duration.ofMillis(1))
                .build()) {
            change("DELETE FROM zt1_used_proof");
            Instant until = Instant.now().plusSeconds(30);

            assertThat(store.firstUse(key("ahead"), CALLER, until)).isEqualTo(Use.UNAVAILABLE);
            assertThat(store.firstUse(key("ahead"), CALLER, until)).isEqualTo(Use.UNAVAILABLE);
            assertThat(store.firstUse(key("past"), CALLER, until.minusSeconds(90)))
                    .isEqualTo(Use.FORGOTTEN);
        }
        try (JdbcReplayStore store =
                JdbcReplayStore.builder(dataSource(), database()).build()) {
            change("UPDATE zt1_used_proof SET until_ms = 0");

            Instant until = Instant.now().plusSeconds(30);

            assertThat(store.firstUse(key("a"), CALLER, until)).isEqualTo(Use.FIRST);
            assertThat(store.firstUse(key("a"), CALLER, until)).isEqualTo(Use.SEEN);
        }
    }

    private List<Long> proofs() throws Exception {
        List<Long> ends = new ArrayList<>();
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT until_ms FROM zt1_used_proof WHERE caller <> 0 AND OCTET_LENGTH(proof) > 1")) {
            while (rows.next()) {
                ends.add(rows.getLong(1));
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return ends;
    }
}
