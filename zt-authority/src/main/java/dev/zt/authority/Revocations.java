package dev.zt.authority;

import dev.zt.authority.Database.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Who is revoked. Each change raises the version of the status in the same transaction. */
final class Revocations {
    private Revocations() {}

    /** What can be revoked. */
    enum Kind {
        INSTANCE,
        WORKLOAD,
        KEY;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Everything that is revoked, and the version of the status that says so. */
    record Revoked(long version, List<String> instances, List<String> workloads, List<String> keys) {
        static final Revoked NONE = new Revoked(0, List.of(), List.of(), List.of());
    }

    static Revoked read(Connection connection) throws SQLException {
        return new Revoked(
                Database.counter(connection, "status-version"),
                subjects(connection, Kind.INSTANCE),
                subjects(connection, Kind.WORKLOAD),
                subjects(connection, Kind.KEY));
    }

    static void add(Connection connection, Kind kind, String subject, String reason, Instant at) throws SQLException {
        Database.update(
                connection,
                "MERGE INTO revocation (kind, subject, reason, revoked_at) VALUES (?, ?, ?, ?)",
                kind.id(),
                subject,
                reason,
                at.toEpochMilli());
        Database.raise(connection, "status-version", at.toEpochMilli());
    }

    /** Lifts what was revoked for one reason, and nothing else. */
    static void liftFor(Connection connection, Kind kind, String subject, String reason, Instant at)
            throws SQLException {
        int lifted = Database.update(
                connection,
                "DELETE FROM revocation WHERE kind = ? AND subject = ? AND reason = ?",
                kind.id(),
                subject,
                reason);
        if (lifted > 0) {
            Database.raise(connection, "status-version", at.toEpochMilli());
        }
    }

    static boolean lift(Connection connection, Kind kind, String subject, Instant at) throws SQLException {
        boolean lifted =
                Database.update(connection, "DELETE FROM revocation WHERE kind = ? AND subject = ?", kind.id(), subject)
                        > 0;
        Database.raise(connection, "status-version", at.toEpochMilli());
        return lifted;
    }

    static boolean includes(Connection connection, Kind kind, String subject) throws SQLException {
        return Database.one(
                        connection,
                        "SELECT 1 FROM revocation WHERE kind = ? AND subject = ?",
                        row -> true,
                        kind.id(),
                        subject)
                .isPresent();
    }

    private static List<String> subjects(Connection connection, Kind kind) throws SQLException {
        Row<String> subject = row -> row.getString(1);
        return Database.all(
                connection, "SELECT subject FROM revocation WHERE kind = ? ORDER BY subject", subject, kind.id());
    }
}
