package dev.zt.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.identity.TrustDomain;
import dev.zt.identity.WorkloadId;
import dev.zt.keys.KeyUse;
import dev.zt.keys.SignatureProvider;
import dev.zt.keys.TrustBundle;
import dev.zt.verify.Forge;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.OtherName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Defects that libraries for SPIFFE have had, each by the number that {@code docs/spec-map.md} gives it: ids, bundles,
 * certificates and connections.
 */
class SpiffeDefectsTest {
    private static final WorkloadId ORDERS = WorkloadId.of("spiffe://shop.example/orders");
    private static final SignatureProvider SIGNATURES = SignatureProvider.bouncyCastle();

    private final SvidAuthority authority = new SvidAuthority(TestCa.NOW);

    private static void under(Locale locale, Runnable check) {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(locale);
            check.run();
        } finally {
            Locale.setDefault(before);
        }
    }

    private static TrustBundle bundle(String keys) {
        byte[] document = ("{\"keys\":[" + keys + "]}").getBytes(StandardCharsets.UTF_8);
        return TrustBundle.read(TestCa.DOMAIN, "test", document, SIGNATURES);
    }

    private static String key(String kid, String use) {
        return Forge.publicJwk(Forge.newKey()).replace("}", ",\"kid\":\"" + kid + "\",\"use\":\"" + use + "\"}");
    }

    private String authorityKey() throws Exception {
        String x5c = Base64.getEncoder().encodeToString(authority.certificate.getEncoded());
        return "{\"kty\":\"EC\",\"use\":\"x509-svid\",\"x5c\":[\"" + x5c + "\"]}";
    }

    private PeerCheck check(SvidDraft draft) throws Exception {
        return new X509SvidVerifier(authority.bundles(), SIGNATURES, () -> TestCa.NOW).verify(List.of(draft.build()));
    }

    private void assertFault(SvidDraft draft, PeerFault fault) throws Exception {
        assertThat(check(draft)).isEqualTo(new PeerCheck.Rejected(fault));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"spiffe://ban\u212A.example/x", "spiffe://\u0130d.example/x", "spiffe://ban\u017F.example/x"})
    void defect1_refuses_signsThatBecomeAsciiInLowerCase(String id) {
        assertThat(WorkloadId.parse(id)).isEmpty();
        assertThat(TrustDomain.parse(id.substring(9, id.length() - 2))).isEmpty();
    }

    @Test
    void defect2_reads_idsTheSame_underATurkishLocale() {
        under(new Locale("tr", "TR"), () -> {
            assertThat(WorkloadId.parse("spiffe://example.io/ITEM"))
                    .map(Object::toString)
                    .contains("spiffe://example.io/ITEM");
            assertThat(WorkloadId.parse("spiffe://EXAMPLE.IO/x")).isEmpty();
        });
    }

    @Test
    void defect2_knows_aDeclaredHost_underATurkishLocale() throws Exception {
        SvidTrust[] trust = new SvidTrust[1];
        under(new Locale("tr", "TR"), () -> trust[0] = trust("https://ITEMS.internal"));

        assertThat(trust[0].isDeclared("items.internal", 443)).isTrue();
    }

    private SvidTrust trust(String origin) {
        try {
            return new SvidTrust(
                    Map.of(URI.create(origin), PeerMatcher.exactly(ORDERS)),
                    authority.bundles(),
                    SIGNATURES,
                    () -> TestCa.NOW);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void defect2_refuses_aDomainOf256Characters() {
        assertThat(TrustDomain.parse("a".repeat(255))).isPresent();
        assertThat(TrustDomain.parse("a".repeat(256))).isEmpty();
    }

    @Test
    void defect2_refuses_anIdOf2049Characters() {
        String longest = "spiffe://shop.example/" + "a".repeat(2048 - "spiffe://shop.example/".length());

        assertThat(WorkloadId.parse(longest)).isPresent();
        assertThat(WorkloadId.parse(longest + "a")).isEmpty();
    }

    @Test
    void defect3_believes_eachKeyForItsUseAlone() throws Exception {
        TrustBundle bundle = bundle(String.join(",", authorityKey(), key("wit", "wit-svid"), key("jwt", "jwt-svid")));

        assertThat(bundle.key(KeyUse.JWT_SVID, "wit")).isEmpty();
        assertThat(bundle.key(KeyUse.WIT_SVID, "jwt")).isEmpty();
        assertThat(bundle.key(KeyUse.JWT_SVID, "jwt")).isPresent();
        assertThat(bundle.key(KeyUse.WIT_SVID, "wit")).isPresent();
        assertThat(bundle.x509Authorities()).containsExactly(authority.certificate);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"odd\",\"use\":\"jwt-svid\","
                        + "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}",
                "{\"kty\":\"OKP\",\"crv\":\"Ed448\",\"kid\":\"odd\",\"use\":\"jwt-svid\",\"x\":\"AA\"}",
                "{\"kty\":\"AKP\",\"alg\":\"ML-DSA-65\",\"kid\":\"odd\",\"use\":\"jwt-svid\",\"pub\":\"AA\"}",
                "{\"kty\":\"oct\",\"kid\":\"odd\",\"use\":\"jwt-svid\",\"k\":\"AAAA\"}",
                "{\"kty\":7,\"kid\":\"odd\",\"use\":\"jwt-svid\"}"
            })
    void defect3_passes_overKeysOfAnotherKind(String odd) {
        TrustBundle bundle = bundle(odd + "," + key("jwt", "jwt-svid"));

        assertThat(bundle.key(KeyUse.JWT_SVID, "odd")).isEmpty();
        assertThat(bundle.key(KeyUse.JWT_SVID, "jwt")).isPresent();
    }

    @Test
    void defect7_shows_aChainWithItsOwnKey_whateverIsRotatedMeanwhile() throws Exception {
        X509Svid[] svids = {authority.svid(ORDERS.toString()), authority.svid(ORDERS.toString())};
        AtomicInteger turn = new AtomicInteger();
        SvidKeys keys = new SvidKeys(() -> Optional.of(svids[turn.getAndIncrement() % 2]), (host, port) -> true);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<Boolean>> handshakes = List.of(
                    threads.submit(() -> matches(keys, svids, start)),
                    threads.submit(() -> matches(keys, svids, start)));
            start.countDown();
            for (Future<Boolean> handshake : handshakes) {
                assertThat(handshake.get(30, TimeUnit.SECONDS)).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static boolean matches(SvidKeys keys, X509Svid[] svids, CountDownLatch start) throws Exception {
        start.await();
        boolean all = true;
        for (int i = 0; i < 2_000; i++) {
            String alias = keys.getServerAliases("EC", null)[0];
            X509Certificate leaf = keys.getCertificateChain(alias)[0];
            X509Svid whole = leaf.equals(svids[0].chain().get(0)) ? svids[0] : svids[1];
            all &= whole.key().equals(keys.getPrivateKey(alias));
        }
        return all;
    }

    @Test
    void defect8_speaks_tls13ByDefault_asAClient() {
        SSLContext client = TlsContexts.client(trust("https://orders.internal"));

        assertThat(client.getDefaultSSLParameters().getProtocols()).contains("TLSv1.3");
        assertThat(client.createSSLEngine().getEnabledProtocols()).contains("TLSv1.3");
    }

    @Test
    void defect9_keeps_noSessionThatCouldBeResumed() throws Exception {
        X509Svid svid = authority.svid(ORDERS.toString());
        int longerThanATicketMayLive = 7 * 24 * 3600;

        assertThat(TlsContexts.client(trust("https://orders.internal"))
                        .getClientSessionContext()
                        .getSessionTimeout())
                .isGreaterThan(longerThanATicketMayLive);
        assertThat(TlsContexts.server(() -> Optional.of(svid))
                        .getServerSessionContext()
                        .getSessionTimeout())
                .isGreaterThan(longerThanATicketMayLive);
    }

    @Test
    void defect10_refuses_aCaCertificateAsAPeer() throws Exception {
        SvidDraft ca = authority.draft();
        ca.ca = true;

        assertFault(ca, PeerFault.LEAF_IS_CA);
    }

    @Test
    void defect10_refuses_aLeafThatMaySignCertificates() throws Exception {
        for (int usage : new int[] {KeyUsage.keyCertSign, KeyUsage.cRLSign}) {
            SvidDraft leaf = authority.draft();
            leaf.usage = KeyUsage.digitalSignature | usage;

            assertFault(leaf, PeerFault.KEY_USAGE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"spiffe://shop.example/billing", "https://shop.example", "spiffe://shop.example/orders"})
    void defect10_refuses_aSecondUri(String second) throws Exception {
        SvidDraft leaf = authority.draft();
        leaf.uris = List.of(ORDERS.toString(), second);

        assertFault(leaf, PeerFault.URI_COUNT);
    }

    private static PeerCheck named(GeneralName... names) throws Exception {
        TestCa ca = TestCa.root("O=ca");
        return ca.check(ca.leaf(names));
    }

    private static GeneralName otherName(String text) {
        return new GeneralName(
                GeneralName.otherName, new OtherName(new ASN1ObjectIdentifier("1.2.3.4"), new DERUTF8String(text)));
    }

    @Test
    void defect10_takes_noNameForAnId_butAUri() throws Exception {
        String text = ORDERS.toString();

        assertThat(named(otherName(text))).isEqualTo(new PeerCheck.Rejected(PeerFault.URI_COUNT));
        assertThat(named(new GeneralName(GeneralName.dNSName, "orders.shop.example")))
                .isEqualTo(new PeerCheck.Rejected(PeerFault.URI_COUNT));
        assertThat(named(new GeneralName(GeneralName.rfc822Name, text))).isInstanceOf(PeerCheck.Rejected.class);
        assertThat(named(new GeneralName(GeneralName.dNSName, text))).isInstanceOf(PeerCheck.Rejected.class);
    }

    @Test
    void defect10_reads_theId_besideNamesOfOtherKinds() throws Exception {
        PeerCheck check = named(
                otherName("spiffe://shop.example/admin"), TestCa.ORDERS, new GeneralName(GeneralName.dNSName, "a"));

        assertThat(((PeerCheck.Verified) check).id()).isEqualTo(ORDERS);
    }

    @Test
    void defect10_asks_theMatcherOnlyAboutPeersThatWereVerified() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        PeerMatcher matcher = peer -> asked.incrementAndGet() > 0;
        SvidTrust trust = new SvidTrust(
                Map.of(URI.create("https://orders.internal"), matcher),
                authority.bundles(),
                SIGNATURES,
                () -> TestCa.NOW);
        X509Certificate[] forged = {new SvidAuthority(TestCa.NOW).draft().build()};
        X509Certificate[] sound = {authority.draft().build()};

        assertThatThrownBy(() -> trust.check(forged, "EC", "orders.internal", 443, null))
                .hasMessageContaining("proves nobody");
        assertThat(asked).hasValue(0);
        assertThatCode(() -> trust.check(sound, "EC", "orders.internal", 443, null))
                .doesNotThrowAnyException();
        assertThat(asked).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"spiffe://shop.example", "spiffe://shop.example/"})
    void defect12_refuses_aPeerWithoutAPath(String id) throws Exception {
        SvidDraft leaf = authority.draft();
        leaf.uris = List.of(id);

        assertFault(leaf, PeerFault.SPIFFE_ID);
    }

    @Test
    void defect12_demands_digitalSignature() throws Exception {
        SvidDraft leaf = authority.draft();
        leaf.usage = KeyUsage.keyEncipherment | KeyUsage.keyAgreement;

        assertFault(leaf, PeerFault.KEY_USAGE);
    }
}
