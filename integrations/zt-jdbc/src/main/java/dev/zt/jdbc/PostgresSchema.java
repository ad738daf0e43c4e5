package dev.zt.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;

/**
 * What a PostgreSQL database needs for signed contexts: schema {@code zt} with the functions that policies ask. The scripts can
 * be run again and change nothing that is right; they are resources of this package, to be read before they are run.
 */
public final class PostgresSchema {
    private PostgresSchema() {}

    /** For a superuser, once in each database: the extension {@code sslinfo}, the roles {@code zt_owner} and {@code zt_warden}. */
    public static String superuserSql() {
        return text("zt-superuser.sql");
    }

    /** For {@code zt_owner}, with each release: tables and functions. */
    public static String ownerSql() {
        return text("zt-schema.sql");
    }

    /**
     * Runs {@link #ownerSql()} as the role {@code zt_owner} in the connection's transaction.
     *
     * @param connection of a member of {@code zt_owner}, not in autocommit mode
     */
    public static void install(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL ROLE zt_owner");
            statement.execute(ownerSql());
        }
    }

    /**
     * Says which workload a login belongs to, in place of what was said of it before; sessions of any other certificate see
     * nothing from then on.
     *
     * @param connection of a member of {@code zt_owner}, not in autocommit mode
     */
    public static void login(Connection connection, String login, String spiffeId) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL ROLE zt_owner");
        }
        try (PreparedStatement statement =
                connection.prepareStatement("INSERT INTO zt.login_identity (login, spiffe_id)"
                        + " VALUES (?, ?) ON CONFLICT (login) DO UPDATE SET spiffe_id = excluded.spiffe_id")) {
            statement.setString(1, login);
            statement.setString(2, spiffeId);
            statement.execute();
        }
    }

    static String text(String name) {
        try (InputStream in = Objects.requireNonNull(PostgresSchema.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
