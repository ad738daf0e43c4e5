package dev.zt.authority;

import dev.zt.authority.Revocations.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/**
 * Forgets what nobody can come back for, so that neither the state nor the status grows with the past: instances that can
 * be renewed no more, with their keys, revocations and evidence, and all but the last thousand keys of living ones. Used by
 * one thread at a time.
 */
final class Housekeeping {
    private static final Duration EVERY = Duration.ofHours(1);
    // Longer than a pause between two ticks can be while the process runs.
    private static final Duration STEP = Duration.ofMinutes(10);
    private static final Duration SPARE = Duration.ofDays(1);
    private static final int KEYS_KEPT = 1_000;
    private static final String ENDED = " IN (SELECT id FROM instance WHERE expires_at < ?)";

    private final AuthoritySettings settings;
    private final Database database;
    private final Publication publication;
    private Instant next;
    private Instant seen;

    Housekeeping(AuthoritySettings settings, Database database, Publication publication) {
        this.settings = settings;
        this.database = database;
        this.publication = publication;
        this.seen = settings.clock().instant();
        this.next = seen.plus(EVERY);
    }

    /** Cleans up if that was not done for an hour by a clock that went on as clocks do, and keeps the file small. */
    void tick() {
        Instant now = settings.clock().instant();
        boolean stepped = Duration.between(seen, now).abs().compareTo(STEP) > 0;
        seen = now;
        if (stepped) {
            // By a clock that is ahead everything would be over, revocations too; one that is right gets here again.
            next = now.plus(EVERY);
        } else if (!now.isBefore(next)) {
            next = now.plus(EVERY);
            if (database.run(connection -> forget(connection, now))) {
                publication.republish();
            }
        }
        database.compactIfLarge();
    }

    private boolean forget(Connection connection, Instant now) throws SQLException {
        Instant horizon = now.minus(settings.renewalGrace())
                .minus(settings.certificateLife())
                .minus(SPARE);
        long ended = horizon.getEpochSecond();
        Database.update(
                connection,
                "DELETE FROM join_token WHERE expires_at < ?",
                now.minus(SPARE).toEpochMilli());
        int lifted = Database.update(
                connection, "DELETE FROM revocation WHERE kind = ? AND subject" + ENDED, Kind.INSTANCE.id(), ended);
        Database.update(connection, "DELETE FROM instance_key WHERE instance" + ENDED, ended);
        Database.update(connection, "DELETE FROM instance WHERE expires_at < ?", ended);
        // A token that could still be shown must be known as used.
        Database.update(
                connection,
                "DELETE FROM used_evidence WHERE instance NOT IN (SELECT id FROM instance)"
                        + " AND evidence NOT IN (SELECT ? || hash FROM join_token)",
                JoinTokenAttestor.USE);
        Database.update(
                connection,
                "DELETE FROM instance_key k WHERE position < (SELECT renewals - ? FROM instance WHERE id = k.instance)",
                KEYS_KEPT);
        DatabaseUsers.forget(connection, now.minus(SPARE));
        if (lifted > 0) {
            Database.raise(connection, "status-version", now.toEpochMilli());
        }
        return lifted > 0;
    }
}
