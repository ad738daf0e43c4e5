package dev.zt.authority;

import dev.zt.identity.DatabaseUser;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which workload has which login at databases: one each, and no login two at a time. A server that knows its clients by
 * their common names alone cannot tell two apart, so a login is another's only when no certificate of the last one is
 * valid any more.
 */
final class DatabaseUsers {
    // An issue that began before the login was taken away may date its certificate a little later.
    private static final Duration UNDER_WAY = Duration.ofSeconds(60);

    private DatabaseUsers() {}

    /** The login of a workload; empty if it has none, or is not registered. */
    static Optional<DatabaseUser> of(Connection connection, String workload) throws SQLException {
        return Database.one(
                        connection,
                        "SELECT database_user FROM workload WHERE name = ?",
                        row -> read(row.getString(1)),
                        workload)
                .flatMap(user -> user);
    }

    /** A login as it is stored, null for none. */
    static Optional<DatabaseUser> read(@Nullable String stored) {
        return Optional.ofNullable(stored).map(DatabaseUser::of);
    }

    /**
     * Gives a registered workload a login in place of the one that it may have.
     *
     * @param life how long a certificate lives
     * @throws IllegalArgumentException if the login is another's, or still in another's certificates
     */
    static void assign(Connection connection, String workload, DatabaseUser user, Instant now, Duration life)
            throws SQLException {
        if (of(connection, workload).equals(Optional.of(user))) {
            return;
        }
        requireFree(connection, workload, user, now);
        withdraw(connection, workload, now, life);
        Database.update(connection, "DELETE FROM released_database_user WHERE name = ?", user.name());
        Database.update(connection, "UPDATE workload SET database_user = ? WHERE name = ?", user.name(), workload);
    }

    private static void requireFree(Connection connection, String workload, DatabaseUser user, Instant now)
            throws SQLException {
        Optional<String> holder = Database.one(
                connection, "SELECT name FROM workload WHERE database_user = ?", row -> row.getString(1), user.name());
        if (holder.isPresent()) {
            throw new IllegalArgumentException(
                    "the database user '" + user + "' belongs to the workload '" + holder.get() + "'");
        }
        Optional<String> former = Database.one(
                connection,
                "SELECT workload, free_at FROM released_database_user WHERE name = ? AND workload <> ? AND free_at > ?",
                row -> "the workload '" + row.getString(1) + "' may still have certificates with it until "
                        + Instant.ofEpochSecond(row.getLong(2)),
                user.name(),
                workload,
                now.getEpochSecond());
        if (former.isPresent()) {
            throw new IllegalArgumentException("the database user '" + user + "' is not free yet: " + former.get());
        }
    }

    /** Takes the login of a workload away, for the certificates to come; whether it had one. */
    static boolean withdraw(Connection connection, String workload, Instant now, Duration life) throws SQLException {
        Optional<DatabaseUser> user = of(connection, workload);
        if (user.isEmpty()) {
            return false;
        }
        Database.update(connection, "UPDATE workload SET database_user = NULL WHERE name = ?", workload);
        if (mayHaveCertificates(connection, workload)) {
            Database.update(
                    connection,
                    "MERGE INTO released_database_user (name, workload, free_at) VALUES (?, ?, ?)",
                    user.get().name(),
                    workload,
                    now.plus(life).plus(UNDER_WAY).getEpochSecond());
        }
        return true;
    }

    // A first certificate may be under way; it needs a join token that was there before.
    private static boolean mayHaveCertificates(Connection connection, String workload) throws SQLException {
        return Database.one(
                        connection,
                        "SELECT 1 WHERE EXISTS (SELECT 1 FROM instance WHERE workload = ?)"
                                + " OR EXISTS (SELECT 1 FROM join_token WHERE workload = ?)",
                        row -> true,
                        workload,
                        workload)
                .isPresent();
    }

    /** Forgets who had logins that are free by now. */
    static void forget(Connection connection, Instant before) throws SQLException {
        Database.update(connection, "DELETE FROM released_database_user WHERE free_at < ?", before.getEpochSecond());
    }
}
