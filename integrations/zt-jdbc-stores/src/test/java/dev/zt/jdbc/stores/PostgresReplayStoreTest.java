package dev.zt.jdbc.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.testkit.postgres.PostgresServer;
import dev.zt.verify.ReplayStore.Use;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresReplayStoreTest extends JdbcReplayStoreContract {
    @TempDir
    static Path directory;

    private static PostgresServer server;

    @Override
    protected String name() {
        return "postgresql";
    }

    @Override
    Database database() {
        return Database.POSTGRESQL;
    }

    @Override
    DataSource dataSource() throws Exception {
        if (server == null) {
            server = PostgresServer.create(directory).orElse(null);
            Assumptions.assumeTrue(server != null, "initdb and postgres are neither installed nor on the PATH");
            server.start();
        }
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(server.url("postgres"));
        source.setUser("postgres");
        source.setConnectTimeout(1);
        source.setLoginTimeout(2);
        return source;
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.crash();
            server = null;
        }
    }

    @Override
    protected void disconnect() throws IOException {
        server.crash();
    }

    @Override
    protected void reconnect() throws IOException {
        server.start();
    }

    @Test
    void refuses_whatWasUsedBeforeACrashEmptiedAnUnloggedTable() throws Exception {
        try (JdbcReplayStore store = (JdbcReplayStore) open(clock)) {
            change("ALTER TABLE zt1_used_proof SET UNLOGGED");
            assertThat(use(store, "a")).isEqualTo(Use.FIRST);
            server.crash();
            server.start();

            assertThat(use(store, "a")).isNotEqualTo(Use.FIRST);
            assertThat(use(store, "a")).isNotEqualTo(Use.FIRST);
            assertThat(use(store, "b")).isEqualTo(Use.UNAVAILABLE);
        }
    }

    @Test
    void refuses_whatABackupMayLack() throws Exception {
        try (JdbcReplayStore store = (JdbcReplayStore) open(clock)) {
            assertThat(use(store, "a")).isEqualTo(Use.FIRST);
            // What a restored backup or a standby has not heard of.
            change("DELETE FROM zt1_used_proof WHERE OCTET_LENGTH(proof) > 1");
            server.crash();
            server.start();

            assertThat(use(store, "a")).isEqualTo(Use.UNAVAILABLE);
            assertThat(use(store, "a")).isEqualTo(Use.UNAVAILABLE);
        }
    }

    @Test
    void answers_unavailableWhenTheTableIsLockedForTooLong() throws Exception {
        try (JdbcReplayStore store = (JdbcReplayStore) open(clock);
                Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE zt1_used_proof IN ACCESS EXCLUSIVE MODE");

            assertThat(use(store, "a")).isEqualTo(Use.UNAVAILABLE);
            connection.rollback();
            assertThat(use(store, "b")).isEqualTo(Use.FIRST);
        }
    }
}
