package dev.zt.tls;

import dev.zt.identity.TrustDomain;
import dev.zt.jose.Json;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.BundleSource;
import dev.zt.keys.SignatureProvider;
import dev.zt.keys.TrustBundle;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A CA that issues what no decent CA would, byte for byte as it is told. */
final class TestCa {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final TrustDomain DOMAIN = TrustDomain.of("shop.example");
    static final GeneralName ORDERS = uri("spiffe://shop.example/orders");
    private static final KeyPair LEAF_KEY = SvidAuthority.keyPair("secp256r1");

    final X500Name name;
    final KeyPair key;
    final X509Certificate certificate;

    private TestCa(X500Name name, KeyPair key, X509Certificate certificate) {
        this.name = name;
        this.key = key;
        this.certificate = certificate;
    }

    static GeneralName uri(String text) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, text);
    }

    static Extension extension(ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable value) throws Exception {
        return new Extension(
                oid, critical, new DEROctetString(value.toASN1Primitive().getEncoded()));
    }

    /** An extension whose content is no DER of its kind. */
    static Extension broken(ASN1ObjectIdentifier oid, byte... content) {
        return new Extension(oid, false, new DEROctetString(content));
    }

    static Extension names(GeneralName... names) throws Exception {
        return extension(Extension.subjectAlternativeName, false, new GeneralNames(names));
    }

    static TestCa root(String name, Extension... more) throws Exception {
        return root(name, SvidAuthority.keyPair("secp256r1"), more);
    }

    static TestCa root(String name, KeyPair key, Extension... more) throws Exception {
        X500Name own = new X500Name(name);
        return new TestCa(own, key, certificate(own, own, key, key, caExtensions(more)));
    }

    TestCa below(String newName, Extension... more) throws Exception {
        return issue(new X500Name(newName), SvidAuthority.keyPair("secp256r1"), key, more);
    }

    /** The same CA with its next key, certified by the present one. */
    TestCa withNextKey() throws Exception {
        return issue(name, SvidAuthority.keyPair("secp256r1"), key);
    }

    /** A CA that says that this one issued it. */
    TestCa pretender(String newName, Extension... more) throws Exception {
        return issue(
                new X500Name(newName), SvidAuthority.keyPair("secp256r1"), SvidAuthority.keyPair("secp256r1"), more);
    }

    private TestCa issue(X500Name newName, KeyPair newKey, KeyPair signer, Extension... more) throws Exception {
        return new TestCa(newName, newKey, certificate(name, newName, newKey, signer, caExtensions(more)));
    }

    private static Extension[] caExtensions(Extension... more) throws Exception {
        Extension[] all = Arrays.copyOf(more, more.length + 2);
        all[more.length] = extension(Extension.basicConstraints, true, new BasicConstraints(true));
        all[more.length + 1] = extension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
        return all;
    }

    X509Certificate leaf(GeneralName... names) throws Exception {
        return leafWith("O=orders", names(names));
    }

    X509Certificate leafWith(String subject, Extension... more) throws Exception {
        return certificate(name, new X500Name(subject), LEAF_KEY, key, leafExtensions(more));
    }

    X509Certificate leafSignedBy(ContentSigner signer) throws Exception {
        return new JcaX509CertificateConverter()
                .getCertificate(builder(name, new X500Name("O=orders"), LEAF_KEY, leafExtensions(names(ORDERS)))
                        .build(signer));
    }

    private static Extension[] leafExtensions(Extension... more) throws Exception {
        Extension[] all = Arrays.copyOf(more, more.length + 1);
        all[more.length] = extension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        return all;
    }

    private static X509Certificate certificate(
            X500Name by, X500Name name, KeyPair key, KeyPair signer, Extension... extensions) throws Exception {
        String algorithm = "SHA256with" + (signer.getPrivate().getAlgorithm().equals("RSA") ? "RSA" : "ECDSA");
        return new JcaX509CertificateConverter()
                .getCertificate(builder(by, name, key, extensions)
                        .build(new JcaContentSignerBuilder(algorithm).build(signer.getPrivate())));
    }

    private static X509v3CertificateBuilder builder(X500Name by, X500Name name, KeyPair key, Extension... extensions)
            throws Exception {
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                by,
                BigInteger.TWO,
                Date.from(NOW.minus(Duration.ofDays(1))),
                Date.from(NOW.plus(Duration.ofDays(1))),
                name,
                key.getPublic());
        for (Extension extension : extensions) {
            builder.addExtension(extension);
        }
        return builder;
    }

    /** Signs by RSASSA-PSS and says of its parameters what it is told to. */
    static ContentSigner pss(PrivateKey key, PSSParameterSpec used, AlgorithmIdentifier stated) throws Exception {
        Signature signature = Signature.getInstance("RSASSA-PSS");
        signature.setParameter(used);
        signature.initSign(key);
        return new StatingSigner(signature, stated);
    }

    BundleSource bundles() throws Exception {
        String x5c = Base64.getEncoder().encodeToString(certificate.getEncoded());
        byte[] document = Json.write(Map.of("keys", List.of(Map.of("use", "x509-svid", "x5c", List.of(x5c)))))
                .getBytes(StandardCharsets.UTF_8);
        TrustBundle bundle = TrustBundle.read(DOMAIN, "test", document, SignatureProvider.bouncyCastle());
        return domain -> domain.equals(DOMAIN) ? new BundleLookup.Found(bundle, 1) : new BundleLookup.NotTrusted();
    }

    /** What somebody who believes this CA makes of a chain. */
    PeerCheck check(X509Certificate... chain) throws Exception {
        return new X509SvidVerifier(bundles(), SignatureProvider.bouncyCastle(), () -> NOW).verify(List.of(chain));
    }
}
