package dev.zt.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.identity.TrustDomain;
import dev.zt.jose.Json;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.SignatureProvider;
import dev.zt.keys.TrustBundle;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.OtherName;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;

/** What the CA certificates of a bundle say of themselves counts too. */
class X509AnchorTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final TrustDomain DOMAIN = TrustDomain.of("shop.example");
    private static final GeneralName ORDERS = uri("spiffe://shop.example/orders");
    private static final GeneralName OTHER = new GeneralName(
            GeneralName.otherName, new OtherName(new ASN1ObjectIdentifier("1.2.3.4"), new DERUTF8String("x")));
    private static final int ANY_LENGTH = 9;
    private static final KeyPair LEAF_KEY = keyPair("EC", 256);

    private record Ca(X509Certificate certificate, KeyPair key) {
        static Ca root(String name) throws Exception {
            return new Spec(name).selfSigned(keyPair("EC", 256));
        }

        X509Certificate leaf(GeneralName... names) throws Exception {
            X509v3CertificateBuilder builder = builder(
                    X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded()),
                    new X500Name("O=orders"),
                    LEAF_KEY,
                    NOW.plusSeconds(60));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
            return sign(builder, key);
        }
    }

    /** A CA to be. */
    private static final class Spec {
        private final X500Name name;
        private int length = ANY_LENGTH;
        private Instant until = NOW.plus(Duration.ofDays(1));
        private GeneralName permitted;

        Spec(String name) {
            this.name = new X500Name("O=" + name);
        }

        Ca selfSigned(KeyPair key) throws Exception {
            return signed(name, key, key);
        }

        Ca signedBy(Ca issuer) throws Exception {
            return signedBy(issuer, keyPair("EC", 256));
        }

        Ca signedBy(Ca issuer, KeyPair key) throws Exception {
            X500Name by = X500Name.getInstance(
                    issuer.certificate().getSubjectX500Principal().getEncoded());
            return signed(by, key, issuer.key());
        }

        private Ca signed(X500Name by, KeyPair key, KeyPair signer) throws Exception {
            X509v3CertificateBuilder builder = builder(by, name, key, until);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(length));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
            if (permitted != null) {
                GeneralSubtree[] trees = {new GeneralSubtree(permitted)};
                builder.addExtension(Extension.nameConstraints, true, new NameConstraints(trees, null));
            }
            return new Ca(sign(builder, signer), key);
        }
    }

    private static X509v3CertificateBuilder builder(X500Name by, X500Name name, KeyPair key, Instant until) {
        return new JcaX509v3CertificateBuilder(
                by, BigInteger.TWO, Date.from(NOW.minus(Duration.ofDays(2))), Date.from(until), name, key.getPublic());
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, KeyPair key) throws Exception {
        String algorithm = "SHA256with" + (key.getPrivate().getAlgorithm().equals("RSA") ? "RSA" : "ECDSA");
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(key.getPrivate())));
    }

    private static KeyPair keyPair(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static GeneralName uri(String text) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, text);
    }

    private static boolean accepts(List<X509Certificate> chain, Ca... anchors) throws Exception {
        List<Map<String, Object>> keys = new ArrayList<>();
        for (Ca anchor : anchors) {
            String x5c = Base64.getEncoder().encodeToString(anchor.certificate().getEncoded());
            keys.add(Map.of("use", "x509-svid", "x5c", List.of(x5c)));
        }
        byte[] document = Json.write(Map.of("keys", keys)).getBytes(StandardCharsets.UTF_8);
        TrustBundle bundle = TrustBundle.read(DOMAIN, "test", document, SignatureProvider.bouncyCastle());
        assertThat(bundle.x509Authorities()).hasSameSizeAs(anchors);
        PeerCheck check = new X509SvidVerifier(
                        domain -> new BundleLookup.Found(bundle, 1), SignatureProvider.bouncyCastle(), () -> NOW)
                .verify(chain);
        if (check instanceof PeerCheck.Verified verified) {
            assertThat(verified.id()).isEqualTo(LeafProfile.id(chain.get(0)).orElseThrow());
            assertThat(verified.until())
                    .isBeforeOrEqualTo(chain.get(0).getNotAfter().toInstant());
            return true;
        }
        assertThat(check).isEqualTo(new PeerCheck.Rejected(PeerFault.PATH));
        return false;
    }

    @Test
    void holds_aLeafToTheNameConstraintsOfTheAnchor() throws Exception {
        Spec spec = new Spec("ca");
        spec.permitted = uri("shop.example");
        Ca ours = spec.selfSigned(keyPair("EC", 256));
        spec.permitted = uri("other.example");
        Ca others = spec.selfSigned(keyPair("EC", 256));

        assertThat(accepts(List.of(ours.leaf(ORDERS)), ours)).isTrue();
        assertThat(accepts(List.of(others.leaf(ORDERS)), others)).isFalse();
    }

    @Test
    void doesNotDisturb_otherAnchors_whereOneIsConstrained() throws Exception {
        Spec spec = new Spec("constrained");
        spec.permitted = uri("other.example");
        Ca plain = Ca.root("plain");

        assertThat(accepts(List.of(plain.leaf(ORDERS)), spec.selfSigned(keyPair("EC", 256)), plain))
                .isTrue();
    }

    @Test
    void chooses_theAnchorThatSigned_whereTwoHaveOneName() throws Exception {
        Ca before = Ca.root("ca");
        Ca after = Ca.root("ca");

        assertThat(accepts(List.of(before.leaf(ORDERS)), before, after)).isTrue();
        assertThat(accepts(List.of(after.leaf(ORDERS)), before, after)).isTrue();
        assertThat(accepts(List.of(after.leaf(ORDERS)), before)).isFalse();
    }

    @Test
    void rejects_anExpiredAnchor_alsoWhereAnotherOfItsNameIsValid() throws Exception {
        Spec spec = new Spec("ca");
        spec.until = NOW.minusSeconds(1);
        Ca expired = spec.selfSigned(keyPair("EC", 256));

        assertThat(accepts(List.of(expired.leaf(ORDERS)), expired, Ca.root("ca")))
                .isFalse();
    }

    @Test
    void rejects_aPathLongerThanTheAnchorAllows() throws Exception {
        Spec spec = new Spec("root");
        spec.length = 0;
        Ca root = spec.selfSigned(keyPair("EC", 256));
        Ca below = new Spec("below").signedBy(root);

        assertThat(accepts(List.of(root.leaf(ORDERS)), root)).isTrue();
        assertThat(accepts(List.of(below.leaf(ORDERS), below.certificate()), root))
                .isFalse();
    }

    @Test
    void rejects_anAnchorWithAWeakKey() throws Exception {
        Ca weak = new Spec("weak").selfSigned(keyPair("RSA", 1024));

        assertThat(accepts(List.of(weak.leaf(ORDERS)), weak)).isFalse();
    }

    @Test
    void accepts_anAnchorThatAnotherCaSigned() throws Exception {
        Ca below = new Spec("below").signedBy(Ca.root("root"));

        assertThat(accepts(List.of(below.leaf(ORDERS)), below)).isTrue();
        assertThat(accepts(List.of(below.leaf(ORDERS), below.certificate()), below))
                .isTrue();
    }

    @Test
    void holds_anAnchorThatAnotherCaSigned_toItsOwnLimits() throws Exception {
        Ca root = Ca.root("root");
        Spec ours = new Spec("below");
        ours.permitted = uri("shop.example");
        Spec others = new Spec("below");
        others.permitted = uri("other.example");
        Spec expired = new Spec("below");
        expired.until = NOW.minusSeconds(1);
        Ca constrained = ours.signedBy(root);
        assertThat(accepts(List.of(constrained.leaf(ORDERS)), constrained)).isTrue();
        for (Spec spec : List.of(others, expired)) {
            Ca below = spec.signedBy(root);
            assertThat(accepts(List.of(below.leaf(ORDERS)), below)).isFalse();
        }
        Spec shortest = new Spec("below");
        shortest.length = 0;
        Ca below = shortest.signedBy(root);
        Ca lowest = new Spec("lowest").signedBy(below);

        assertThat(accepts(List.of(below.leaf(ORDERS)), below)).isTrue();
        assertThat(accepts(List.of(lowest.leaf(ORDERS), lowest.certificate()), below))
                .isFalse();
    }

    @Test
    void judges_constraintsOfOtherNames() throws Exception {
        Ca root = Ca.root("root");
        Spec spec = new Spec("below");
        spec.permitted = OTHER;
        Ca below = spec.signedBy(root);
        GeneralName another = new GeneralName(
                GeneralName.otherName, new OtherName(new ASN1ObjectIdentifier("1.2.3.4"), new DERUTF8String("y")));

        assertThat(accepts(List.of(below.leaf(ORDERS, OTHER), below.certificate()), root))
                .isTrue();
        assertThat(accepts(List.of(below.leaf(ORDERS, another), below.certificate()), root))
                .isFalse();
    }

    @Test
    void rejects_constraintsOfAKindThatNobodyCompares() throws Exception {
        Spec spec = new Spec("ca");
        spec.permitted = new GeneralName(GeneralName.registeredID, "1.2.3.4");
        Ca ca = spec.selfSigned(keyPair("EC", 256));

        assertThat(accepts(List.of(ca.leaf(ORDERS)), ca)).isFalse();
    }

    @Test
    void finds_thePathInAnyOrder_andPastWhatDoesNotBelong() throws Exception {
        Ca root = Ca.root("root");
        Ca middle = new Spec("middle").signedBy(root);
        Ca lowest = new Spec("lowest").signedBy(middle);
        Ca stranger = Ca.root("stranger");

        assertThat(accepts(
                        List.of(
                                lowest.leaf(ORDERS),
                                stranger.certificate(),
                                root.certificate(),
                                middle.certificate(),
                                lowest.certificate()),
                        root))
                .isTrue();
        assertThat(accepts(List.of(lowest.leaf(ORDERS), lowest.certificate()), root))
                .isFalse();
    }

    @Test
    void gives_upSoon_whereManyCasOfOneNameLeadNowhere() throws Exception {
        List<X509Certificate> chain = new ArrayList<>();
        chain.add(Ca.root("maze").leaf(ORDERS));
        for (int i = 0; i < 10; i++) {
            chain.add(Ca.root("maze").certificate());
        }

        assertThat(accepts(chain, Ca.root("root"))).isFalse();
    }

    @Test
    void rejects_caKeysAndSerialNumbersLikeThoseOfLeaves() throws Exception {
        Ca root = Ca.root("root");
        Ca weak = new Spec("weak").signedBy(root, keyPair("RSA", 1024));

        assertThat(accepts(List.of(weak.leaf(ORDERS), weak.certificate()), root))
                .isFalse();
    }
}
