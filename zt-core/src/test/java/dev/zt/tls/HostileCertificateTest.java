package dev.zt.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.keys.SignatureProvider;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Certificates that a peer or a CA wrote with intent. */
class HostileCertificateTest {
    private static final byte[] NO_SEQUENCE = {5, 0};
    private static final byte[] CUT_OFF = {0x30, 5, 1};
    private static final byte[] NUMBER_INSIDE = {0x30, 3, 2, 1, 5};
    private static final byte[] NOTHING = {};
    private static final List<byte[]> BROKEN = List.of(NO_SEQUENCE, CUT_OFF, NUMBER_INSIDE, NOTHING);

    private static Extension constraints(GeneralName permitted, GeneralName excluded) throws Exception {
        return TestCa.extension(
                Extension.nameConstraints, true, new NameConstraints(trees(permitted), trees(excluded)));
    }

    private static GeneralSubtree[] trees(GeneralName name) {
        return name == null ? null : new GeneralSubtree[] {new GeneralSubtree(name)};
    }

    private static GeneralName mail(String text) {
        return new GeneralName(GeneralName.rfc822Name, text);
    }

    private static boolean accepts(TestCa root, X509Certificate... chain) throws Exception {
        return root.check(chain) instanceof PeerCheck.Verified;
    }

    @Test
    void rejects_anAlgorithmThatIsSpelledOtherwiseThanTheSignedOne() throws Exception {
        TestCa root = TestCa.root("O=ca");
        X509Certificate leaf = root.leaf(TestCa.ORDERS);
        Certificate parts = Certificate.getInstance(leaf.getEncoded());
        AlgorithmIdentifier other =
                new AlgorithmIdentifier(parts.getSignatureAlgorithm().getAlgorithm(), DERNull.INSTANCE);
        byte[] respelled = new DERSequence(new ASN1Encodable[] {parts.getTBSCertificate(), other, parts.getSignature()})
                .getEncoded();
        X509Certificate read = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(respelled));

