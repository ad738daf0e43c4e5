package dev.zt.authority;

import dev.zt.issue.CertificateIssuer;
import dev.zt.jose.Base64Url;
import dev.zt.jose.Json;
import dev.zt.jose.JwsWriter;
import dev.zt.jose.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What the authority says to everybody: the bundle document and the signed status. Both are made when something changes
 * and served from memory. Safe for concurrent use.
 */
final class Publication {
    private static final Duration RESIGN = Duration.ofSeconds(10);
    private static final Duration KEPT = Duration.ofHours(2);

    private final AuthoritySettings settings;
    private final Database database;
    private final KeyRing ring;
    private final ReentrantLock changing = new ReentrantLock();
    private volatile @Nullable Now now;
    private volatile Revocations.Revoked revoked = Revocations.Revoked.NONE;
    private boolean unread;
    private boolean unpublished;

    /** A document with its hash in base64url, which is its entity tag too. */
    record Document(String text, String hash) {
        static Document of(String text) {
            return new Document(text, Base64Url.encode(Sha256.of(text.getBytes(StandardCharsets.UTF_8))));
        }
    }

    /** Everything that is published at one moment, and what signs then. */
    record Now(
            Document bundle,
            long bundleSequence,
            Document status,
            Instant signedAt,
            WitIssuer wits,
            CertificateIssuer certificates) {}

    Publication(AuthoritySettings settings, Database database, KeyRing ring) {
        this.settings = settings;
        this.database = database;
        this.ring = ring;
    }

    /** Publishes for the first time since the start; the status has a new version, however the file came here. */
    void open() throws IOException {
        Instant at = settings.clock().instant();
        revoked = database.run(connection -> {
            Database.raise(connection, "status-version", at.toEpochMilli());
            return Revocations.read(connection);
        });
        ring.open(at, revoked.keys());
        publishBundle(at);
    }

    Now now() {
        Now held = now;
        if (held == null) {
            throw new IllegalStateException("nothing is published yet");
        }
        return held;
    }

    /** Signs the status anew if it is time to, and looks after the keys. */
    void tick() throws IOException {
        changing.lock();
        try {
            Instant at = settings.clock().instant();
            if (Duration.between(now().signedAt(), at).abs().compareTo(RESIGN) >= 0) {
                sign(at);
            }
        } finally {
            changing.unlock();
        }
        advanceKeys();
    }

    /** Moves the signing keys on, and publishes what came of it. */
    void advanceKeys() throws IOException {
        changeKeys(at -> ring.advance(at, revoked.keys()));
    }

    /** Publishes the signing keys that follow the present ones. */
    void rotateKeys() throws IOException {
        changeKeys(ring::rotate);
    }

    private interface KeyChange {
        boolean make(Instant at) throws IOException;
    }

    private void changeKeys(KeyChange change) throws IOException {
        changing.lock();
        try {
            Instant at = settings.clock().instant();
            // Set first: a change that fails half way may have been recorded, and is published at the next look.
            boolean pending = unpublished;
            unpublished = true;
            if (change.make(at) || pending) {
                publishBundle(at);
            }
            unpublished = false;
            ring.forgetOld();
        } finally {
            changing.unlock();
        }
    }

    /** Signs the status anew, after a revocation was recorded. */
    void republish() {
        changing.lock();
        try {
            unread = true;
            sign(settings.clock().instant());
        } finally {
            changing.unlock();
        }
    }

    private void publishBundle(Instant at) {
        Now held = now;
        Now next = database.run(connection -> {
            long sequence = Database.raise(connection, "bundle-sequence", at.getEpochSecond());
            Document bundle = bundle(sequence);
            keep(connection, bundle, sequence, at);
            return new Now(
                    bundle,
                    sequence,
                    held == null ? bundle : held.status(),
                    at,
                    ring.witIssuer(),
                    ring.certificateIssuer());
        });
        now = next;
        sign(at);
    }

    // Nobody else writes to the state, so what was read last is still true, and a disk that fails must not make the
    // status old. After a change that was not read yet it would not be true, and is not signed.
    private void sign(Instant at) {
        if (unread) {
            revoked = database.read(Revocations::read);
            unread = false;
        }
        Now held = now();
        now = new Now(
                held.bundle(),
                held.bundleSequence(),
                Document.of(status(held, at)),
                at,
                held.wits(),
                held.certificates());
    }

    private Document bundle(long sequence) {
        List<Map<String, Object>> published = new ArrayList<>();
        for (KeyEntry key : ring.keys()) {
            KeyVault.Entry entry = ring.entry(key);
            boolean wit = key.purpose() == KeyEntry.Purpose.WIT;
            Map<String, Object> element =
                    new LinkedHashMap<>(KeyRing.jwk(entry).publicJwk().members());
            if (wit) {
                element.put("kid", key.id());
                element.put("use", "wit-svid");
            } else {
                element.remove("alg");
                element.put("use", "x509-svid");
                element.put("x5c", List.of(base64(entry)));
            }
            published.add(element);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("keys", published);
        document.put("spiffe_sequence", sequence);
        document.put("spiffe_refresh_hint", settings.refreshHint().toSeconds());
        return Document.of(Json.write(document));
    }

    private static String base64(KeyVault.Entry entry) {
        try {
            return Base64.getEncoder().encodeToString(entry.certificate().getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate cannot be encoded", e);
        }
    }

    // A join file names a document by its hash, so those of the last hours can still be asked for.
    private static void keep(Connection connection, Document bundle, long sequence, Instant at) throws SQLException {
        Database.update(
                connection,
                "DELETE FROM bundle_document WHERE published_at < ?",
                at.minus(KEPT).toEpochMilli());
        Database.update(
                connection,
                "MERGE INTO bundle_document (hash, sequence, document, published_at) VALUES (?, ?, ?, ?)",
                bundle.hash(),
                sequence,
                bundle.text(),
                at.toEpochMilli());
    }

    /** The version of the status. */
    long statusVersion() {
        return revoked.version();
    }

    /** A document that was published within the last hours. */
    Optional<Document> bundle(String hash) {
        if (now().bundle().hash().equals(hash)) {
            return Optional.of(now().bundle());
        }
        return database.read(connection -> Database.one(
                        connection,
                        "SELECT document FROM bundle_document WHERE hash = ?",
                        row -> row.getString(1),
                        hash))
                .map(Document::of);
    }

    private String status(Now held, Instant at) {
        Map<String, Object> lists = new LinkedHashMap<>();
        lists.put("instances", revoked.instances());
        lists.put("workloads", revoked.workloads());
        lists.put("keys", revoked.keys());
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("trust_domain", settings.trustDomain().toString());
        claims.put("version", revoked.version());
        claims.put("iat", at.getEpochSecond());
        claims.put("bundle_sequence", held.bundleSequence());
        claims.put("revoked", lists);
        WitIssuer wits = held.wits();
        return new JwsWriter("{\"typ\":\"zt-status+jwt\",\"alg\":\"ES256\",\"kid\":\"" + wits.keyId() + "\"}")
                .sign(Json.write(claims), wits.key());
    }
}
