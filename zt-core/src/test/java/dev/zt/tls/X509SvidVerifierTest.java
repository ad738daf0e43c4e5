package dev.zt.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.identity.TrustDomain;
import dev.zt.identity.WorkloadId;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.BundleSource;
import dev.zt.keys.SignatureProvider;
import dev.zt.keys.TrustBundle;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
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
import org.junit.jupiter.api.Test;

class X509SvidVerifierTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final TrustDomain DOMAIN = TrustDomain.of("shop.example");
    private static final String ORDERS = "spiffe://shop.example/orders";
    private static final int LEAF_USAGE = KeyUsage.digitalSignature;

    private final KeyPair authorityKey = keyPair("secp256r1");
    private final X509Certificate authority = authority(authorityKey, "shop.example");

    /** A certificate to be spoilt in one way. */
    private final class Leaf {
        private KeyPair key = keyPair("secp256r1");
        private String subject = "O=shop.example";
        private boolean ca;
        private int usage = LEAF_USAGE;
        private boolean usageCritical = true;
        private List<KeyPurposeId> purposes = List.of(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth);
        private List<String> uris = List.of(ORDERS);
        private boolean constrained;
        private BigInteger serial = BigInteger.valueOf(7);
        private Instant until = NOW.plus(Duration.ofHours(1));
        private String signature = "SHA256withECDSA";
        private KeyPair signer = authorityKey;

        X509Certificate build() throws Exception {
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    X500Name.getInstance(authority.getSubjectX500Principal().getEncoded()),
                    serial,
                    Date.from(NOW.minusSeconds(60)),
                    Date.from(until),
                    new X500Name(subject),
                    key.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
            if (usage != 0) {
                builder.addExtension(Extension.keyUsage, usageCritical, new KeyUsage(usage));
            }
            if (!purposes.isEmpty()) {
                builder.addExtension(
                        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes.toArray(KeyPurposeId[]::new)));
            }
            if (constrained) {
                builder.addExtension(
                        Extension.nameConstraints,
                        true,
                        new NameConstraints(
                                new GeneralSubtree[] {
                                    new GeneralSubtree(new GeneralName(GeneralName.dNSName, "example"))
                                },
                                null));
            }
            if (!uris.isEmpty()) {
                GeneralName[] names = uris.stream()
                        .map(uri -> new GeneralName(GeneralName.uniformResourceIdentifier, uri))
                        .toArray(GeneralName[]::new);
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
            }
            return sign(builder, signer, signature);
        }
    }

    private static KeyPair keyPair(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static X509Certificate authority(KeyPair key, String domain) {
        try {
            X500Name name = new X500Name("O=" + domain + ",OU=ca");
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    name,
                    BigInteger.ONE,
                    Date.from(NOW.minus(Duration.ofDays(1))),
                    Date.from(NOW.plus(Duration.ofDays(2))),
                    name,
                    key.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
            return sign(builder, key, "SHA256withECDSA");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, KeyPair key, String algorithm)
            throws Exception {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(key.getPrivate())));
    }

    private static TrustBundle bundle(X509Certificate certificate) throws Exception {
        String x5c = Base64.getEncoder().encodeToString(certificate.getEncoded());
        String document =
                "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"\",\"y\":\"\",\"use\":\"x509-svid\",\"x5c\":[\""
                        + x5c + "\"]}],\"spiffe_sequence\":1}";
        return TrustBundle.read(
                DOMAIN, "test", document.getBytes(StandardCharsets.UTF_8), SignatureProvider.bouncyCastle());
    }

    private PeerCheck check(List<X509Certificate> chain) throws Exception {
        TrustBundle bundle = bundle(authority);
        BundleSource source =
                domain -> domain.equals(DOMAIN) ? new BundleLookup.Found(bundle, 1) : new BundleLookup.NotTrusted();
        return new X509SvidVerifier(source, SignatureProvider.bouncyCastle(), () -> NOW).verify(chain);
    }

    private void assertFault(Leaf leaf, PeerFault fault) throws Exception {
        assertThat(check(List.of(leaf.build()))).isEqualTo(new PeerCheck.Rejected(fault));
    }

    @Test
    void accepts_anSvidOfItsOwnDomain() throws Exception {
        X509Certificate leaf = new Leaf().build();

        assertThat(check(List.of(leaf)))
                .isEqualTo(new PeerCheck.Verified(
                        WorkloadId.of(ORDERS), leaf.getNotAfter().toInstant()));
        assertThat(check(List.of(leaf, authority))).isInstanceOf(PeerCheck.Verified.class);
    }

    @Test
    void rejects_chainsOutsideTheLimits() throws Exception {
        X509Certificate leaf = new Leaf().build();
        List<X509Certificate> tooLong = new ArrayList<>(Collections.nCopies(12, leaf));

        assertThat(check(List.of())).isEqualTo(new PeerCheck.Rejected(PeerFault.CHAIN_SIZE));
        assertThat(check(tooLong)).isEqualTo(new PeerCheck.Rejected(PeerFault.CHAIN_SIZE));
    }

    @Test
    void rejects_aCaAsLeaf() throws Exception {
        Leaf leaf = new Leaf();
        leaf.ca = true;
        assertFault(leaf, PeerFault.LEAF_IS_CA);
        assertThat(check(List.of(authority))).isEqualTo(new PeerCheck.Rejected(PeerFault.LEAF_IS_CA));
    }

    @Test
    void rejects_theKeyUsageOfACa_aMissingAndAnUncriticalOne() throws Exception {
        for (int usage :
                new int[] {0, LEAF_USAGE | KeyUsage.keyCertSign, LEAF_USAGE | KeyUsage.cRLSign, KeyUsage.keyAgreement
                }) {
            Leaf leaf = new Leaf();
            leaf.usage = usage;
            assertFault(leaf, PeerFault.KEY_USAGE);
        }
        Leaf leaf = new Leaf();
        leaf.usageCritical = false;
        assertFault(leaf, PeerFault.KEY_USAGE);
    }

    @Test
    void rejects_anExtendedKeyUsageForOneEndOnly() throws Exception {
        Leaf leaf = new Leaf();
        leaf.purposes = List.of(KeyPurposeId.id_kp_serverAuth);
        assertFault(leaf, PeerFault.EXTENDED_KEY_USAGE);
    }

    @Test
    void accepts_noExtendedKeyUsageAtAll() throws Exception {
        Leaf leaf = new Leaf();
        leaf.purposes = List.of();
        assertThat(check(List.of(leaf.build()))).isInstanceOf(PeerCheck.Verified.class);
    }

    @Test
    void rejects_noUriAndSeveral() throws Exception {
        Leaf none = new Leaf();
        none.uris = List.of();
        assertFault(none, PeerFault.URI_COUNT);
        Leaf two = new Leaf();
        two.uris = List.of(ORDERS, "spiffe://shop.example/billing");
        assertFault(two, PeerFault.URI_COUNT);
    }

    @Test
    void rejects_aUriThatIsNoWorkloadId() throws Exception {
        for (String uri :
                List.of("https://shop.example/orders", "spiffe://shop.example", "spiffe://shop.example/a/../b")) {
            Leaf leaf = new Leaf();
            leaf.uris = List.of(uri);
            assertFault(leaf, PeerFault.SPIFFE_ID);
        }
    }

    @Test
    void cannotEvenRead_anEmptySubjectWithoutACriticalName() {
        Leaf leaf = new Leaf();
        leaf.subject = "";
        assertThatThrownBy(leaf::build).isInstanceOf(CertificateException.class);
    }

    @Test
    void rejects_aCertificateOfVersionOne() throws Exception {
        X509Certificate old = new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v1CertificateBuilder(
                                new X500Name("O=shop.example"),
                                BigInteger.ONE,
                                Date.from(NOW.minusSeconds(60)),
                                Date.from(NOW.plusSeconds(60)),
                                new X500Name("O=shop.example"),
                                authorityKey.getPublic())
                        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(authorityKey.getPrivate())));
        assertThat(check(List.of(old))).isEqualTo(new PeerCheck.Rejected(PeerFault.MALFORMED));
    }

    @Test
    void rejects_nameConstraintsInALeaf() throws Exception {
        Leaf leaf = new Leaf();
        leaf.constrained = true;
        assertFault(leaf, PeerFault.NAME_CONSTRAINTS);
    }

    @Test
    void rejects_aSerialNumberThatIsNotPositive() throws Exception {
        Leaf leaf = new Leaf();
        leaf.serial = BigInteger.ZERO;
        assertFault(leaf, PeerFault.SERIAL_NUMBER);
    }

    @Test
    void rejects_aWeakSignature() throws Exception {
        Leaf leaf = new Leaf();
        leaf.signature = "SHA1withECDSA";
        assertFault(leaf, PeerFault.WEAK_ALGORITHM);
    }

    @Test
    void rejects_anUnknownTrustDomain() throws Exception {
        Leaf leaf = new Leaf();
        leaf.uris = List.of("spiffe://other.example/orders");
        assertFault(leaf, PeerFault.TRUST_DOMAIN_UNKNOWN);
    }

    @Test
    void rejects_anotherCaOfTheSameName() throws Exception {
        Leaf leaf = new Leaf();
        leaf.signer = keyPair("secp256r1");
        assertFault(leaf, PeerFault.PATH);
    }

    @Test
    void rejects_anExpiredLeaf() throws Exception {
        Leaf leaf = new Leaf();
        leaf.until = NOW.minusSeconds(1);
        assertFault(leaf, PeerFault.PATH);
    }

    @Test
    void saysNothing_whileTheBundleIsAway() throws Exception {
        X509SvidVerifier verifier = new X509SvidVerifier(
                domain -> new BundleLookup.Unavailable(Duration.ofSeconds(1)),
                SignatureProvider.bouncyCastle(),
                () -> NOW);
        assertThat(verifier.verify(List.of(new Leaf().build()))).isEqualTo(new PeerCheck.Unavailable());
    }

    @Test
    void matches_onlyWhomItNames() {
        WorkloadId orders = WorkloadId.of(ORDERS);
        WorkloadId longer = WorkloadId.of(ORDERS + "-x");
        assertThat(PeerMatcher.exactly(orders).accepts(orders)).isTrue();
        assertThat(PeerMatcher.exactly(orders).accepts(longer)).isFalse();
        assertThat(PeerMatcher.anyOfTrustDomain(DOMAIN).accepts(longer)).isTrue();
        assertThat(PeerMatcher.anyOfTrustDomain(TrustDomain.of("other.example")).accepts(orders))
                .isFalse();
    }
}
