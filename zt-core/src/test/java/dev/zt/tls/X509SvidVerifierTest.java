package dev.zt.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.identity.InstanceId;
import dev.zt.identity.TrustDomain;
import dev.zt.identity.WorkloadId;
import dev.zt.jose.PublicJwk;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.SignatureProvider;
import dev.zt.keys.TrustBundle;
import java.math.BigInteger;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;

class X509SvidVerifierTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final TrustDomain DOMAIN = TrustDomain.of("shop.example");
    private static final String ORDERS = "spiffe://shop.example/orders";

    private final SvidAuthority authority = new SvidAuthority(NOW);

    private PeerCheck check(List<X509Certificate> chain) throws Exception {
        return new X509SvidVerifier(authority.bundles(), SignatureProvider.bouncyCastle(), () -> NOW).verify(chain);
    }

    private void assertFault(SvidDraft leaf, PeerFault fault) throws Exception {
        assertThat(check(List.of(leaf.build()))).isEqualTo(new PeerCheck.Rejected(fault));
    }

    @Test
    void accepts_anSvidOfItsOwnDomain() throws Exception {
        X509Certificate leaf = authority.draft().build();

        PeerCheck.Verified peer = (PeerCheck.Verified) check(List.of(leaf));

        assertThat(peer.id()).isEqualTo(WorkloadId.of(ORDERS));
        assertThat(peer.until()).isEqualTo(leaf.getNotAfter().toInstant());
        assertThat(peer.key()).isEqualTo(PublicJwk.of(leaf.getPublicKey()).thumbprint());
        assertThat(peer.issuerKey())
                .isEqualTo(PublicJwk.of(authority.certificate.getPublicKey()).thumbprint());
        assertThat(peer.instance()).isEqualTo(InstanceId.ofKey(peer.key()));
        assertThat(check(List.of(leaf, authority.certificate))).isInstanceOf(PeerCheck.Verified.class);
    }

    @Test
    void tells_instancesApart_byTheSerialNumberOfTheirSubject() throws Exception {
        SvidDraft leaf = authority.draft();
        leaf.subject = "O=shop.example,SERIALNUMBER=5f0c";

        assertThat(((PeerCheck.Verified) check(List.of(leaf.build()))).instance())
                .isEqualTo(InstanceId.parse("5f0c").orElseThrow());
    }

    @Test
    void takes_noSerialNumberThatIsNoInstance_orOneOfTwo() throws Exception {
        for (String subject :
                List.of("O=shop.example,SERIALNUMBER=a b", "O=shop.example,SERIALNUMBER=a,SERIALNUMBER=b")) {
            SvidDraft leaf = authority.draft();
            leaf.subject = subject;

            assertThat(((PeerCheck.Verified) check(List.of(leaf.build())))
                            .instance()
                            .isPossiblyShared())
                    .isTrue();
        }
    }

    @Test
    void knows_anSvidByItsUriAlone_whateverItsCommonNameSays() throws Exception {
        for (String subject : List.of(
                "SERIALNUMBER=5f0c,CN=svc_billing,O=shop.example",
                "O=shop.example,SERIALNUMBER=5f0c,CN=spiffe://shop.example/billing",
                "CN=svc_orders,SERIALNUMBER=5f0c,CN=svc_billing")) {
            SvidDraft leaf = authority.draft();
            leaf.subject = subject;

            PeerCheck.Verified peer = (PeerCheck.Verified) check(List.of(leaf.build()));

            assertThat(peer.id()).isEqualTo(WorkloadId.of(ORDERS));
            assertThat(peer.instance()).isEqualTo(InstanceId.parse("5f0c").orElseThrow());
        }
    }

    @Test
    void takes_noCommonNameForAUri() throws Exception {
        SvidDraft leaf = authority.draft();
        leaf.subject = "CN=" + ORDERS;
        leaf.uris = List.of();

        assertFault(leaf, PeerFault.URI_COUNT);
    }

    @Test
    void remembers_aLeafOnlyAsLongAsItsBundleAndItsTimeLast() throws Exception {
        TrustBundle bundle = authority.bundle();
        TrustBundle other = new SvidAuthority(NOW).bundle();
        BundleLookup[] held = {new BundleLookup.Found(bundle, 1)};
        Instant[] now = {NOW};
        X509SvidVerifier verifier =
                new X509SvidVerifier(domain -> held[0], SignatureProvider.bouncyCastle(), () -> now[0]);
        List<X509Certificate> chain = List.of(authority.draft().build());
        assertThat(verifier.verify(chain)).isSameAs(verifier.verify(chain));

        now[0] = NOW.plus(Duration.ofHours(2));
        assertThat(verifier.verify(chain)).isEqualTo(new PeerCheck.Rejected(PeerFault.PATH));
        now[0] = NOW;
        held[0] = new BundleLookup.Found(other, 2);
        assertThat(verifier.verify(chain)).isEqualTo(new PeerCheck.Rejected(PeerFault.PATH));
        held[0] = new BundleLookup.Unavailable(Duration.ofSeconds(1));
        assertThat(verifier.verify(chain)).isEqualTo(new PeerCheck.Unavailable());
        held[0] = new BundleLookup.NotTrusted();
        assertThat(verifier.verify(chain)).isEqualTo(new PeerCheck.Rejected(PeerFault.TRUST_DOMAIN_UNKNOWN));
    }

    @Test
    void rejects_chainsOutsideTheLimits() throws Exception {
        X509Certificate leaf = authority.draft().build();
        List<X509Certificate> tooLong = new ArrayList<>(Collections.nCopies(12, leaf));

        assertThat(check(List.of())).isEqualTo(new PeerCheck.Rejected(PeerFault.CHAIN_SIZE));
        assertThat(check(tooLong)).isEqualTo(new PeerCheck.Rejected(PeerFault.CHAIN_SIZE));
    }

    @Test
    void rejects_aCaAsLeaf() throws Exception {
        SvidDraft leaf = authority.draft();
        leaf.ca = true;
        assertFault(leaf, PeerFault.LEAF_IS_CA);
        assertThat(check(List.of(authority.certificate))).isEqualTo(new PeerCheck.Rejected(PeerFault.LEAF_IS_CA));
    }

    @Test
    void rejects_theKeyUsageOfACa_aMissingAndAnUncriticalOne() throws Exception {
        for (int usage : new int[] {
            0,
            KeyUsage.digitalSignature | KeyUsage.keyCertSign,
            KeyUsage.digitalSignature | KeyUsage.cRLSign,
            KeyUsage.keyAgreement
        }) {
            SvidDraft leaf = authority.draft();
            leaf.usage = usage;
            assertFault(leaf, PeerFault.KEY_USAGE);
        }
        SvidDraft leaf = authority.draft();
        leaf.usageCritical = false;
        assertFault(leaf, PeerFault.KEY_USAGE);
    }

    @Test
    void rejects_anExtendedKeyUsageForOneEndOnly() throws Exception {
        SvidDraft leaf = authority.draft();
        leaf.purposes = List.of(KeyPurposeId.id_kp_serverAuth);
        assertFault(leaf, PeerFault.EXTENDED_KEY_USAGE);
    }

    @Test
    void accepts_noExtendedKeyUsageAtAll() throws Exception {
        SvidDraft leaf = authority.draft();
        leaf.purposes = List.of();
        assertThat(check(List.of(leaf.build()))).isInstanceOf(PeerCheck.Verified.class);
    }

    @Test
    void rejects_noUriAndSeveral() throws Exception {
        SvidDraft none = authority.draft();
        none.uris = List.of();
        assertFault(none, PeerFault.URI_COUNT);
        SvidDraft two = authority.draft();
        two.uris = List.of(ORDERS, "spiffe://shop.example/billing");
        assertFault(two, PeerFault.URI_COUNT);
    }

    @Test
    void rejects_aUriThatIsNoWorkloadId() throws Exception {
        for (String uri :
                List.of("https://shop.example/orders", "spiffe://shop.example", "spiffe://shop.example/a/../b")) {
            SvidDraft leaf = authority.draft();
            leaf.uris = List.of(uri);
            assertFault(leaf, PeerFault.SPIFFE_ID);
        }
    }

    @Test
    void cannotEvenRead_anEmptySubjectWithoutACriticalName() {
        SvidDraft leaf = authority.draft();
        leaf.subject = "";
        assertThatThrownBy(leaf::build).isInstanceOf(CertificateException.class);
    }

    @Test
    void rejects_aCertificateOfVersionOne() throws Exception {
        SvidDraft leaf = authority.draft();
        leaf.versionOne = true;
        assertFault(leaf, PeerFault.MALFORMED);
    }

    @Test
    void rejects_nameConstraintsInALeaf() throws Exception {
        SvidDraft leaf = authority.draft();
        leaf.constrained = true;
        assertFault(leaf, PeerFault.NAME_CONSTRAINTS);
    }

    @Test
    void rejects_aSerialNumberThatIsNotPositive() throws Exception {
        SvidDraft leaf = authority.draft();
        leaf.serial = BigInteger.ZERO;
        assertFault(leaf, PeerFault.SERIAL_NUMBER);
    }

    @Test
    void rejects_aWeakSignature() throws Exception {
        SvidDraft leaf = authority.draft();
        leaf.signature = "SHA1withECDSA";
        assertFault(leaf, PeerFault.WEAK_ALGORITHM);
    }

    @Test
    void rejects_anUnknownTrustDomain() throws Exception {
        SvidDraft leaf = authority.draft();
        leaf.uris = List.of("spiffe://other.example/orders");
        assertFault(leaf, PeerFault.TRUST_DOMAIN_UNKNOWN);
    }

    @Test
    void rejects_anotherCaOfTheSameName() throws Exception {
        SvidDraft leaf = authority.draft();
        leaf.signer = SvidAuthority.keyPair("secp256r1");
        assertFault(leaf, PeerFault.PATH);
    }

    @Test
    void rejects_anExpiredLeaf() throws Exception {
        SvidDraft leaf = authority.draft();
        leaf.until = NOW.minusSeconds(1);
        assertFault(leaf, PeerFault.PATH);
    }

    @Test
    void saysNothing_whileTheBundleIsAway() throws Exception {
        X509SvidVerifier verifier = new X509SvidVerifier(
                domain -> new BundleLookup.Unavailable(Duration.ofSeconds(1)),
                SignatureProvider.bouncyCastle(),
                () -> NOW);
        assertThat(verifier.verify(List.of(authority.draft().build()))).isEqualTo(new PeerCheck.Unavailable());
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
