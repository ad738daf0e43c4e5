package dev.zt.bench;

import dev.zt.guard.Guard;
import dev.zt.guard.PolicySource;
import dev.zt.identity.Audience;
import dev.zt.identity.InstanceId;
import dev.zt.identity.TrustDomain;
import dev.zt.identity.WorkloadId;
import dev.zt.issue.CertificateIssuer;
import dev.zt.issue.CertificateSubject;
import dev.zt.jose.Algorithm;
import dev.zt.jose.DerSignature;
import dev.zt.jose.PublicJwk;
import dev.zt.jose.VerificationKey;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.SignatureProvider;
import dev.zt.keys.TrustBundle;
import dev.zt.policy.Policy;
import dev.zt.tls.X509Svid;
import dev.zt.verify.VerifierRules;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A CA of a trust domain, workloads with certificates, and a service that they call over mutual TLS. */
final class Peers {
    private static final TrustDomain DOMAIN = TrustDomain.of(Rules.TRUST_DOMAIN);
    private static final Duration LIFE = Duration.ofHours(1);

    private final SignatureProvider signatures;
    private final X509Certificate authority;
    private final CertificateIssuer issuer;
    private final TrustBundle bundle;

    Peers(SignatureProvider signatures) {
        this.signatures = signatures;
        KeyPair key = newKey();
        Instant now = Instant.now();
        this.authority = CertificateIssuer.authority(DOMAIN, key, now.minus(LIFE), now.plus(LIFE.multipliedBy(24)));
        this.issuer = new CertificateIssuer(authority, key.getPrivate());
        this.bundle = TrustBundle.read(DOMAIN, "bench", document().getBytes(StandardCharsets.UTF_8), signatures);
    }

    /** A workload with its certificate and its key. */
    record Peer(X509Svid svid, PrivateKey key) {}

    private static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String document() {
        try {
            String x5c = Base64.getEncoder().encodeToString(authority.getEncoded());
            return "{\"keys\":[{\"kty\":\"EC\",\"use\":\"x509-svid\",\"x5c\":[\"" + x5c + "\"]}]}";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A new certificate of a workload, as it goes over the wire. */
    byte[] newLeaf(WorkloadId id) {
        return leaf(id, newKey().getPublic());
    }

    /** A workload that can be one end of a connection. */
    Peer newPeer(WorkloadId id) {
        KeyPair key = newKey();
        return new Peer(X509Svid.of(List.of(leaf(id, key.getPublic())), key.getPrivate()), key.getPrivate());
    }

    private byte[] leaf(WorkloadId id, PublicKey key) {
        Instant now = Instant.now();
        CertificateSubject subject = new CertificateSubject(id, InstanceId.parse("5f0c7d"), Optional.empty());
        try {
            return issuer.issue(subject, key, List.of(), now, now.plus(LIFE)).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A certificate as TLS hands it over: never seen before, not even by the platform. */
    static X509Certificate read(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The bare check of a certificate's signature, by the CA's key, prepared. */
    SignedCertificate signed(byte[] der) {
        X509Certificate certificate = read(der);
        try {
            return new SignedCertificate(
                    certificate.getTBSCertificate(),
                    Objects.requireNonNull(DerSignature.toJws(Algorithm.ES256, certificate.getSignature())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    VerificationKey authorityKey() {
        return signatures.engine().verificationKey(Objects.requireNonNull(PublicJwk.of(authority.getPublicKey())));
    }

    X509Certificate authority() {
        return authority;
    }

    BundleLookup bundle(Object domain) {
        return domain.equals(DOMAIN) ? new BundleLookup.Found(bundle, 1) : new BundleLookup.NotTrusted();
    }

    /** A guard that knows callers by their certificates, and whose events go nowhere. */
    Guard guard(Policy policy) {
        return Guard.builder(
                        VerifierRules.of(Audience.of("https://orders.internal")).acceptingCertificates(),
                        this::bundle,
                        PolicySource.fixed(policy))
                .signatures(signatures)
                .audit(event -> {}, Guard.AuditNeed.BEST_EFFORT)
                .build();
    }
}
