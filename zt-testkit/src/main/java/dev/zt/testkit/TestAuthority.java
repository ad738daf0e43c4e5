package dev.zt.testkit;

import dev.zt.config.PrivateFile;
import dev.zt.identity.DatabaseUser;
import dev.zt.identity.TrustDomain;
import dev.zt.identity.WorkloadId;
import dev.zt.jose.Algorithm;
import dev.zt.jose.JwsWriter;
import dev.zt.jose.PrivateJwk;
import dev.zt.jose.SigningKey;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.BundleSource;
import dev.zt.keys.SignatureProvider;
import dev.zt.keys.TrustBundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * An identity authority of one trust domain for tests and demonstrations: its key lives in this process only, and the
 * tokens it signs pass the true verifier. Safe for concurrent use.
 */
public final class TestAuthority {
    private static final Duration LIFE = Duration.ofHours(1);

    private final TrustDomain trustDomain;
    private final InstantSource clock;
    private final SignatureProvider signatures = SignatureProvider.bouncyCastle();
    private final TestKeyRing<Issuer> keys;
    private final Map<DatabaseUser, WorkloadId> databaseUsers = new ConcurrentHashMap<>();

    /** The key in use and its name, and the CA. */
    record Issuer(SigningKey key, String keyId, TestCertificates certificates) {}

    private TestAuthority(TrustDomain trustDomain, InstantSource clock) {
        this.trustDomain = trustDomain;
        this.clock = clock;
        this.keys = new TestKeyRing<>(this::newIssuer);
    }

    private TestAuthority(TrustDomain trustDomain, InstantSource clock, PrivateJwk key, String keyId) {
        this.trustDomain = trustDomain;
        this.clock = clock;
        SigningKey stolen = signatures.engine().signingKey(key);
        this.keys = new TestKeyRing<>(
                number -> new Issuer(stolen, keyId, TestCertificates.of(trustDomain, clock.instant())));
    }

    private TestAuthority(TestAuthority named) {
        this.trustDomain = named.trustDomain;
        this.clock = named.clock;
        this.keys = new TestKeyRing<>(number -> newNamesake(named.issuer()));
    }

    /** An authority that calls itself, its key and its CA by the names of this one; the keys are its own. */
    TestAuthority namesake() {
        return new TestAuthority(this);
    }

    private Issuer newNamesake(Issuer named) {
        SigningKey own = signatures.engine().signingKey(PrivateJwk.generate(Algorithm.ES256));
        return new Issuer(own, named.keyId(), named.certificates().namesake(trustDomain, clock.instant()));
    }

    /** An authority with a new key. */
    public static TestAuthority of(String trustDomain, InstantSource clock) {
        return new TestAuthority(TrustDomain.of(trustDomain), clock);
    }

    /**
     * An authority that signs with the key of another one, as somebody would who stole it.
     *
     * @param key on P-256
     * @param keyId the name under which the key is published
     * @throws IllegalArgumentException if the key is none on P-256
     */
    public static TestAuthority of(String trustDomain, KeyPair key, String keyId, InstantSource clock) {
        if (key.getPublic() instanceof ECPublicKey publicKey && key.getPrivate() instanceof ECPrivateKey privateKey) {
            return new TestAuthority(TrustDomain.of(trustDomain), clock, PrivateJwk.of(publicKey, privateKey), keyId);
        }
        throw new IllegalArgumentException("the key must be an EC key on P-256");
    }

    private Issuer newIssuer(int number) {
        SigningKey key = signatures.engine().signingKey(PrivateJwk.generate(Algorithm.ES256));
        return new Issuer(key, "key-" + number, TestCertificates.of(trustDomain, clock.instant()));
    }

    /** The domain whose workloads this authority names. */
    public TrustDomain trustDomain() {
        return trustDomain;
    }

    /** A new instance of a workload, with new keys, a token and a certificate of one hour. */
    public TestWorkload issue(String path) {
        return issue(path, LIFE);
    }

    /** A new instance of a workload, with new keys, a token and a certificate of the given life. */
    public TestWorkload issue(String path, Duration life) {
        return TestWorkload.issue(this, id(path), Optional.empty(), life);
    }

    /**
     * A new instance of a workload with a login at databases, as {@code zt workload add --database-user} gives it; for a
     * certificate that lies about it see {@link Thief#withDatabaseUser}.
     *
     * @throws IllegalArgumentException if this authority has given the login to another workload
     */
    public TestWorkload issue(String path, DatabaseUser user) {
        WorkloadId id = id(path);
        WorkloadId holder = databaseUsers.computeIfAbsent(user, free -> id);
        if (!holder.equals(id)) {
            throw new IllegalArgumentException("the database user '" + user + "' is that of " + holder
                    + "; a certificate that lies about it is Thief.withDatabaseUser(...)");
        }
        return TestWorkload.issue(this, id, Optional.of(user), LIFE);
    }

    WorkloadId id(String path) {
        return WorkloadId.of("spiffe://" + trustDomain + path);
    }

    /**
     * A new instance of a workload as the caller of a test's calls; say whom by {@link TestCaller#to}.
     *
     * @param name the path of its identity, with or without the first slash, such as {@code billing}
     * @throws IllegalArgumentException if it is no such path
     */
    public TestCaller service(String name) {
        return workload(name).caller();
    }