        assertThat(accepts(root, leaf)).isTrue();
        assertThat(root.check(read)).isEqualTo(new PeerCheck.Rejected(PeerFault.PATH));
    }

    @Test
    void rejects_anExtendedKeyUsageThatCannotBeRead_inALeaf() throws Exception {
        TestCa root = TestCa.root("O=ca");
        for (byte[] content : BROKEN) {
            X509Certificate leaf = root.leafWith(
                    "O=orders", TestCa.names(TestCa.ORDERS), TestCa.broken(Extension.extendedKeyUsage, content));

            assertThat(root.check(leaf)).isEqualTo(new PeerCheck.Rejected(PeerFault.MALFORMED));
        }
    }

    @Test
    void rejects_anExtendedKeyUsageThatCannotBeRead_inACa() throws Exception {
        for (byte[] content : BROKEN) {
            TestCa root = TestCa.root("O=ca", TestCa.broken(Extension.extendedKeyUsage, content));

            assertThat(root.check(root.leaf(TestCa.ORDERS))).isEqualTo(new PeerCheck.Rejected(PeerFault.PATH));
        }
    }

    @Test
    void rejects_anExtendedKeyUsageWithoutAny() throws Exception {
        TestCa root = TestCa.root("O=ca");
        X509Certificate leaf = root.leafWith(
                "O=orders",
                TestCa.names(TestCa.ORDERS),
                TestCa.extension(Extension.extendedKeyUsage, false, new DERSequence()));

        assertThat(root.check(leaf)).isEqualTo(new PeerCheck.Rejected(PeerFault.EXTENDED_KEY_USAGE));
    }

    @Test
    void rejects_namesThatCannotBeRead() throws Exception {
        TestCa root = TestCa.root("O=ca");
        for (byte[] content : BROKEN) {
            X509Certificate leaf = root.leafWith("O=orders", TestCa.broken(Extension.subjectAlternativeName, content));

            assertThat(root.check(leaf)).isEqualTo(new PeerCheck.Rejected(PeerFault.MALFORMED));
        }
    }

    @ParameterizedTest
    @CsvSource({"2.5.29.19, MALFORMED", "2.5.29.30, NAME_CONSTRAINTS", "2.5.29.36, PATH"})
    void rejects_otherExtensionsThatCannotBeRead(String oid, PeerFault fault) throws Exception {
        TestCa root = TestCa.root("O=ca");
        for (byte[] content : BROKEN) {
            X509Certificate leaf = root.leafWith(
                    "O=orders", TestCa.names(TestCa.ORDERS), TestCa.broken(new ASN1ObjectIdentifier(oid), content));

            assertThat(root.check(leaf)).isEqualTo(new PeerCheck.Rejected(fault));
        }
    }

    @Test
    void accepts_aCaThatChangedItsKey() throws Exception {
        TestCa root = TestCa.root("O=ca");
        TestCa second = root.withNextKey();
        TestCa third = second.withNextKey();

        assertThat(accepts(root, second.leaf(TestCa.ORDERS), second.certificate))
                .isTrue();
        assertThat(accepts(root, third.leaf(TestCa.ORDERS), second.certificate, third.certificate))
                .isTrue();
    }

    @Test
    void rejects_aPathOfManyLinksThatCountForNoLength() throws Exception {
        TestCa root = TestCa.root("O=ca");
        TestCa second = root.withNextKey();
        TestCa third = second.withNextKey();
        TestCa fourth = third.withNextKey();

        assertThat(accepts(root, fourth.leaf(TestCa.ORDERS), second.certificate, third.certificate, fourth.certificate))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "CN=nobody, true",
        "EMAILADDRESS=me@shop.example, true",
        "EMAILADDRESS=me@SHOP.example, true",
        "EMAILADDRESS=me@other.example, false",
        "EMAILADDRESS=shop.example, false",
        "EMAILADDRESS=me@shop.example+EMAILADDRESS=me@other.example, false"
    })
    void holds_mailAddressesInSubjects_toWhatIsPermitted(String subject, boolean accepted) throws Exception {
        TestCa root = TestCa.root("O=ca", constraints(mail("shop.example"), null));

        assertThat(accepts(root, root.leafWith(subject, TestCa.names(TestCa.ORDERS))))
                .isEqualTo(accepted);
    }

    @Test
    void holds_mailAddressesInTheSubjectOfACaBelow() throws Exception {
        TestCa root = TestCa.root("O=ca", constraints(null, mail("other.example")));
        TestCa good = root.below("O=below,EMAILADDRESS=ca@shop.example");
        TestCa bad = root.below("O=below,EMAILADDRESS=ca@other.example");

        assertThat(accepts(root, good.leaf(TestCa.ORDERS), good.certificate)).isTrue();
        assertThat(accepts(root, bad.leaf(TestCa.ORDERS), bad.certificate)).isFalse();
    }

    @Test
    void leaves_mailAddressesAlone_whereNoConstraintIsOnThem() throws Exception {
        TestCa root = TestCa.root("O=ca", constraints(TestCa.uri("shop.example"), null));

        assertThat(accepts(root, root.leafWith("EMAILADDRESS=odd one", TestCa.names(TestCa.ORDERS))))
                .isTrue();
    }

    @Test
    void asks_forNameConstraints_onlyOfCasWhoseSignatureHolds() throws Exception {
        TestCa root = TestCa.root("O=ca");
        TestCa forged = root.pretender("O=below", constraints(TestCa.uri("shop.example"), null));
        WatchedCertificate watched = new WatchedCertificate(forged.certificate);
        CertificatePath paths = new CertificatePath(
                new LinkSignatures(SignatureProvider.bouncyCastle().engine()));

        assertThat(paths.find(
                        forged.leaf(TestCa.ORDERS),
                        List.of(watched),
                        List.of(root.certificate),
                        LeafUse.SVID,
                        TestCa.NOW))
                .isEmpty();
        assertThat(watched.asked()).doesNotContainKey(LinkProfile.NAME_CONSTRAINTS);
    }

    @Test
    void asks_forNameConstraints_whereTheSignatureHolds() throws Exception {
        TestCa root = TestCa.root("O=ca");
        TestCa below = root.below("O=below", constraints(TestCa.uri("shop.example"), null));
        WatchedCertificate watched = new WatchedCertificate(below.certificate);
        CertificatePath paths = new CertificatePath(
                new LinkSignatures(SignatureProvider.bouncyCastle().engine()));

        assertThat(paths.find(
                        below.leaf(TestCa.ORDERS),
                        List.of(watched),
                        List.of(root.certificate),
                        LeafUse.SVID,
                        TestCa.NOW))
                .isPresent();
        Map<String, AtomicInteger> asked = watched.asked();
        assertThat(asked).containsKey(LinkProfile.NAME_CONSTRAINTS);
    }
}
