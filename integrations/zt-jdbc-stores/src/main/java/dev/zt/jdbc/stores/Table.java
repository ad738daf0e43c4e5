package dev.zt.jdbc.stores;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Runs statements, each a transaction of its own and within a bound of time. Safe for concurrent use. */
final class Table {
    // A statement that takes longer is cancelled, and a server that does not even hear that is left.
    private static final int STATEMENT_SECONDS = 2;
    private static final int SILENCE_MILLIS = 4_000;
    private static final String UNIQUE_VIOLATION = "23505";

    private final DataSource dataSource;

    Table(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** What is done with one row of an answer. */
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    void create() throws SQLException {
        for (String statement : ddl().split(";", -1)) {
            if (!statement.isBlank()) {
                with(connection -> {
                    try (Statement plain = connection.createStatement()) {
                        return plain.execute(statement);
                    }
                });
            }
        }
    }

    private static String ddl() {
        try (InputStream in = Table.class.getResourceAsStream("zt1_used_proof.sql")) {
            if (in == null) {
                throw new IllegalStateException("zt1_used_proof.sql is not beside its class");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many rows a statement changed; none if a row with that key is there already. */
    int change(String sql, @Nullable Object... values) throws SQLException {
        return with(connection -> {
            try (PreparedStatement statement = prepare(connection, sql, values)) {
                return statement.executeUpdate();
            } catch (SQLException e) {
                if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
                    return 0;
                }
                throw e;
            }
        });
    }

    /** The rows of an answer. */
    <T> List<T> read(String sql, RowReader<T> reader, @Nullable Object... values) throws SQLException {
        return with(connection -> {
            try (PreparedStatement statement = prepare(connection, sql, values);
                    ResultSet answer = statement.executeQuery()) {
                List<T> rows = new ArrayList<>();
                while (answer.next()) {
                    rows.add(reader.read(answer));
                }
                return rows;
            }
        });
    }

    private static PreparedStatement prepare(Connection connection, String sql, @Nullable Object... values)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setQueryTimeout(STATEMENT_SECONDS);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    private <T> T with(Work<T> work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            if (!connection.getAutoCommit()) {
                connection.setAutoCommit(true);
            }
            int before = connection.getNetworkTimeout();
            connection.setNetworkTimeout(Runnable::run, SILENCE_MILLIS);
            T result = work.on(connection);
            // A connection that failed is not given a second life; a pool throws it away.
            connection.setNetworkTimeout(Runnable::run, before);
            return result;
        }
    }
}
