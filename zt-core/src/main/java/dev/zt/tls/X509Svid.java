package dev.zt.tls;

import dev.zt.identity.WorkloadId;
import dev.zt.jose.Pem;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    /** The certificates as text, the leaf first (RFC 7468 §5), for programs that read files; no secret. */
    public String chainPem() {
        return der().map(each -> Pem.block("CERTIFICATE", each)).collect(Collectors.joining());
    }

    /**
     * The private key as text, secret and not encrypted (PKCS#8, RFC 7468 §10), for programs that read files, such as the
     * {@code ssl_key_file} of a database server. Whoever reads it is the workload until the certificate ends: write it by
     * {@link dev.zt.config.PrivateFile} for the one program that needs it, beside {@link #chainPem} of the same object,
     * and show it to no log, message or argument of a command. What takes an {@code SSLContext} does not need it.
     *
     * @throws IllegalStateException if the key cannot leave the place where it is kept
     */
    public String secretKeyPem() {
        byte[] encoded = key.getEncoded();
        if (encoded == null || !"PKCS#8".equals(key.getFormat())) {
            throw new IllegalStateException("the key cannot leave the place where it is kept");
        }
        return Pem.block("PRIVATE KEY", encoded);
    }

    /** All certificates in DER, one after the other. */
    byte[] encoded() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        der().forEach(all::writeBytes);
        return all.toByteArray();
    }

    private Stream<byte[]> der() {
        return chain.stream().map(certificate -> {
            try {
                return certificate.getEncoded();
            } catch (CertificateEncodingException e) {
                throw new IllegalStateException("it was read from its encoding", e);
            }
        });
    }

    PrivateKey key() {
        return key;
    }

    @Override
    public String toString() {
        return "X509Svid[" + id + " until " + expiry() + "]";
    }
}
