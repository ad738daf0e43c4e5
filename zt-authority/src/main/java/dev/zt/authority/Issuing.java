package dev.zt.authority;

import dev.zt.authority.Attestor.Attestation;
import dev.zt.authority.Revocations.Kind;
import dev.zt.identity.DatabaseUser;
import dev.zt.identity.InstanceId;
import dev.zt.identity.WorkloadId;
import dev.zt.issue.CertificateSubject;
import dev.zt.jose.Base64Url;
import dev.zt.jose.PublicJwk;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Issues first identities and the ones that follow. Each is recorded in one transaction before it is given away, so that
 * a lost answer can be asked for again and nothing is given twice. Safe for concurrent use.
 */
final class Issuing {
    private static final Logger LOG = LoggerFactory.getLogger(Issuing.class);
    private static final Duration CLOCK_SLACK = Duration.ofSeconds(60);
    private static final int INSTANCE_BYTES = 16;

    private final AuthoritySettings settings;
    private final Database database;
    private final Publication publication;
    private final Attestor attestor;
    private final SecureRandom random = new SecureRandom();
    private final AtomicLong newest;

    Issuing(AuthoritySettings settings, Database database, Publication publication, Attestor attestor) {
        this.settings = settings;
        this.database = database;
        this.publication = publication;
        this.attestor = attestor;
        this.newest = new AtomicLong(newest());
    }

    // What is revoked does not count: an operator who revokes what a wrong clock has issued sets the authority right.
    private long newest() {
        String sql = "SELECT MAX(issued_at) FROM instance WHERE state = 'ACTIVE'";
        return database.read(connection ->
                Database.one(connection, sql, row -> row.getLong(1)).orElse(0L));
    }

    /** Where an instance stands in its life. */
    private record Line(
            String instance,
            WorkloadId workload,
            boolean registered,
            Optional<DatabaseUser> databaseUser,
            long renewals,
            String head,
            String tokenId,
            Instant issuedAt,
            Instant expiry) {
        Line next(String key, String newTokenId, Instant from, Instant until) {
            return new Line(instance, workload, registered, databaseUser, renewals + 1, key, newTokenId, from, until);
        }
    }

    /** A first identity. */
    Issuance enrol(ProvenRequest request) {
        Instant now = settings.clock().instant();
        if (!isClockSane(now)) {
            return new Issuance.Refused(Refusal.AUTHORITY_UNAVAILABLE, "");
        }
        Attestation attestation = attestor.attest(request.evidence(), now);
        if (attestation instanceof Attestation.Refused refused) {
            return new Issuance.Refused(refused.reason(), "");
        }
        Attestation.Attested attested = (Attestation.Attested) attestation;
        return record(attested.workload().toString(), request, connection -> enrol(connection, attested, request, now));
    }

    private Line enrol(Connection connection, Attestation.Attested attested, ProvenRequest request, Instant now)
            throws SQLException, RefusedException {
        String key = request.key().thumbprint();
        Optional<String[]> used = Database.one(
                connection,
                "SELECT used_key, instance FROM used_evidence WHERE evidence = ? FOR UPDATE",
                row -> new String[] {row.getString(1), row.getString(2)},
                attested.use());
        if (used.isPresent()) {
            if (!used.get()[0].equals(key)) {
                throw new RefusedException(Refusal.JOIN_TOKEN_USED);
            }
            Line line =
                    line(connection, used.get()[1]).orElseThrow(() -> new RefusedException(Refusal.INSTANCE_UNKNOWN));
            requireAllowed(connection, line, key);
            return line;
        }
        if (Revocations.includes(connection, Kind.WORKLOAD, attested.workload().toString())
                || Revocations.includes(connection, Kind.KEY, key)) {
            throw new RefusedException(Refusal.INSTANCE_BARRED);
        }
        byte[] id = new byte[INSTANCE_BYTES];
        random.nextBytes(id);
        Line line = begin(HexFormat.of().formatHex(id), attested.workload(), user(connection, attested), key, now);
        Database.update(
                connection,
                "INSERT INTO used_evidence (evidence, used_key, instance, used_at) VALUES (?, ?, ?, ?)",
                attested.use(),
                key,
                line.instance(),
                now.toEpochMilli());
        insert(connection, line);
        return line;
    }

    private static Optional<DatabaseUser> user(Connection connection, Attestation.Attested attested)
            throws SQLException {
        // The path of an id is the workload's name, behind a slash.
        return DatabaseUsers.of(connection, attested.workload().path().substring(1));
    }

    private Line begin(String instance, WorkloadId workload, Optional<DatabaseUser> user, String key, Instant now) {
        Instant from = Instant.ofEpochSecond(now.getEpochSecond());
        return new Line(instance, workload, true, user, 0, key, tokenId(), from, from.plus(settings.tokenLife()));
    }

    private static void insert(Connection connection, Line line) throws SQLException {
        Database.update(
                connection,
                "INSERT INTO instance (id, workload, state, renewals, head_key, token_id, issued_at, expires_at)"
                        + " SELECT ?, name, 'ACTIVE', 0, ?, ?, ?, ? FROM workload WHERE id = ?",
                line.instance(),
                line.head(),
                line.tokenId(),
                line.issuedAt().getEpochSecond(),
                line.expiry().getEpochSecond(),
                line.workload().toString());
        remember(connection, line);
    }

    private static void remember(Connection connection, Line line) throws SQLException {
        Database.update(
                connection,
                "INSERT INTO instance_key (thumbprint, instance, position) VALUES (?, ?, ?)",
                line.head(),
                line.instance(),
                line.renewals());
    }

