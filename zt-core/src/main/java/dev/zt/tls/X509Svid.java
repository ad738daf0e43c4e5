package dev.zt.tls;

import dev.zt.identity.WorkloadId;
import dev.zt.jose.PrivateJwk;
import dev.zt.jose.PublicJwk;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * An own certificate that names a workload, with its chain and its key, checked to belong together. Immutable;
 * {@link #toString()} shows no key.
 */
public final class X509Svid {
    private final WorkloadId id;
    private final List<X509Certificate> chain;
    private final PrivateKey key;

    private X509Svid(WorkloadId id, List<X509Certificate> chain, PrivateKey key) {
        this.id = id;
        this.chain = chain;
        this.key = key;
    }

    /**
     * Pairs a chain with the key of its leaf.
     *
     * @param der the certificates, the leaf first
     * @throws IllegalArgumentException if the leaf is no X.509-SVID, or of another key
     */
    public static X509Svid of(List<byte[]> der, PrivateKey key) {
        return of(key, parse(der));
    }

    /**
     * Pairs a chain with the key of its leaf, both as text.
     *
     * @param certificates in PEM, the leaf first, and nothing else
     * @param privateKey in PKCS#8 PEM, not encrypted
     * @throws IllegalArgumentException saying which of them is none, or if the leaf is no X.509-SVID, or of another key
     */
    public static X509Svid ofPem(String certificates, String privateKey) {
        List<X509Certificate> chain = parse(CertificatePem.decode(certificates));
        // Its numbers decide how the key is read, so a weak or unknown one is told before.
        requireSvid(chain.get(0));
        PublicJwk leafKey = Objects.requireNonNull(PublicJwk.of(chain.get(0).getPublicKey()));
        PrivateJwk key = PrivateJwk.ofPem(privateKey, leafKey.algorithm())
                .orElseThrow(() -> new IllegalArgumentException(
                        "the key is no unencrypted PKCS#8 key of the certificate's kind, or its parts contradict"));
        return of(key.toPlatformKey(), chain);
    }

    /**
     * Pairs a chain as text with the key of its leaf.
     *
     * @param certificates in PEM, the leaf first, and nothing else
     * @throws IllegalArgumentException if there is none, or the leaf is no X.509-SVID, or of another key
     */
    public static X509Svid ofPem(String certificates, PrivateKey key) {
        return of(key, parse(CertificatePem.decode(certificates)));
    }

    private static List<X509Certificate> parse(List<byte[]> der) {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (byte[] certificate : der) {
                chain.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(certificate)));
            }
        } catch (CertificateException e) {
            throw new IllegalArgumentException("a certificate cannot be read", e);
        }
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("there is no certificate");
        }
        return List.copyOf(chain);
    }

    private static void requireSvid(X509Certificate leaf) {
        PeerFault fault = LeafProfile.fault(leaf);
        if (fault != null) {
            throw new IllegalArgumentException("the certificate is no X.509-SVID: " + fault.id());
        }
    }

    private static X509Svid of(PrivateKey key, List<X509Certificate> chain) {
        X509Certificate leaf = chain.get(0);
        requireSvid(leaf);
        if (!belongTogether(leaf, key)) {
            throw new IllegalArgumentException("the certificate is of another key");
        }
        return new X509Svid(LeafProfile.id(leaf).orElseThrow(), chain, key);
    }

    private static boolean belongTogether(X509Certificate leaf, PrivateKey key) {
        try {
            byte[] text = {1, 2, 3};
            String algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(text);
            Signature checking = Signature.getInstance(algorithm);
            checking.initVerify(leaf.getPublicKey());
            checking.update(text);
            return checking.verify(signing.sign());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Which workload the certificate names. */
    public WorkloadId id() {
        return id;
    }

    /** When it expires. */
    public Instant expiry() {
        return chain.get(0).getNotAfter().toInstant();
    }

    /** The certificates, the leaf first. */
    public List<X509Certificate> chain() {
        return chain;
    }

    /** All certificates in DER, one after the other. */
    byte[] encoded() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            for (X509Certificate certificate : chain) {
                all.writeBytes(certificate.getEncoded());
            }
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("it was read from its encoding", e);
        }
        return all.toByteArray();
    }

    PrivateKey key() {
        return key;
    }

    @Override
    public String toString() {
        return "X509Svid[" + id + " until " + expiry() + "]";
    }
}