    TestWorkload workload(String name) {
        return issue(name.startsWith("/") ? name : "/" + name);
    }

    /** Signs with a new key and by a new CA from now on; {@link #bundleJson} then holds the new ones only. */
    public void rotate() {
        keys.replace();
    }

    /** Signs with a new key and by a new CA from now on; those before stay published until {@link #withdraw}. */
    public void rotateBeside() {
        keys.add();
    }

    /** Signs with a new key and by a new CA from now on, which nobody knows until {@link #publish}. */
    public void rotateUnpublished() {
        keys.addUnpublished();
    }

    /** Publishes the key and the CA in use, where they are not yet. */
    public void publish() {
        keys.publish();
    }

    /** Takes back every published key and CA but those in use. */
    public void withdraw() {
        keys.withdraw();
    }

    /** The SPIFFE bundle document of this authority. */
    public String bundleJson() {
        return bundleJson(keys.state());
    }

    private static String bundleJson(TestKeyRing.State<Issuer> state) {
        return state.published().stream()
                .map(known -> known.key().publicJwk().toJson(known.keyId(), "wit-svid") + ","
                        + known.certificates().bundleElement())
                .collect(Collectors.joining(
                        ",",
                        "{\"keys\":[",
                        "],\"spiffe_sequence\":" + state.epoch() + ",\"spiffe_refresh_hint\":300}"));
    }

    /** A source that knows this domain alone, always with the keys that are published at the moment. */
    public BundleSource bundles() {
        return domain -> {
            if (!domain.equals(trustDomain)) {
                return new BundleLookup.NotTrusted();
            }
            TestKeyRing.State<Issuer> state = keys.state();
            byte[] json = bundleJson(state).getBytes(StandardCharsets.UTF_8);
            return new BundleLookup.Found(
                    TrustBundle.read(trustDomain, "test authority", json, signatures), state.epoch());
        };
    }

    /**
     * Writes what a service needs into a directory of mode 0700: {@code key.jwk}, {@code wit.jwt}, {@code svid.pem},
     * {@code svid-key.pem} and {@code bundle.json}, each of mode 0600 and each replaced as a whole.
     *
     * @throws UncheckedIOException if the directory cannot be written
     */
    public void write(TestWorkload workload, Path directory) {
        try {
            PrivateFile.directory(directory);
            PrivateFile.replace(directory.resolve("key.jwk"), bytes(workload.secretKeyJson()));
            PrivateFile.replace(directory.resolve("wit.jwt"), bytes(workload.token()));
            PrivateFile.replace(
                    directory.resolve("svid-key.pem"),
                    bytes(workload.certificate().secretKeyPem()));
            PrivateFile.replace(
                    directory.resolve("svid.pem"), bytes(workload.certificate().chainPem()));
            PrivateFile.replace(directory.resolve("bundle.json"), bytes(bundleJson()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the identity of " + workload.id() + " to " + directory, e);
        }
    }

    /**
     * Writes what tools that know nothing of zt need for TLS into a directory of mode 0700: {@code svid.pem},
     * {@code svid_key.pem} and {@code svid_bundle.pem}, every CA that is published, under the names of spiffe-helper, each
     * of mode 0600.
     *
     * @throws UncheckedIOException if the directory cannot be written
     */
    public void writePem(TestWorkload workload, Path directory) {
        try {
            PrivateFile.directory(directory);
            PrivateFile.replace(
                    directory.resolve("svid.pem"), bytes(workload.certificate().chainPem()));
            PrivateFile.replace(
                    directory.resolve("svid_key.pem"),
                    bytes(workload.certificate().secretKeyPem()));
            PrivateFile.replace(
                    directory.resolve("svid_bundle.pem"),
                    bytes(keys.state().published().stream()
                            .map(known -> known.certificates().authorityPem())
                            .collect(Collectors.joining())));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the certificate of " + workload.id() + " to " + directory, e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    String sign(Claims header, Claims payload) {
        return new JwsWriter(header.json()).sign(payload.json(), issuer().key());
    }

    /** A token whose header names the key that signs it, whoever rotates meanwhile. */
    String sign(Claims payload) {
        Issuer now = issuer();
        return new JwsWriter(header(now).json()).sign(payload.json(), now.key());
    }

    Claims header() {
        return header(issuer());
    }

    private static Claims header(Issuer issuer) {
        return Claims.none().text("alg", "ES256").text("kid", issuer.keyId()).text("typ", "wit+jwt");
    }

    Claims claims(WorkloadId id, SigningKey key, String instance, Duration life) {
        long now = clock.instant().getEpochSecond();
        return Claims.none()
                .text("iss", "https://authority." + trustDomain)
                .text("sub", id.toString())
                .number("iat", now)
                .number("exp", now + life.toSeconds())
                .text("jti", UUID.randomUUID().toString())
                .text("instance", instance)
                .raw("cnf", "{\"jwk\":" + key.publicJwk().toJson(null, null) + "}");
    }

    Issuer issuer() {
        return keys.state().present();
    }

    InstantSource clock() {
        return clock;
    }

    SignatureProvider signatures() {
        return signatures;
    }

    @Override
    public String toString() {
        return "TestAuthority[" + trustDomain + "]";
    }
}
