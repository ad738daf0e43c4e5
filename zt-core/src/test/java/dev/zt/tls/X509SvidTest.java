package dev.zt.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A certificate with its key, from bytes and from text. */
class X509SvidTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final SvidAuthority authority = new SvidAuthority(NOW);
    private final SvidDraft draft = authority.draft();
    private final X509Certificate leaf = build(draft);

    private static X509Certificate build(SvidDraft draft) {
        try {
            return draft.build();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }

    private static String pem(X509Certificate certificate) throws Exception {
        return pem("CERTIFICATE", certificate.getEncoded());
    }

    private static String pem(PrivateKey key) {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    @Test
    void reads_theChainAndItsKeyFromText() throws Exception {
        X509Svid svid = X509Svid.ofPem(pem(leaf) + pem(authority.certificate()), pem(draft.key.getPrivate()));

        assertThat(svid.id()).hasToString("spiffe://shop.example/orders");
        assertThat(svid.expiry()).isEqualTo(leaf.getNotAfter().toInstant());
        assertThat(svid.chain()).containsExactly(leaf, authority.certificate());
        assertThat(svid).hasToString("X509Svid[spiffe://shop.example/orders until 2026-03-01T13:00:00Z]");
        assertThat(X509Svid.ofPem(pem(leaf), draft.key.getPrivate()).chain()).containsExactly(leaf);
    }

    @Test
    void writes_textThatReadsAsTheSame() throws Exception {
        X509Svid svid =
                X509Svid.of(List.of(leaf.getEncoded(), authority.certificate().getEncoded()), draft.key.getPrivate());

        X509Svid read = X509Svid.ofPem(svid.chainPem(), svid.secretKeyPem());

        assertThat(read.chain()).isEqualTo(svid.chain());
        assertThat(read.key()).isEqualTo(draft.key.getPrivate());
        assertThat(svid.chainPem()).doesNotContain("PRIVATE").isEqualTo(read.chainPem());
    }

    @Test
    void writes_noKeyThatDoesNotLeaveItsPlace() throws Exception {
        X509Svid svid = X509Svid.of(List.of(leaf.getEncoded()), new KeptKey(draft.key.getPrivate()));

        assertThatThrownBy(svid::secretKeyPem)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot leave");
    }

    /** A key whose encoding nobody gets. */
    private record KeptKey(ECPrivateKey key) implements ECPrivateKey {
        private static final long serialVersionUID = 1L;

        KeptKey(PrivateKey key) {
            this((ECPrivateKey) key);
        }

        @Override
        public BigInteger getS() {
            return key.getS();
        }

        @Override
        public ECParameterSpec getParams() {
            return key.getParams();
        }

        @Override
        public String getAlgorithm() {
            return "EC";
        }

        @Override
        public @Nullable String getFormat() {
            return null;
        }

        @Override
        public byte @Nullable [] getEncoded() {
            return null;
        }
    }

    @Test
    void refuses_theKeyOfAnother() {
        KeyPair other = SvidAuthority.keyPair("secp256r1");

        for (PrivateKey key : List.of(
                other.getPrivate(),
                SvidAuthority.keyPair("secp384r1").getPrivate(),
                SvidAuthority.rsaKeyPair().getPrivate())) {
            assertThatThrownBy(() -> X509Svid.of(List.of(leaf.getEncoded()), key))
                    .hasMessageContaining("of another key");
        }
        assertThatThrownBy(() -> X509Svid.ofPem(pem(leaf), pem(other.getPrivate())))
                .hasMessageContaining("of another key");
        assertThatThrownBy(() ->
                        X509Svid.ofPem(pem(leaf), pem(SvidAuthority.rsaKeyPair().getPrivate())))
                .hasMessageContaining("no unencrypted PKCS#8 key");
    }

    @Test
    void refuses_aCertificateThatIsNoSvid() throws Exception {
        draft.uris = List.of();
        X509Certificate nobody = draft.build();

        assertThatThrownBy(() -> X509Svid.of(List.of(nobody.getEncoded()), draft.key.getPrivate()))
                .hasMessageContaining("no X.509-SVID: uri-count");
        assertThatThrownBy(() -> X509Svid.ofPem(pem(nobody), pem(draft.key.getPrivate())))
                .hasMessageContaining("no X.509-SVID: uri-count");
    }

    @Test
    void refuses_noCertificateAtAll() {
        assertThatThrownBy(() -> X509Svid.of(List.of(), draft.key.getPrivate())).hasMessageContaining("no certificate");
        assertThatThrownBy(() -> X509Svid.of(List.of(new byte[] {1, 2, 3}), draft.key.getPrivate()))
                .hasMessageContaining("cannot be read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"})
    void refuses_otherText(String text) {
        assertThatThrownBy(() -> X509Svid.ofPem(text, draft.key.getPrivate()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refuses_anythingAroundTheCertificates() {
        assertThatThrownBy(() -> CertificatePem.decode("subject=x\n" + pem(leaf)))
                .hasMessageContaining("alone");
        assertThatThrownBy(() -> CertificatePem.decode(pem(leaf) + pem(draft.key.getPrivate())))
                .hasMessageContaining("alone");
        assertThatThrownBy(() -> CertificatePem.decode(pem("CERTIFICATE", new byte[0]) + "x"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void reads_asManyCertificatesAsAPeerTakes() {
        String one = pem("CERTIFICATE", new byte[] {1});

        assertThat(CertificatePem.decode(String.join("", Collections.nCopies(X509SvidVerifier.MAX_CHAIN, one))))
                .hasSize(X509SvidVerifier.MAX_CHAIN);
        assertThatThrownBy(() -> CertificatePem.decode(
                        String.join("", Collections.nCopies(X509SvidVerifier.MAX_CHAIN + 1, one))))
                .hasMessageContaining("more than any peer takes");
    }

    @Test
    void reads_asManyBytesAsAPeerTakes() {
        String most = pem("CERTIFICATE", new byte[X509SvidVerifier.MAX_BYTES - 1]) + pem("CERTIFICATE", new byte[1]);

        assertThat(CertificatePem.decode(most)).hasSize(2);
        assertThatThrownBy(() -> CertificatePem.decode(most + pem("CERTIFICATE", new byte[1])))
                .hasMessageContaining("more than any peer takes");
        assertThatThrownBy(() -> CertificatePem.decode(" ".repeat(2 * X509SvidVerifier.MAX_BYTES + 1)))
                .hasMessageContaining("larger than any peer takes");
    }

    @Test
    void believes_thePinnedKeyAlone() throws Exception {
        PinnedTrust trust = new PinnedTrust(PinnedTrust.pinOf(leaf));

        trust.checkSocket(new X509Certificate[] {leaf, authority.certificate()}, "", null);
        assertThatThrownBy(() -> trust.checkSocket(new X509Certificate[] {authority.certificate(), leaf}, "", null))
                .hasMessageContaining("not the pinned one");
        assertThatThrownBy(() -> trust.checkSocket(new X509Certificate[0], "", null))
                .hasMessageContaining("not the pinned one");
        assertThatThrownBy(() -> trust.checkSocket(null, "", null)).hasMessageContaining("not the pinned one");
        assertThatThrownBy(() -> trust.check(new X509Certificate[] {authority.certificate()}, "", null, 0, null))
                .hasMessageContaining("not the pinned one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAA", "!", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void refuses_whatIsNoPin(String pin) {
        assertThatThrownBy(() -> new PinnedTrust(pin)).hasMessageContaining("32 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA384withECDSA", "SHA512withECDSA"})
    void rejects_anotherCasSignature_byAHashThatIsNotItsCurves(String algorithm) throws Exception {
        X509SvidVerifier verifier =
                new X509SvidVerifier(authority.bundles(), dev.zt.keys.SignatureProvider.bouncyCastle(), () -> NOW);
        draft.signature = algorithm;
        assertThat(verifier.verify(List.of(draft.build()))).isInstanceOf(PeerCheck.Verified.class);

        draft.signer = SvidAuthority.keyPair("secp256r1");

        assertThat(verifier.verify(List.of(draft.build()))).isEqualTo(new PeerCheck.Rejected(PeerFault.PATH));
    }
}
