package dev.zt.testkit;

import dev.zt.identity.Audience;
import dev.zt.identity.DatabaseUser;
import dev.zt.identity.InstanceId;
import dev.zt.identity.Scopes;
import dev.zt.identity.WorkloadId;
import dev.zt.issue.CertificateSubject;
import dev.zt.jose.Algorithm;
import dev.zt.jose.JwsWriter;
import dev.zt.jose.PrivateJwk;
import dev.zt.jose.Sha256;
import dev.zt.jose.SigningKey;
import dev.zt.own.CallCredential;
import dev.zt.own.HeldIdentity;
import dev.zt.own.ServiceIdentity;
import dev.zt.own.SignableRequest;
import dev.zt.own.WorkloadProof;
import dev.zt.tls.X509Svid;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** An instance of a workload with its own key and token. Immutable; {@link #toString()} shows neither. */
public final class TestWorkload {
    private static final List<String> HOSTS = List.of("localhost", "127.0.0.1", "[::1]");
    private static final Duration PROOF_LIFE = Duration.ofSeconds(30);

    private final TestAuthority authority;
    private final CertificateSubject subject;
    private final PrivateJwk privateKey;
    private final SigningKey key;
    private final String token;
    private final X509Svid certificate;

    private TestWorkload(
            TestAuthority authority,
            CertificateSubject subject,
            PrivateJwk privateKey,
            String token,
            X509Svid certificate) {
        this.authority = authority;
        this.subject = subject;
        this.privateKey = privateKey;
        this.key = authority.signatures().engine().signingKey(privateKey);
        this.token = token;
        this.certificate = certificate;
    }

    static TestWorkload issue(TestAuthority authority, WorkloadId id, Optional<DatabaseUser> user, Duration life) {
        return issue(authority, new CertificateSubject(id, InstanceId.parse("test-" + UUID.randomUUID()), user), life);
    }

    private static TestWorkload issue(TestAuthority authority, CertificateSubject subject, Duration life) {
        PrivateJwk privateKey = PrivateJwk.generate(Algorithm.ES256);
        SigningKey key = authority.signatures().engine().signingKey(privateKey);
        String token = authority.sign(authority.claims(subject.id(), key, instance(subject), life));
        return of(authority, subject, privateKey, token, life);
    }

    private static String instance(CertificateSubject subject) {
        return subject.instance().orElseThrow().value();
    }

    /** An instance with a given token and its key, and a new certificate. */
    static TestWorkload of(
            TestAuthority authority, CertificateSubject subject, PrivateJwk privateKey, String token, Duration life) {
        Instant now = authority.clock().instant();
        return new TestWorkload(
                authority, subject, privateKey, token, certify(authority, subject, now, now.plus(life)));
    }

    private static X509Svid certify(TestAuthority authority, CertificateSubject subject, Instant from, Instant until) {
        return authority.issuer().certificates().issue(subject, HOSTS, from, until);
    }

    /** The same instance with another certificate, which was good for some time in the past. */
    TestWorkload certified(Instant from, Instant until) {
        return new TestWorkload(authority, subject, privateKey, token, certify(authority, subject, from, until));
    }

    /** The workload. */
    public WorkloadId id() {
        return subject.id();
    }

    /** The instance that the token names. */
    public String instance() {
        return instance(subject);
    }

    /** The workload identity token. */
    public String token() {
        return token;
    }

    /** The certificate with its key, for both ends of a connection; its host names are those of this machine. */
    public X509Svid certificate() {
        return certificate;
    }

    TestAuthority authority() {
        return authority;
    }

    /** The same instance with a new key, token and certificate. */
    TestWorkload renewed(Duration life) {
        return issue(authority, subject, life);
    }

    /** The identity as a service under test would hold it. */
    public ServiceIdentity identity() {
        return identity(authority.clock());
    }

    private ServiceIdentity identity(InstantSource clock) {
        return ServiceIdentity.of(new TestIdentity(held(), certificate, authority.bundles()), clock);
    }

    HeldIdentity held() {
        return HeldIdentity.of("test authority", token, privateKey, authority.signatures());
    }

    /** Token and fresh proof for one call. */
    public WorkloadProof prove(Audience audience) {
        return identity().prove(audience);
    }

    /** Token and fresh proof for one call that is limited to some scopes. */
    public WorkloadProof proveNarrowed(Audience audience, Scopes scopes) {
        return identity().proveNarrowed(audience, scopes);
    }

    /** This instance as the caller of a test's calls; say whom by {@link TestCaller#to}. */
    public TestCaller caller() {
        return TestCaller.of(new WorkloadCredentials(this));
    }

    /**
     * An instance of the same workload by another name, with a key, token and certificate of its own.
     *
     * @throws IllegalArgumentException if no instance can be called that
     */
    public TestWorkload as(String otherInstance) {
        Optional<InstanceId> other = InstanceId.parse(otherInstance);
        if (other.isEmpty()) {
            throw new IllegalArgumentException("no instance is called '" + otherInstance + "': its name has 1 to "
                    + InstanceId.MAX_LENGTH + " of A-Z, a-z, 0-9, '.', '_' and '-'");
        }
        return issue(authority, new CertificateSubject(id(), other, subject.databaseUser()), Duration.ofHours(1));
    }

    /** The authority's signature on a token of this instance. */
    String signed(Claims spoiled) {
        return authority.sign(spoiled);
    }

    /** A signature over a request, by a clock that is ahead. */
    CallCredential sign(SignableRequest request, Audience audience, Duration ahead) {
        InstantSource own = () -> authority.clock().instant().plus(ahead);
        return identity(own).sign(request, audience);
    }

    /** The private key as JWK, secret included. */
    String secretKeyJson() {
        return privateKey.toSecretJson();
    }

    SigningKey key() {
        return key;
    }

    Claims claims(Duration life) {
        return authority.claims(id(), key, instance(), life);
    }

    Claims claims() {
        return claims(Duration.ofHours(1));
    }

    /** The claims of a good proof for a token. */
    Claims proofClaims(Audience audience, String forToken) {
        return proofClaims(audience, forToken, Duration.ZERO);
    }

    /** The same by a clock that is ahead. */
    Claims proofClaims(Audience audience, String forToken, Duration ahead) {
        byte[] hash = Sha256.of(forToken.getBytes(StandardCharsets.US_ASCII));
        return Claims.none()
                .text("aud", audience.toString())
                .number(
                        "exp",
                        authority.clock().instant().plus(ahead).plus(PROOF_LIFE).getEpochSecond())
                .text("jti", UUID.randomUUID().toString())
                .text("wth", dev.zt.jose.Base64Url.encode(hash));
    }

    String signProof(Claims payload) {
        return new JwsWriter("{\"typ\":\"wpt+jwt\",\"alg\":\"ES256\"}").sign(payload.json(), key);
    }

    @Override
    public String toString() {
        return id() + " (" + instance() + ")";
    }
}
