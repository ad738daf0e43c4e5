package dev.zt.authority;

import dev.zt.authority.Revocations.Kind;
import dev.zt.enrolment.JoinFile;
import dev.zt.identity.DatabaseUser;
import dev.zt.identity.WorkloadId;
import dev.zt.jose.Base64Url;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an operator does. Each change is on the disk, and in the published status where it belongs there, when a method
 * returns. Safe for concurrent use.
 *
 * <p>Every method throws an {@link IllegalStateException} if the state cannot be used, as on a full disk, and those that
 * change keys an {@link UncheckedIOException} if the key store cannot be written; what was asked for is then perhaps done,
 * and may be asked for again.
 */
public final class Administration {
    /** The longest that a join token lives. */
    public static final Duration MOST_JOIN_LIFE = Duration.ofMinutes(10);

    private static final int TOKEN_BYTES = 32;
    private static final String RESERVED = "zt/";
    private static final String REMOVED = "removed";
    private static final Pattern THUMBPRINT = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final AuthoritySettings settings;
    private final Database database;
    private final KeyRing ring;
    private final Publication publication;
    private final URI url;
    private final String tlsPin;
    private final SecureRandom random = new SecureRandom();

    Administration(
            AuthoritySettings settings,
            Database database,
            KeyRing ring,
            Publication publication,
            URI url,
            String tlsPin) {
        this.settings = settings;
        this.database = database;
        this.ring = ring;
        this.publication = publication;
        this.url = url;
        this.tlsPin = tlsPin;
    }

    /**
     * Registers a workload; one that was removed before may come back, without its instances of then. What was revoked
     * for another reason stays revoked.
     *
     * @param name the path of its id, without the first slash
     * @throws IllegalArgumentException if the name is none, taken or reserved
     */
    public WorkloadEntry addWorkload(String name) {
        return add(name, Optional.empty());
    }

    /**
     * The same for a workload with a login at databases, see {@link #assignDatabaseUser}.
     *
     * @throws IllegalArgumentException if the name is none, taken or reserved, or the login is another's
     */
    public WorkloadEntry addWorkload(String name, DatabaseUser user) {
        return add(name, Optional.of(user));
    }

    private WorkloadEntry add(String name, Optional<DatabaseUser> user) {
        WorkloadId id = id(name);
        database.run(connection -> {
            requireAbsent(connection, name);
            Database.update(
                    connection,
                    "INSERT INTO workload (name, id, created_at) VALUES (?, ?, ?)",
                    name,
                    id.toString(),
                    now().toEpochMilli());
            if (user.isPresent()) {
                assign(connection, name, user.get());
            }
            Revocations.liftFor(connection, Kind.WORKLOAD, id.toString(), REMOVED, now());
            return true;
        });
        publication.republish();
        return new WorkloadEntry(name, id, user, 0);
    }

    /**
     * Gives a workload a login at databases, in place of the one that it may have: the common name of the certificates
     * that its instances get from now on, each at its next renewal. No request of an instance can ask for it.
     *
     * @throws IllegalArgumentException if there is no such workload, or the login is another's, or was another's whose
     *     certificates with it may not have ended
     */
    public void assignDatabaseUser(String workload, DatabaseUser user) {
        database.run(connection -> {
            requireRegistered(connection, workload);
            assign(connection, workload, user);
            return true;
        });
    }

    private void assign(Connection connection, String workload, DatabaseUser user) throws SQLException {
        DatabaseUsers.assign(connection, workload, user, now(), settings.certificateLife());
    }

    /**
     * Takes the login at databases of a workload away: the certificates that its instances get from now on name none. Those
     * that they have name it until they end; revoke at the database what must end at once.
     *
     * @throws IllegalArgumentException if there is no such workload, or it has none
     */
    public void withdrawDatabaseUser(String workload) {
        database.run(connection -> {
            requireRegistered(connection, workload);
            if (!DatabaseUsers.withdraw(connection, workload, now(), settings.certificateLife())) {
                throw new IllegalArgumentException("the workload '" + workload + "' has no database user");
            }
            return true;
        });
    }

    private WorkloadId id(String name) {
        if (name.startsWith(RESERVED) || name.equals("zt")) {
            throw new IllegalArgumentException("names below 'zt/' are the authority's own");
        }
        if (name.length() > 500) {
            throw new IllegalArgumentException("a name has at most 500 characters");
        }
        return WorkloadId.of("spiffe://" + settings.trustDomain() + "/" + name);
    }

    private static void requireAbsent(Connection connection, String name) throws SQLException {
        if (isRegistered(connection, name)) {
            throw new IllegalArgumentException("the workload '" + name + "' is registered already");
        }
    }

