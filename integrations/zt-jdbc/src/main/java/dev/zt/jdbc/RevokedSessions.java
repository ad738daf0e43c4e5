package dev.zt.jdbc;

import dev.zt.config.Reloader;
import dev.zt.identity.TrustDomain;
import dev.zt.posture.RevocationStatus;
import dev.zt.posture.StatusLookup;
import dev.zt.posture.StatusSource;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes revocations to a PostgreSQL server, which checks a certificate when a session begins and never again: tells the
 * database who is revoked, so that new sessions of theirs see nothing, and ends the ones that stand. Looks for a new status
 * every 200 ms, and while anybody is revoked for new sessions every second. A database that fails is tried again each second.
 * That no status is known, or that the database has a newer one, is a {@link #problem}.
 *
 * <p>Revoked instances are found by the instance that their certificates name, workloads by the login that is theirs. A
 * revoked key is not found: no view of the database has it; revoke the instance.
 */
public final class RevokedSessions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RevokedSessions.class);
    private static final Duration EVERY = Duration.ofMillis(200);
    private static final int TURNS_BETWEEN_SWEEPS = 5;
    private static final String TELL = "SELECT zt.take_status(?, ?, ?, ?)";
    // The view cuts the subject at 63 characters, which a long id may not survive whole.
    private static final String END = """
            SELECT a.usename, s.client_serial::text, named.instance, pg_terminate_backend(a.pid)
              FROM pg_stat_ssl s
              JOIN pg_stat_activity a ON a.pid = s.pid
              CROSS JOIN substring(s.client_dn, '/serialNumber=([^/]+)') AS named (instance)
              LEFT JOIN zt.login_identity l ON l.login = a.usename
             WHERE s.client_serial IS NOT NULL
               AND (l.spiffe_id = ANY (?)
                    OR EXISTS (SELECT FROM unnest(?) AS revoked (instance)
                                WHERE revoked.instance = named.instance
                                   OR length(s.client_dn) = 63
                                      AND starts_with(revoked.instance, named.instance)))
            """;

    private final TrustDomain trustDomain;
    private final StatusSource statuses;
    private final DataSource database;
    private final Consumer<EndedSession> listener;
    private final Reloader looks = new Reloader(EVERY);
    private @Nullable RevocationStatus taken;
    private int turn;
    private boolean failed;
    private long newer;
    private volatile @Nullable String problem;

    private RevokedSessions(
            TrustDomain trustDomain, StatusSource statuses, DataSource database, Consumer<EndedSession> listener) {
        this.trustDomain = trustDomain;
        this.statuses = statuses;
        this.database = database;
        this.listener = listener;
    }

    /**
     * Begins, in the background, until it is closed.
     *
     * @param database a connection of the warden's: a login that is a member of {@code zt_warden},
     *     {@code pg_signal_backend} and {@code pg_read_all_stats}, and can read no rows
     * @param listener is told of each session that was ended, by the thread in the background
     */
    public static RevokedSessions follow(
            TrustDomain trustDomain, StatusSource statuses, DataSource database, Consumer<EndedSession> listener) {
        RevokedSessions made = new RevokedSessions(trustDomain, statuses, database, listener);
        made.looks.every(made::look);
        return made;
    }

    private void look() {
        try {
            if (statuses.status(trustDomain) instanceof StatusLookup.Known known) {
                take(known.status());
                if (!failed) {
                    problem = newer > 0
                            ? older(known.status())
                            : statuses.problem().orElse(null);
                }
            } else {
                problem = "no status of " + trustDomain + " is known, so no revocation reaches the database";
            }
        } catch (SQLException | RuntimeException e) {
            if (!failed) {
                LOG.warn("zt: revocations do not reach the database", e);
            }
            failed = true;
            problem = "revocations do not reach the database: " + e.getMessage();
        }
    }

    private String older(RevocationStatus status) {
        return "the database has version " + newer + " of the status of " + trustDomain + ", and the authority says "
                + status.version()
                + ": was its state restored? DELETE FROM zt.revoked_version lets the database begin anew";
    }

    // Each second too: a session may have begun between the status and the last look, and a database that failed be
    // back.
    private void take(RevocationStatus status) throws SQLException {
        RevocationStatus before = taken;
        boolean changed = before == null || before.version() < status.version();
        boolean anybody = !status.instances().isEmpty() || !status.workloads().isEmpty();
        boolean due = (anybody || failed) && ++turn % TURNS_BETWEEN_SWEEPS == 0;
        if (failed ? !due : !changed && !due) {
            return;
        }
        String[] workloads = status.workloads().stream().map(Object::toString).toArray(String[]::new);
        String[] instances = status.instances().toArray(String[]::new);
        List<EndedSession> ended;
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(true);
            if (changed) {
                long held = tell(connection, status.version(), instances, workloads);
                newer = held > status.version() ? held : 0;
            }
            ended = anybody ? end(connection, instances, workloads) : List.of();
        }
        taken = status;
        failed = false;
        for (EndedSession session : ended) {
            LOG.info("zt: a session of {} with certificate {} was ended: revoked", session.login(), session.serial());
            tell(session);
        }
    }

    private void tell(EndedSession session) {
        try {
            listener.accept(session);
        } catch (RuntimeException e) {
            LOG.warn("zt: who listens to ended sessions failed", e);
        }
    }

    // Which version the database has then.
    private long tell(Connection connection, long version, String[] instances, String[] workloads) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TELL)) {
            statement.setString(1, trustDomain.name());
            statement.setLong(2, version);
            statement.setArray(3, connection.createArrayOf("text", instances));
            statement.setArray(4, connection.createArrayOf("text", workloads));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static List<EndedSession> end(Connection connection, String[] instances, String[] workloads)
            throws SQLException {
        List<EndedSession> ended = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(END)) {
            statement.setArray(1, connection.createArrayOf("text", workloads));
            statement.setArray(2, connection.createArrayOf("text", instances));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    String instance = row.getString(3);
                    ended.add(new EndedSession(
                            row.getString(1), new BigInteger(row.getString(2)), instance == null ? "" : instance));
                }
            }
        }
        return ended;
    }

    /** What keeps revocations from the database, for health; empty if nothing does. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    @Override
    public void close() {
        looks.close();
    }
}
