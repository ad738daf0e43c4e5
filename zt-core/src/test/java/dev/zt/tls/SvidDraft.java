package dev.zt.tls;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v1CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate to be spoilt in one way. */
public final class SvidDraft {
    public KeyPair key = SvidAuthority.keyPair("secp256r1");
    public String subject = "O=shop.example";
    public boolean ca;
    public int usage = KeyUsage.digitalSignature;
    public boolean usageCritical = true;
    public List<KeyPurposeId> purposes = List.of(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth);
    public List<String> uris = List.of("spiffe://shop.example/orders");
    public boolean constrained;
    public boolean versionOne;
    public BigInteger serial = BigInteger.valueOf(7);
    public Instant until;
    public String signature = "SHA256withECDSA";
    public KeyPair signer;
    private final SvidAuthority authority;

    SvidDraft(SvidAuthority authority) {
        this.authority = authority;
        this.signer = authority.key;
        this.until = authority.now.plus(Duration.ofHours(1));
    }

    public X509Certificate build() throws Exception {
        X500Name issuer = X500Name.getInstance(
                authority.certificate.getSubjectX500Principal().getEncoded());
        Date from = Date.from(authority.now.minusSeconds(60));
        if (versionOne) {
            return new JcaX509CertificateConverter()
                    .getCertificate(new JcaX509v1CertificateBuilder(
                                    issuer, serial, from, Date.from(until), new X500Name(subject), key.getPublic())
                            .build(new JcaContentSignerBuilder(signature).build(signer.getPrivate())));
        }
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer, serial, from, Date.from(until), new X500Name(subject), key.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
        if (usage != 0) {
            builder.addExtension(Extension.keyUsage, usageCritical, new KeyUsage(usage));
        }
        if (!purposes.isEmpty()) {
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes.toArray(KeyPurposeId[]::new)));
        }
        if (constrained) {
            GeneralSubtree[] trees = {new GeneralSubtree(new GeneralName(GeneralName.dNSName, "example"))};
            builder.addExtension(Extension.nameConstraints, true, new NameConstraints(trees, null));
        }
        if (!uris.isEmpty()) {
            GeneralName[] names = uris.stream()
                    .map(uri -> new GeneralName(GeneralName.uniformResourceIdentifier, uri))
                    .toArray(GeneralName[]::new);
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        }
        return SvidAuthority.sign(builder, signer, signature);
    }
}