    private static void requireRegistered(Connection connection, String name) throws SQLException {
        if (!isRegistered(connection, name)) {
            throw new IllegalArgumentException(
                    "there is no workload '" + name + "'; register it with 'zt workload add'");
        }
    }

    private static boolean isRegistered(Connection connection, String name) throws SQLException {
        return Database.one(connection, "SELECT 1 FROM workload WHERE name = ?", row -> true, name)
                .isPresent();
    }

    /**
     * Removes a workload: its instances are revoked now, and its join tokens are good for nothing.
     *
     * @throws IllegalArgumentException if it is not registered
     */
    public void removeWorkload(String name) {
        WorkloadId id = id(name);
        database.run(connection -> {
            DatabaseUsers.withdraw(connection, name, now(), settings.certificateLife());
            if (Database.update(connection, "DELETE FROM workload WHERE name = ?", name) == 0) {
                throw new IllegalArgumentException("there is no workload '" + name + "'");
            }
            Database.update(connection, "DELETE FROM join_token WHERE workload = ?", name);
            if (!Revocations.includes(connection, Kind.WORKLOAD, id.toString())) {
                Revocations.add(connection, Kind.WORKLOAD, id.toString(), REMOVED, now());
            }
            // Each by itself too, because the workload may come back and they must not come back with it.
            List<String> instances = Database.all(
                    connection,
                    "SELECT id FROM instance WHERE workload = ? AND state = 'ACTIVE'",
                    row -> row.getString(1),
                    name);
            for (String instance : instances) {
                Revocations.add(connection, Kind.INSTANCE, instance, REMOVED, now());
            }
            Database.update(connection, "UPDATE instance SET state = 'REVOKED' WHERE workload = ?", name);
            return true;
        });
        publication.republish();
    }

    /** The registered workloads. */
    public List<WorkloadEntry> workloads() {
        long now = now().getEpochSecond();
        return database.read(connection -> Database.all(
                connection,
                "SELECT name, id, database_user,"
                        + " (SELECT COUNT(*) FROM instance i WHERE i.workload = w.name AND i.expires_at > ?)"
                        + " FROM workload w ORDER BY name",
                row -> new WorkloadEntry(
                        row.getString(1),
                        WorkloadId.of(row.getString(2)),
                        DatabaseUsers.read(row.getString(3)),
                        row.getLong(4)),
                now));
    }

    /**
     * Makes a join file for one new instance.
     *
     * @param life how long its token works, 1 s to {@link #MOST_JOIN_LIFE}
     * @throws IllegalArgumentException if there is no such workload, or the life is too long
     */
    public JoinFile join(String workload, Duration life) {
        if (life.compareTo(MOST_JOIN_LIFE) > 0 || life.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("a join token lives 1 s to " + MOST_JOIN_LIFE.toMinutes() + " min");
        }
        byte[] secret = new byte[TOKEN_BYTES];
        random.nextBytes(secret);
        String token = Base64Url.encode(secret);
        Instant now = now();
        Instant expiry = now.plus(life);
        WorkloadId id = id(workload);
        database.run(connection -> {
            requireRegistered(connection, workload);
            Database.update(
                    connection,
                    "INSERT INTO join_token (hash, workload, expires_at) VALUES (?, ?, ?)",
                    JoinTokenAttestor.hash(token),
                    workload,
                    expiry.toEpochMilli());
            return true;
        });
        return JoinFile.of(url, id, publication.now().bundle().hash(), tlsPin, token, expiry);
    }

    /**
     * Revokes an instance: every service refuses it as soon as it has the new status.
     *
     * @param reason for the record, at most 500 characters
     * @throws IllegalArgumentException if there is no such instance
     */
    public void revokeInstance(String instance, String reason) {
        revoke(Kind.INSTANCE, instance, reason);
    }

    /**
     * Revokes all instances of a workload, and lets none of them be renewed and none be added.
     *
     * @param reason for the record, at most 500 characters
     * @throws IllegalArgumentException if it is not registered
     */
    public void revokeWorkload(String name, String reason) {
        revoke(Kind.WORKLOAD, id(name).toString(), reason);
    }

    /**
     * Revokes a key for ever; a signing key also leaves the bundle, and a new one signs.
     *
     * @param thumbprint the RFC 7638 thumbprint
     * @param reason for the record, at most 500 characters
     * @throws IllegalArgumentException if it is no thumbprint
     */
    public void revokeKey(String thumbprint, String reason) {
        revoke(Kind.KEY, thumbprint, reason);
        // A crash before this is made good at the next start.
        onKeys(publication::advanceKeys);
    }

