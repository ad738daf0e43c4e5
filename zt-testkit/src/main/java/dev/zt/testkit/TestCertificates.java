package dev.zt.testkit;

import dev.zt.identity.TrustDomain;
import dev.zt.issue.CertificateIssuer;
import dev.zt.issue.CertificateSubject;
import dev.zt.jose.Pem;
import dev.zt.tls.X509Svid;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/** The CA of a test authority, with a new key of its own. Immutable. */
final class TestCertificates {
    private static final Duration LIFE = Duration.ofDays(3650);

    private final CertificateIssuer issuer;

    private TestCertificates(CertificateIssuer issuer) {
        this.issuer = issuer;
    }

    static TestCertificates of(TrustDomain trustDomain, Instant now) {
        KeyPair key = newKey();
        X509Certificate authority = CertificateIssuer.authority(trustDomain, key, begin(now), now.plus(LIFE));
        return new TestCertificates(new CertificateIssuer(authority, key.getPrivate()));
    }

    /** A CA that calls itself by this one's name; the key is its own. */
    TestCertificates namesake(TrustDomain trustDomain, Instant now) {
        KeyPair key = newKey();
        X500Principal name = issuer.authority().getSubjectX500Principal();
        X509Certificate authority = CertificateIssuer.authority(name, trustDomain, key, begin(now), now.plus(LIFE));
        return new TestCertificates(new CertificateIssuer(authority, key.getPrivate()));
    }

    private static Instant begin(Instant now) {
        return now.minus(Duration.ofDays(1));
    }

    private static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the platform cannot make a key", e);
        }
    }

    /** A certificate with a new key. */
    X509Svid issue(CertificateSubject subject, List<String> hosts, Instant from, Instant until) {
        KeyPair key = newKey();
        X509Certificate certificate = issuer.issue(subject, key.getPublic(), hosts, from, until);
        return X509Svid.of(List.of(encoded(certificate)), key.getPrivate());
    }

    /** The CA's certificate as PEM. */
    String authorityPem() {
        return Pem.block("CERTIFICATE", encoded(issuer.authority()));
    }

    /** The CA's element of a bundle document. */
    String bundleElement() {
        String der = Base64.getEncoder().encodeToString(encoded(issuer.authority()));
        return "{\"kty\":\"EC\",\"use\":\"x509-svid\",\"x5c\":[\"" + der + "\"]}";
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate cannot be encoded", e);
        }
    }
}
