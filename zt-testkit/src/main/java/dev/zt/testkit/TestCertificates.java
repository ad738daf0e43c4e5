package dev.zt.testkit;

import dev.zt.identity.InstanceId;
import dev.zt.identity.TrustDomain;
import dev.zt.identity.WorkloadId;
import dev.zt.issue.CertificateIssuer;
import dev.zt.tls.X509Svid;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/** The CA of a test authority, with a new key of its own. Immutable. */
final class TestCertificates {
    private static final Duration LIFE = Duration.ofDays(3650);

    private final CertificateIssuer issuer;

    TestCertificates(TrustDomain trustDomain, Instant now) {
        KeyPair key = newKey();
        X509Certificate authority =
                CertificateIssuer.authority(trustDomain, key, now.minus(Duration.ofDays(1)), now.plus(LIFE));
        this.issuer = new CertificateIssuer(authority, key.getPrivate());
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

    /** A certificate with its key. */
    record Issued(X509Svid svid, PrivateKey key) {
        /** Both as PEM, for tools that read files. */
        String pem() throws CertificateEncodingException {
            return TestCertificates.pem("CERTIFICATE", svid.chain().get(0).getEncoded());
        }

        String keyPem() {
            return TestCertificates.pem("PRIVATE KEY", key.getEncoded());
        }
    }

    /** A certificate with a new key. */
    Issued issue(WorkloadId id, String instance, List<String> hosts, Instant now, Duration life) {
        KeyPair key = newKey();
        X509Certificate certificate =
                issuer.issue(id, InstanceId.parse(instance), key.getPublic(), hosts, now, now.plus(life));
        try {
            return new Issued(X509Svid.of(List.of(certificate.getEncoded()), key.getPrivate()), key.getPrivate());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate cannot be encoded", e);
        }
    }

    /** The CA's certificate as PEM. */
    String authorityPem() throws CertificateEncodingException {
        return pem("CERTIFICATE", issuer.authority().getEncoded());
    }

    private static String pem(String label, byte[] der) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n";
    }

    /** The CA's element of a bundle document. */
    String bundleElement() {
        try {
            String der = Base64.getEncoder().encodeToString(issuer.authority().getEncoded());
            return "{\"kty\":\"EC\",\"use\":\"x509-svid\",\"x5c\":[\"" + der + "\"]}";
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate cannot be encoded", e);
        }
    }
}