    private void revoke(Kind kind, String subject, String reason) {
        boolean printable = reason.chars().noneMatch(Character::isISOControl);
        if (subject.isEmpty() || subject.length() > 2048 || reason.length() > 500 || !printable) {
            throw new IllegalArgumentException("the " + kind.id()
                    + " is empty or longer than 2048 characters, or the reason longer than 500 or not of one line");
        }
        database.run(connection -> {
            requireKnown(connection, kind, subject);
            Revocations.add(connection, kind, subject, reason, now());
            if (kind == Kind.INSTANCE) {
                Database.update(connection, "UPDATE instance SET state = 'REVOKED' WHERE id = ?", subject);
            }
            return true;
        });
        publication.republish();
    }

    // A slip of the pen that revokes nobody would look like success.
    private static void requireKnown(Connection connection, Kind kind, String subject) throws SQLException {
        boolean known = switch (kind) {
            case INSTANCE ->
                Database.one(connection, "SELECT 1 FROM instance WHERE id = ?", row -> true, subject)
                        .isPresent();
            case WORKLOAD ->
                Database.one(connection, "SELECT 1 FROM workload WHERE id = ?", row -> true, subject)
                        .isPresent();
            case KEY -> THUMBPRINT.matcher(subject).matches();
        };
        if (!known) {
            throw new IllegalArgumentException(
                    kind == Kind.KEY
                            ? "a key is named by its RFC 7638 thumbprint, 43 characters; a signing key also by its name,"
                                    + " with 'zt keys withdraw'"
                            : "there is no " + kind.id() + " '" + subject + "'");
        }
    }

    /**
     * Lets an instance that was revoked or quarantined be believed again.
     *
     * @throws IllegalArgumentException if it was not revoked
     */
    public void liftInstance(String instance) {
        lift(Kind.INSTANCE, instance);
    }

    /**
     * Lets a workload that was revoked be believed again.
     *
     * @throws IllegalArgumentException if it was not revoked
     */
    public void liftWorkload(String name) {
        lift(Kind.WORKLOAD, id(name).toString());
    }

    private void lift(Kind kind, String subject) {
        database.run(connection -> {
            if (!Revocations.lift(connection, kind, subject, now())) {
                throw new IllegalArgumentException("the " + kind.id() + " '" + subject + "' is not revoked");
            }
            Database.update(connection, "UPDATE instance SET state = 'ACTIVE' WHERE id = ?", subject);
            return true;
        });
        publication.republish();
    }

    /** The instances whose identity has not ended for a day, newest first. */
    public List<InstanceEntry> instances() {
        long now = now().getEpochSecond();
        return database.read(connection -> Database.all(
                connection,
                "SELECT id, workload, state, renewals, expires_at FROM instance WHERE expires_at > ?"
                        + " ORDER BY issued_at DESC, id",
                row -> {
                    long expiry = row.getLong(5);
                    String state = row.getString(3).toLowerCase(java.util.Locale.ROOT);
                    return new InstanceEntry(
                            row.getString(1),
                            row.getString(2),
                            state.equals("active") && expiry <= now ? "ended" : state,
                            row.getLong(4),
                            Instant.ofEpochSecond(expiry));
                },
                now - Duration.ofDays(1).toSeconds()));
    }

    /** Everything that is revoked. */
    public List<RevocationEntry> revocations() {
        return database.read(connection -> Database.all(
                connection,
                "SELECT kind, subject, reason, revoked_at FROM revocation ORDER BY revoked_at, subject",
                row -> new RevocationEntry(
                        row.getString(1), row.getString(2), row.getString(3), Instant.ofEpochMilli(row.getLong(4)))));
    }

    /** The signing keys. */
    public List<KeyEntry> keys() {
        return ring.keys();
    }

    /** The version of the status document. */
    public long statusVersion() {
        return publication.statusVersion();
    }

    /** Publishes new signing keys now; they sign as soon as every service can know them. */
    public void rotateKeys() {
        onKeys(publication::rotateKeys);
    }

    /**
     * Takes a signing key out of the bundle and revokes it, now, with everything that it signed; a new one signs at once.
     *
     * @throws IllegalArgumentException if there is no such key
     */
    public void withdrawKey(String id) {
        KeyEntry key = ring.keys().stream()
                .filter(known -> known.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no signing key '" + id + "'"));
        revokeKey(key.thumbprint(), "withdrawn");
    }

    private interface KeyWork {
        void run() throws IOException;
    }

    private static void onKeys(KeyWork work) {
        try {
            work.run();
        } catch (IOException e) {
            throw new UncheckedIOException("the key store cannot be written", e);
        }
    }

    /** Where instances call. */
    public URI url() {
        return url;
    }

    private Instant now() {
        return settings.clock().instant();
    }
}
