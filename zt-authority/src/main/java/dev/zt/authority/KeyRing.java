package dev.zt.authority;

import dev.zt.config.ConfigurationException;
import dev.zt.config.Place;
import dev.zt.identity.WorkloadId;
import dev.zt.issue.CertificateIssuer;
import dev.zt.jose.Base64Url;
import dev.zt.jose.PrivateJwk;
import dev.zt.jose.SigningKey;
import dev.zt.keys.SignatureProvider;
import java.io.IOException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The signing keys: each is published before it signs and stays published until what it signed has ended. Used under
 * the lock of the {@link Publication}; {@link #keys} may be read by anybody.
 */
final class KeyRing {
    private static final String TLS = "tls";
    private static final Duration SPARE = Duration.ofMinutes(2);
    private static final int ID_BYTES = 9;

    private final AuthoritySettings settings;
    private final Database database;
    private final KeyVault vault;
    private final SignatureProvider signatures;
    private final WorkloadId self;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, WitIssuer> witIssuers = new HashMap<>();
    private volatile List<KeyEntry> keys = List.of();

    KeyRing(
            AuthoritySettings settings,
            Database database,
            KeyVault vault,
            SignatureProvider signatures,
            WorkloadId self) {
        this.settings = settings;
        this.database = database;
        this.vault = vault;
        this.signatures = signatures;
        this.self = self;
    }

    /** Reads what there is, makes what is missing. */
    void open(Instant now, List<String> revoked) throws IOException {
        keys = database.read(KeyRing::read);
        keys.forEach(key -> vault.entry(key.id()));
        if (!vault.holds(TLS)) {
            if (!keys.isEmpty()) {
                throw new ConfigurationException(
                        Place.of(settings.directory().toString()),
                        "the key store lacks the TLS key; put back a backup");
            }
            KeyPair pair = KeyVault.newKeyPair();
            vault.put(TLS, pair.getPrivate(), selfSigned(pair, now));
        }
        advance(now, revoked);
    }

    /**
     * Moves each key on whose time has come, and drops each that is revoked, or was made by a clock that was ahead;
     * whether the bundle changed.
     *
     * @param revoked thumbprints
     */
    boolean advance(Instant now, List<String> revoked) throws IOException {
        List<KeyEntry> next = new ArrayList<>(keys);
        // The certificate of a key of tomorrow is not valid today.
        next.removeIf(
                key -> revoked.contains(key.thumbprint()) || key.createdAt().isAfter(now.plus(SPARE)));
        for (KeyEntry.Purpose purpose : KeyEntry.Purpose.values()) {
            advance(next, purpose, now);
        }
        return change(next);
    }

    private void advance(List<KeyEntry> next, KeyEntry.Purpose purpose, Instant now) throws IOException {
        next.removeIf(key -> key.is(purpose, KeyEntry.State.RETIRING) && key.isDue(now));
        Optional<KeyEntry> prepared = find(next, purpose, KeyEntry.State.PREPARED);
        Optional<KeyEntry> active = find(next, purpose, KeyEntry.State.ACTIVE);
        if (active.isEmpty()) {
            activate(next, prepared.isPresent() ? prepared.get() : generate(next, purpose, now), now);
        } else if (prepared.isPresent() && prepared.get().isDue(now)) {
            activate(next, prepared.get(), now);
        } else if (prepared.isEmpty() && !now.isBefore(active.get().changesAt().minus(settings.publishAhead()))) {
            generate(next, purpose, now);
        }
    }

    private static Optional<KeyEntry> find(List<KeyEntry> keys, KeyEntry.Purpose purpose, KeyEntry.State state) {
        return keys.stream().filter(key -> key.is(purpose, state)).findFirst();
    }

    private void activate(List<KeyEntry> next, KeyEntry key, Instant now) {
        Instant lastExpiry = now.plus(longestLife()).plus(SPARE);
        next.replaceAll(other ->
                other.is(key.purpose(), KeyEntry.State.ACTIVE) ? other.in(KeyEntry.State.RETIRING, lastExpiry) : other);
        next.replaceAll(
                other -> other.equals(key) ? key.in(KeyEntry.State.ACTIVE, now.plus(settings.keyLife())) : other);
    }

    /** Publishes a new key of each kind now, to sign as soon as everybody can know it. */
    boolean rotate(Instant now) throws IOException {
        List<KeyEntry> next = new ArrayList<>(keys);
        for (KeyEntry.Purpose purpose : KeyEntry.Purpose.values()) {
            if (find(next, purpose, KeyEntry.State.PREPARED).isEmpty()) {
                generate(next, purpose, now);
            }
        }
        return change(next);
    }

    private Duration longestLife() {
        Duration token = settings.tokenLife();
        return token.compareTo(settings.certificateLife()) > 0 ? token : settings.certificateLife();
    }

    // The vault first: a key that nobody speaks of does no harm, one that nobody has would.
    private KeyEntry generate(List<KeyEntry> next, KeyEntry.Purpose purpose, Instant now) throws IOException {
        byte[] name = new byte[ID_BYTES];
        random.nextBytes(name);
        String id = (purpose.name() + "-" + Base64Url.encode(name)).toLowerCase(java.util.Locale.ROOT);
        KeyPair pair = KeyVault.newKeyPair();
        vault.put(id, pair.getPrivate(), selfSigned(pair, now));
        KeyEntry key = new KeyEntry(
                id,
                purpose,
                KeyEntry.State.PREPARED,
                jwk(vault.entry(id)).publicJwk().thumbprint(),
                now,
                now.plus(settings.publishAhead()));
        next.add(key);
        return key;
    }

    // As long as it may sign, what it signs may live, and once more for a clock that is wrong.
    private X509Certificate selfSigned(KeyPair pair, Instant now) {
        Duration life = settings.keyLife().multipliedBy(2).plus(longestLife()).plus(Duration.ofDays(1));
        return CertificateIssuer.authority(settings.trustDomain(), pair, now.minus(SPARE), now.plus(life));
    }

    // All of it in one transaction, so that no crash leaves a ring without a key that signs.
    private boolean change(List<KeyEntry> next) throws IOException {
        if (next.equals(keys)) {
            return false;
        }
        database.run(connection -> {
            Database.update(connection, "DELETE FROM signing_key");
            for (KeyEntry key : next) {
                insert(connection, key);
            }
            return true;
        });
        keys = List.copyOf(next);
        return true;
    }

    /** Removes the keys that are published no more from the vault. */
    void forgetOld() throws IOException {
        Set<String> aliases = new HashSet<>();
        keys.forEach(key -> aliases.add(key.id()));
        witIssuers.keySet().retainAll(aliases);
        aliases.add(TLS);
        vault.keepOnly(aliases);
    }

    private static void insert(Connection connection, KeyEntry key) throws SQLException {
        Database.update(
                connection,
                "INSERT INTO signing_key (alias, purpose, state, thumbprint, created_at, changes_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                key.id(),
                key.purpose().name(),
                key.state().name(),
                key.thumbprint(),
                key.createdAt().toEpochMilli(),
                key.changesAt().toEpochMilli());
    }

    private static List<KeyEntry> read(Connection connection) throws SQLException {
        return Database.all(
                connection,
                "SELECT alias, purpose, state, thumbprint, created_at, changes_at FROM signing_key ORDER BY created_at",
                row -> new KeyEntry(
                        row.getString(1),
                        KeyEntry.Purpose.valueOf(row.getString(2)),
                        KeyEntry.State.valueOf(row.getString(3)),
                        row.getString(4),
                        Instant.ofEpochMilli(row.getLong(5)),
                        Instant.ofEpochMilli(row.getLong(6))));
    }

    /** All keys, in no promised order. */
    List<KeyEntry> keys() {
        return keys;
    }

    private KeyEntry active(KeyEntry.Purpose purpose) {
        return find(keys, purpose, KeyEntry.State.ACTIVE).orElseThrow();
    }

    WitIssuer witIssuer() {
        KeyEntry key = active(KeyEntry.Purpose.WIT);
        return witIssuers.computeIfAbsent(key.id(), id -> {
            SigningKey signing = signatures.engine().signingKey(jwk(vault.entry(id)));
            return new WitIssuer(signing, id, self);
        });
    }

    CertificateIssuer certificateIssuer() {
        KeyVault.Entry entry = vault.entry(active(KeyEntry.Purpose.X509).id());
        return new CertificateIssuer(entry.certificate(), entry.key());
    }

    KeyVault.Entry tls() {
        return vault.entry(TLS);
    }

    /** A key with its certificate; what is published of it is for the caller to choose. */
    KeyVault.Entry entry(KeyEntry key) {
        return vault.entry(key.id());
    }

    static PrivateJwk jwk(KeyVault.Entry entry) {
        return PrivateJwk.of((ECPublicKey) entry.certificate().getPublicKey(), (ECPrivateKey) entry.key());
    }
}
