package dev.zt.authority;

import dev.zt.config.ConfigurationException;
import dev.zt.config.Place;
import dev.zt.identity.WorkloadId;
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
    void open(Instant now) throws IOException {
        keys = database.run(KeyRing::read);
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
        advance(now);
    }

    /** Moves each key on whose time has come; whether the bundle changed. */
    boolean advance(Instant now) throws IOException {
        List<KeyEntry> before = keys;
        for (KeyEntry.Purpose purpose : KeyEntry.Purpose.values()) {
            advance(purpose, now);
        }
        if (keys.equals(before)) {
            return false;
        }
        forgetOld();
        return true;
    }

    private void advance(KeyEntry.Purpose purpose, Instant now) throws IOException {
        for (KeyEntry key : of(purpose)) {
            boolean due = !now.isBefore(key.changesAt());
            if (due && key.state() == KeyEntry.State.PREPARED) {
                activate(key, now);
            } else if (due && key.state() == KeyEntry.State.RETIRING) {
                replace(key, Optional.empty());
            } else if (key.state() == KeyEntry.State.ACTIVE
                    && !now.isBefore(key.changesAt().minus(settings.publishAhead()))) {
                prepare(purpose, now);
            }
        }
        if (active(purpose).isEmpty()) {
            activate(
                    of(purpose).stream()
                            .filter(key -> key.state() == KeyEntry.State.PREPARED)
                            .findFirst()
                            .orElseGet(() -> generate(purpose, now)),
                    now);
        }
    }

    /** Publishes a new key of each kind now, to sign as soon as everybody can know it. */
    void rotate(Instant now) throws IOException {
        for (KeyEntry.Purpose purpose : KeyEntry.Purpose.values()) {
            prepare(purpose, now);
        }
    }

    private void prepare(KeyEntry.Purpose purpose, Instant now) {
        boolean prepared = of(purpose).stream().anyMatch(key -> key.state() == KeyEntry.State.PREPARED);
        if (!prepared) {
            generate(purpose, now);
        }
    }

    /** Takes a key out of the bundle now, and puts a new one in its place at once; empty if there is none of this id. */
    Optional<KeyEntry> withdraw(String id, Instant now) throws IOException {
        Optional<KeyEntry> key =
                keys.stream().filter(known -> known.id().equals(id)).findFirst();
        if (key.isPresent()) {
            replace(key.get(), Optional.empty());
            advance(now);
            forgetOld();
        }
        return key;
    }

    private void activate(KeyEntry key, Instant now) {
        Instant lastExpiry = now.plus(longestLife()).plus(SPARE);
        active(key.purpose()).ifPresent(old -> replace(old, Optional.of(old.in(KeyEntry.State.RETIRING, lastExpiry))));
        replace(key, Optional.of(key.in(KeyEntry.State.ACTIVE, now.plus(settings.keyLife()))));
    }

    private Duration longestLife() {
        Duration token = settings.tokenLife();
        return token.compareTo(settings.certificateLife()) > 0 ? token : settings.certificateLife();
    }

    // The vault first: a key that nobody speaks of does no harm, one that nobody has would.
    private KeyEntry generate(KeyEntry.Purpose purpose, Instant now) {
        byte[] name = new byte[ID_BYTES];
        random.nextBytes(name);
        String id = (purpose.name() + "-" + Base64Url.encode(name)).toLowerCase(java.util.Locale.ROOT);
        KeyPair pair = KeyVault.newKeyPair();
        try {
            vault.put(id, pair.getPrivate(), selfSigned(pair, now));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("the key store cannot be written", e);
        }
        KeyEntry key = new KeyEntry(
                id,
                purpose,
                KeyEntry.State.PREPARED,
                jwk(vault.entry(id)).publicJwk().thumbprint(),
                now,
                now.plus(settings.publishAhead()));
        replace(key, Optional.of(key));
        return key;
    }

    // As long as it may sign, what it signs may live, and once more for a clock that is wrong.
    private X509Certificate selfSigned(KeyPair pair, Instant now) {
        Duration life = settings.keyLife().multipliedBy(2).plus(longestLife()).plus(Duration.ofDays(1));
        return CertificateIssuer.authority(settings.trustDomain(), pair, now.minus(SPARE), now.plus(life));
    }

    private void replace(KeyEntry old, Optional<KeyEntry> next) {
        database.run(connection -> {
            Database.update(connection, "DELETE FROM signing_key WHERE alias = ?", old.id());
            if (next.isPresent()) {
                insert(connection, next.get());
            }
            return true;
        });
        List<KeyEntry> changed = new ArrayList<>(keys);
        changed.removeIf(key -> key.id().equals(old.id()));
        next.ifPresent(changed::add);
        keys = List.copyOf(changed);
    }

    private void forgetOld() throws IOException {
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

    private List<KeyEntry> of(KeyEntry.Purpose purpose) {
        return keys.stream().filter(key -> key.purpose() == purpose).toList();
    }

    private Optional<KeyEntry> active(KeyEntry.Purpose purpose) {
        return of(purpose).stream()
                .filter(key -> key.state() == KeyEntry.State.ACTIVE)
                .findFirst();
    }

    WitIssuer witIssuer() {
        KeyEntry key = active(KeyEntry.Purpose.WIT).orElseThrow();
        return witIssuers.computeIfAbsent(key.id(), id -> {
            SigningKey signing = signatures.engine().signingKey(jwk(vault.entry(id)));
            return new WitIssuer(signing, id, self);
        });
    }

    CertificateIssuer certificateIssuer() {
        KeyVault.Entry entry =
                vault.entry(active(KeyEntry.Purpose.X509).orElseThrow().id());
        return new CertificateIssuer(entry.certificate(), entry.key());
    }

    KeyVault.Entry tls() {
        return vault.entry(TLS);
    }

    /** The published form of a key, for the bundle document. */
    KeyVault.Entry entry(KeyEntry key) {
        return vault.entry(key.id());
    }

    static PrivateJwk jwk(KeyVault.Entry entry) {
        return PrivateJwk.of((ECPublicKey) entry.certificate().getPublicKey(), (ECPrivateKey) entry.key());
    }
}
