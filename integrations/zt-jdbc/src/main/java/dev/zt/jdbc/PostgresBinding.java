package dev.zt.jdbc;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * PostgreSQL: role and context are settings of the transaction alone, and the context is authenticated by the key of the
 * session, so that SQL inside the transaction can read it but not make another.
 */
final class PostgresBinding implements Binding {
    private static final String BIND = "CALL zt.bind(?, ?)";
    private static final String NOTE = "SELECT zt.note(?)";
    private static final String SOMETHING_LEFT = "ZT010";

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
        call(connection, null, true);
    }

    @Override
    public void bind(Connection connection, BoundContext context, boolean clean) throws SQLException {
        call(connection, signed(connection, context), clean);
    }

    private static void call(Connection connection, @Nullable String signed, boolean clean) throws SQLException {
        try (PreparedStatement statement = unnamed(connection, BIND)) {
            statement.setString(1, signed);
            statement.setBoolean(2, clean);
            statement.execute();
        } catch (SQLException e) {
            if (!SOMETHING_LEFT.equals(e.getSQLState())) {
                throw e;
            }
            throw new RefusedTransactionException(
                    JdbcRefusal.UNCLEAN_SESSION,
                    "a statement that was prepared by SQL, or another default of transactions");
        }
    }

    private String signed(Connection connection, BoundContext context) throws SQLException {
        String text = context.text(clock.instant().plus(contextLife));
        byte[] mac = keys.mac(connection, text.getBytes(StandardCharsets.UTF_8));
        return String.join("|", text, HexFormat.of().formatHex(mac));
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