    /** The identity that follows one held. */
    Issuance renew(ProvenRequest request) {
        Instant now = settings.clock().instant();
        if (!isClockSane(now)) {
            return new Issuance.Refused(Refusal.AUTHORITY_UNAVAILABLE, "");
        }
        return record(request.claim("instance"), request, connection -> renew(connection, request, now));
    }

    private Line renew(Connection connection, ProvenRequest request, Instant now)
            throws SQLException, RefusedException {
        String held = request.claim("key");
        String successor = request.key().thumbprint();
        Line line = line(connection, request.claim("instance")).orElse(null);
        Optional<Long> position = position(connection, request.claim("instance"), held);
        if (line == null || position.isEmpty()) {
            throw new RefusedException(Refusal.INSTANCE_UNKNOWN);
        }
        requireAllowed(connection, line, held);
        boolean repeated = position.get() == line.renewals() - 1 && line.head().equals(successor);
        if (repeated) {
            return line;
        }
        if (!held.equals(line.head())) {
            quarantine(connection, line, now);
            return line;
        }
        if (now.isAfter(line.expiry().plus(settings.renewalGrace()))) {
            throw new RefusedException(Refusal.RENEWAL_LAPSED);
        }
        Instant from = Instant.ofEpochSecond(now.getEpochSecond());
        Line next = line.next(successor, tokenId(), from, from.plus(settings.tokenLife()));
        remember(connection, next);
        Database.update(
                connection,
                "UPDATE instance SET renewals = ?, head_key = ?, token_id = ?, issued_at = ?, expires_at = ?"
                        + " WHERE id = ?",
                next.renewals(),
                next.head(),
                next.tokenId(),
                next.issuedAt().getEpochSecond(),
                next.expiry().getEpochSecond(),
                next.instance());
        return next;
    }

    // Two have the key, and nobody can tell which of them is the instance: neither is believed from now on.
    private static void quarantine(Connection connection, Line line, Instant now) throws SQLException {
        Database.update(connection, "UPDATE instance SET state = 'QUARANTINED' WHERE id = ?", line.instance());
        Revocations.add(connection, Kind.INSTANCE, line.instance(), "cloned", now);
    }

    private static void requireAllowed(Connection connection, Line line, String key)
            throws SQLException, RefusedException {
        if (!line.registered()) {
            throw new RefusedException(Refusal.WORKLOAD_UNKNOWN);
        }
        if (Revocations.includes(connection, Kind.INSTANCE, line.instance())
                || Revocations.includes(
                        connection, Kind.WORKLOAD, line.workload().toString())
                || Revocations.includes(connection, Kind.KEY, key)
                || Revocations.includes(connection, Kind.KEY, line.head())) {
            throw new RefusedException(Refusal.INSTANCE_BARRED);
        }
    }

    private static Optional<Long> position(Connection connection, String instance, String key) throws SQLException {
        return Database.one(
                connection,
                "SELECT position FROM instance_key WHERE thumbprint = ? AND instance = ?",
                row -> row.getLong(1),
                key,
                instance);
    }

    private Optional<Line> line(Connection connection, String instance) throws SQLException {
        return Database.one(
                connection,
                "SELECT renewals, head_key, token_id, issued_at, expires_at, workload,"
                        + " (SELECT w.id FROM workload w WHERE w.name = i.workload),"
                        + " (SELECT w.database_user FROM workload w WHERE w.name = i.workload)"
                        + " FROM instance i WHERE id = ? FOR UPDATE",
                row -> new Line(
                        instance,
                        WorkloadId.of("spiffe://" + settings.trustDomain() + "/" + row.getString(6)),
                        row.getString(7) != null,
                        DatabaseUsers.read(row.getString(8)),
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        Instant.ofEpochSecond(row.getLong(4)),
                        Instant.ofEpochSecond(row.getLong(5))),
                instance);
    }

    private Issuance record(String subject, ProvenRequest request, Database.Work<Line> work) {
        try {
            Line line = database.transact(work);
            if (!line.head().equals(request.key().thumbprint())) {
                publication.republish();
                return new Issuance.Refused(Refusal.RENEWAL_CLONED, subject);
            }
            newest.accumulateAndGet(line.issuedAt().getEpochSecond(), Math::max);
            return sign(line, request);
        } catch (RefusedException e) {
            return new Issuance.Refused(e.refusal(), subject);
        } catch (SQLException e) {
            LOG.error("zt: what was asked for cannot be recorded, so it is not issued", e);
            return new Issuance.Refused(Refusal.AUTHORITY_UNAVAILABLE, subject);
        }
    }

    private Issuance sign(Line line, ProvenRequest request) {
        Publication.Now signing = publication.now();
        PublicJwk key = request.key();
        String wit = signing.wits()
                .issue(line.workload(), line.instance(), key, line.tokenId(), line.issuedAt(), line.expiry());
        CertificateSubject subject =
                new CertificateSubject(line.workload(), InstanceId.parse(line.instance()), line.databaseUser());
        X509Certificate certificate = signing.certificates()
                .issue(
                        subject,
                        request.tlsKey(),
                        List.of(),
                        line.issuedAt(),
                        line.issuedAt().plus(settings.certificateLife()));
        try {
            return new Issuance.Given(
                    line.workload(), line.instance(), wit, Base64Url.encode(certificate.getEncoded()));
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate cannot be encoded", e);
        }
    }

    /** Whether the clock is not behind what was issued already; what it dated then would be over before its time. */
    boolean isClockSane(Instant now) {
        if (isBehind(now)) {
            newest.set(newest());
        }
        return !isBehind(now);
    }

    private boolean isBehind(Instant now) {
        return now.isBefore(Instant.ofEpochSecond(newest.get()).minus(CLOCK_SLACK));
    }

    private String tokenId() {
        byte[] id = new byte[INSTANCE_BYTES];
        random.nextBytes(id);
        return Base64Url.encode(id);
    }
}
