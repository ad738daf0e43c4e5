package dev.zt.authority;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What an operator should know: each thing that keeps the authority from its work, and what to do. */
final class Readiness {
    private static final Duration STALE = Duration.ofSeconds(30);
    private static final long LEAST_SPACE = 16L << 20;

    private final AuthoritySettings settings;
    private final Database database;
    private final Publication publication;
    private final Issuing issuing;

    Readiness(AuthoritySettings settings, Database database, Publication publication, Issuing issuing) {
        this.settings = settings;
        this.database = database;
        this.publication = publication;
        this.issuing = issuing;
    }

    /** The problems by the name of what they concern; empty if all is well. */
    Map<String, String> problems() {
        Map<String, String> problems = new LinkedHashMap<>();
        Instant now = settings.clock().instant();
        if (!issuing.isClockSane(now)) {
            problems.put("clock", "it is behind what was issued already; nothing is issued until it is right again");
        }
        try {
            database.read(connection -> Database.counter(connection, "status-version"));
        } catch (IllegalStateException e) {
            problems.put("state", "the state file cannot be used; look at the disk and at the log");
        }
        if (Duration.between(publication.now().signedAt(), now).compareTo(STALE) > 0) {
            problems.put("status", "the status was not signed for " + STALE.toSeconds() + " s; look at the log");
        }
        try {
            if (Files.getFileStore(settings.directory()).getUsableSpace() < LEAST_SPACE) {
                problems.put("disk", "less than 16 MiB are left for its directory");
            }
        } catch (IOException e) {
            problems.put("disk", "the free space of its directory is not known");
        }
        return problems;
    }
}
