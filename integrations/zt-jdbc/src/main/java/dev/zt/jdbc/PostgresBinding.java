package dev.zt.jdbc;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;

/**
 * PostgreSQL: role and context are settings of the transaction alone, and the context is authenticated by the key of the
 * session, so that SQL inside the transaction can read it but not make another.
 */
final class PostgresBinding implements Binding {
    // A cursor that outlives its transaction would hand the rows of one tenant to the next.
    private static final String SET = "SELECT (SELECT count(*) FROM pg_catalog.pg_cursors WHERE is_holdable),"
            + " pg_catalog.set_config('role', ?, true), pg_catalog.set_config('zt.ctx', ?, true)";
    private static final String SET_FOR_JOB = SET + ", zt.note(?)";

    private final SessionKeys keys = new SessionKeys();
    private final InstantSource clock;
    private final Duration contextLife;

    PostgresBinding(InstantSource clock, Duration contextLife) {
        this.clock = clock;
        this.contextLife = contextLife;
    }

    @Override
    public boolean hasRoles() {
        return true;
    }

    @Override
    public void bind(Connection connection, BoundContext context) throws SQLException {
        String signed = signed(connection, context);
        try (PreparedStatement statement =
                connection.prepareStatement(context.job().isPresent() ? SET_FOR_JOB : SET)) {
            statement.setString(1, context.role().orElseThrow());
            statement.setString(2, signed);
            if (context.job().isPresent()) {
                statement.setString(3, context.job().get());
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                if (row.getLong(1) != 0) {
                    throw new RefusedTransactionException(JdbcRefusal.UNCLEAN_SESSION, "an open cursor");
                }
            }
        }
    }

    private String signed(Connection connection, BoundContext context) throws SQLException {
        String text = context.text(clock.instant().plus(contextLife));
        byte[] mac = keys.mac(connection).doFinal(text.getBytes(StandardCharsets.UTF_8));
        return text + "|" + HexFormat.of().formatHex(mac);
    }

    @Override
    public void release(Connection connection) {
        // Nothing: what it set ended with the transaction.
    }
}
