package dev.zt.jdbc;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import org.postgresql.PGStatement;

/**
 * PostgreSQL: role and context are settings of the transaction alone, and the context is authenticated by the key of the
 * session, so that SQL inside the transaction can read it but not make another.
 */
final class PostgresBinding implements Binding {
    // What injected SQL may leave behind for the next transaction: settings, channels, locks.
    private static final String CLEAN = "RESET ALL; UNLISTEN *; SELECT pg_catalog.pg_advisory_unlock_all()";
    // A cursor that outlives its transaction would hand the rows of one tenant to the next, and a statement that was
    // prepared
    // by SQL may have the name of one of the driver's.
    private static final String SET = "SELECT (SELECT count(*) FROM pg_catalog.pg_cursors WHERE is_holdable)"
            + " + (SELECT count(*) FROM pg_catalog.pg_prepared_statements WHERE from_sql),"
            + " pg_catalog.set_config('role', ?, true), pg_catalog.set_config('zt.ctx', ?, true)";
    private static final String CLEAN_AND_SET =
            "RESET ALL; UNLISTEN *; " + SET + ", pg_catalog.pg_advisory_unlock_all()";
    private static final String NOTE = "SELECT zt.note(?)";

    private final SessionKeys keys = new SessionKeys();
    private final InstantSource clock;
    private final Duration contextLife;

    PostgresBinding(InstantSource clock, Duration contextLife) {
        this.clock = clock;
        this.contextLife = contextLife;
    }

    /** A statement that the server keeps under no name, so that no SQL can put another in its place. */
    static PreparedStatement unnamed(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.unwrap(PGStatement.class).setPrepareThreshold(0);
        return statement;
    }

    @Override
    public boolean hasRoles() {
        return true;
    }

    @Override
    public void clean(Connection connection) throws SQLException {
        try (PreparedStatement statement = unnamed(connection, CLEAN)) {
            statement.execute();
        }
    }

    @Override
    public void bind(Connection connection, BoundContext context, boolean clean) throws SQLException {
        String signed = signed(connection, context);
        try (PreparedStatement statement = unnamed(connection, clean ? CLEAN_AND_SET : SET)) {
            statement.setString(1, context.role().orElseThrow());
            statement.setString(2, signed);
            boolean rows = statement.execute();
            while (!rows && statement.getUpdateCount() != -1) {
                rows = statement.getMoreResults();
            }
            requireClean(statement);
        }
    }

    private static void requireClean(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.getResultSet()) {
            row.next();
            if (row.getLong(1) != 0) {
                throw new RefusedTransactionException(
                        JdbcRefusal.UNCLEAN_SESSION, "an open cursor, or a statement that was prepared by SQL");
            }
        }
    }

    private String signed(Connection connection, BoundContext context) throws SQLException {
        String text = context.text(clock.instant().plus(contextLife));
        byte[] mac = keys.mac(connection).doFinal(text.getBytes(StandardCharsets.UTF_8));
        return text + "|" + HexFormat.of().formatHex(mac);
    }

    @Override
    public void note(Connection connection, String job) throws SQLException {
        try (PreparedStatement statement = unnamed(connection, NOTE)) {
            statement.setString(1, job);
            statement.execute();
        }
    }

    @Override
    public void release(Connection connection) {
        // What was set ended with the transaction; what SQL left is taken back before the next one.
    }
}
