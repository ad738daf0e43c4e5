package dev.zt.authority;

import dev.zt.authority.Revocations.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/**
 * Forgets what nobody can come back for, so that neither the state nor the status grows with the past: instances that can
 * be renewed no more, with their keys, revocations and evidence, and all but the last thousand keys of living ones.
 */
final class Housekeeping {
    private static final Duration EVERY = Duration.ofHours(1);
    private static final Duration SPARE = Duration.ofDays(1);
    private static final int KEYS_KEPT = 1_000;
    private static final String ENDED = " IN (SELECT id FROM instance WHERE expires_at < ?)";

    private final AuthoritySettings settings;
    private final Database database;
    private final Publication publication;
    private volatile Instant next = Instant.MIN;

    Housekeeping(AuthoritySettings settings, Database database, Publication publication) {
        this.settings = settings;
        this.database = database;
        this.publication = publication;
    }

    /** Cleans up if that was not done for an hour. */
    void tick() {
        Instant now = settings.clock().instant();
        if (now.isBefore(next)) {
            return;
        }
        boolean changed = database.run(connection -> forget(connection, now));
        next = now.plus(EVERY);
        if (changed) {
            publication.republish();
        }
    }

    private boolean forget(Connection connection, Instant now) throws SQLException {
        Instant horizon = now.minus(settings.renewalGrace())
                .minus(settings.certificateLife())
                .minus(SPARE);
        long ended = horizon.getEpochSecond();
        int lifted = Database.update(
                connection, "DELETE FROM revocation WHERE kind = ? AND subject" + ENDED, Kind.INSTANCE.id(), ended);
        Database.update(connection, "DELETE FROM instance_key WHERE instance" + ENDED, ended);
        Database.update(connection, "DELETE FROM used_evidence WHERE instance" + ENDED, ended);
        Database.update(connection, "DELETE FROM instance WHERE expires_at < ?", ended);
        Database.update(
                connection,
                "DELETE FROM instance_key k WHERE position < (SELECT renewals - ? FROM instance WHERE id = k.instance)",
                KEYS_KEPT);
        Database.update(
                connection,
                "DELETE FROM join_token WHERE expires_at < ?",
                now.minus(SPARE).toEpochMilli());
        if (lifted > 0) {
            Database.raise(connection, "status-version", now.toEpochMilli());
        }
        return lifted > 0;
    }
}
