package dev.zt.tls;

import dev.zt.identity.TrustDomain;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.BundleSource;
import dev.zt.keys.SignatureProvider;
import dev.zt.keys.TrustBundle;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A CA of a trust domain, with a new key of its own. */
public final class SvidAuthority {
    /** The trust domain of all. */
    public static final TrustDomain DOMAIN = TrustDomain.of("shop.example");

    final KeyPair key = keyPair("secp256r1");
    final X509Certificate certificate;
    final Instant now;

    public SvidAuthority(Instant now) {
        this.now = now;
        this.certificate = selfSigned();
    }

    public static KeyPair keyPair(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public static KeyPair rsaKeyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Its own certificate. */
    public X509Certificate certificate() {
        return certificate;
    }

    private X509Certificate selfSigned() {
        try {
            X500Name name = new X500Name("O=shop.example,OU=ca");
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    name,
                    BigInteger.ONE,
                    Date.from(now.minus(Duration.ofDays(1))),
                    Date.from(now.plus(Duration.ofDays(2))),
                    name,
                    key.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
            return sign(builder, key, "SHA256withECDSA");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static X509Certificate sign(X509v3CertificateBuilder builder, KeyPair key, String algorithm) throws Exception {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(key.getPrivate())));
    }

    /** A certificate for the workload {@code orders}, good for an hour, to be spoilt. */
    public SvidDraft draft() {
        return new SvidDraft(this);
    }

    /** A certificate with its key, good for an hour. */
    public X509Svid svid(String id) throws Exception {
        SvidDraft draft = draft();
        draft.uris = List.of(id);
        return X509Svid.of(List.of(draft.build().getEncoded()), draft.key.getPrivate());
    }

    /** What it publishes. */
    public TrustBundle bundle() throws Exception {
        String x5c = Base64.getEncoder().encodeToString(certificate.getEncoded());
        String document =
                "{\"keys\":[{\"kty\":\"EC\",\"use\":\"x509-svid\",\"x5c\":[\"" + x5c + "\"]}],\"spiffe_sequence\":1}";
        return TrustBundle.read(
                DOMAIN, "test", document.getBytes(StandardCharsets.UTF_8), SignatureProvider.bouncyCastle());
    }

    /** A source of that and of nothing else. */
    public BundleSource bundles() throws Exception {
        TrustBundle bundle = bundle();
        return domain -> domain.equals(DOMAIN) ? new BundleLookup.Found(bundle, 1) : new BundleLookup.NotTrusted();
    }
}
