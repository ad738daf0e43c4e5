package dev.zt.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.identity.Audience;
import dev.zt.identity.Issuer;
import dev.zt.identity.TrustDomain;
import dev.zt.identity.WorkloadId;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.SignatureProvider;
import dev.zt.keys.TrustBundle;
import dev.zt.request.Call;
import dev.zt.request.Channel;
import dev.zt.request.ForwardedCertificates;
import dev.zt.tls.SvidAuthority;
import dev.zt.tls.SvidDraft;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Callers known by the X.509-SVID of their connection (X509-SVID §5). */
class CertificateCallerTest {
    private static final SignatureProvider ENGINE = SignatureProvider.bouncyCastle();
    private static final WorkloadId ORDERS = WorkloadId.of("spiffe://shop.example/orders");

    private final SvidAuthority authority = new SvidAuthority(Instant.ofEpochSecond(Forge.NOW));
    private final Forge forge = new Forge();
    private Instant now = Instant.ofEpochSecond(Forge.NOW);
    private BundleLookup bundle = both();
    private final CallerVerifier accepting = verifier(rules().acceptingCertificates());

    private static VerifierRules rules() {
        return VerifierRules.of(Audience.of("https://orders.internal"));
    }

    // The CA for certificates, and the key for tokens.
    private BundleLookup both() {
        try {
            String tokens = Forge.bundle("key-1", forge.issuer);
            String x5c = java.util.Base64.getEncoder()
                    .encodeToString(authority.bundle().x509Authorities().get(0).getEncoded());
            String document = tokens.replaceFirst(
                    "\"keys\"\\s*:\\s*\\[",
                    "\"keys\":[{\"kty\":\"EC\",\"use\":\"x509-svid\",\"x5c\":[\"" + x5c + "\"]},");
            return new BundleLookup.Found(
                    TrustBundle.read(SvidAuthority.DOMAIN, "test", document.getBytes(StandardCharsets.UTF_8), ENGINE),
                    1);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private BundleLookup lookup(Issuer issuer) {
        return issuer.equals(TrustDomain.of("shop.example")) ? bundle : new BundleLookup.NotTrusted();
    }

    private CallerVerifier verifier(VerifierRules rules) {
        return new CallerVerifier(rules, this::lookup, new InMemoryReplayStore(1024, () -> now), ENGINE, () -> now);
    }

    private static Call call(Map<String, String> headers, Channel channel, List<X509Certificate> certificates) {
        return Call.of(
                        "GET",
                        "/orders/7",
                        name -> headers.entrySet().stream()
                                .filter(header -> header.getKey().equalsIgnoreCase(name))
                                .map(Map.Entry::getValue)
                                .toList(),
                        channel)
                .withClientCertificates(() -> certificates);
    }

    private VerifyResult verify(X509Certificate... certificates) {
        return accepting.verify(call(Map.of(), Channel.TLS, List.of(certificates)));
    }

    private static String outcome(VerifyResult result) {
        return result instanceof VerifyResult.Rejected rejected
                ? rejected.reason().id()
                : Bench.outcome(result);
    }

    private Map<String, String> proven(String wit) {
        return Map.of("Workload-Identity-Token", wit, "Authorization", "WPT " + forge.proof(wit));
    }

    @Test
    void knows_aCallerByItsCertificate() throws Exception {
        SvidDraft draft = authority.draft();
        draft.subject = "O=shop.example,SERIALNUMBER=5f0c";

        VerifiedCaller caller = ((VerifyResult.Verified) verify(draft.build())).caller();

        assertThat(caller.id()).isEqualTo(ORDERS);
        assertThat(caller.instance().value()).isEqualTo("5f0c");
        assertThat(caller.instance().isPossiblyShared()).isFalse();
        assertThat(caller.proofKind()).isEqualTo(ProofKind.CERTIFICATE);
        assertThat(caller.keyThumbprint()).isPresent();
        assertThat(caller.until()).isEqualTo(now.plus(Duration.ofHours(1)));
    }

    @Test
    void refuses_aCertificateThatAHopNamesAndNobodyCanRead() {
        Call call = call(Map.of(), Channel.FORWARDED_TLS, List.of())
                .withClientCertificates(() -> ForwardedCertificates.CLIENT_CERT.read(name -> List.of("x")));

        assertThat(outcome(accepting.verify(call))).isEqualTo("certificate-malformed");
    }

    @Test
    void takes_certificatesForNothing_unlessTheyAreAccepted() throws Exception {
        X509Certificate leaf = authority.draft().build();

        assertThat(outcome(verifier(rules()).verify(call(Map.of(), Channel.TLS, List.of(leaf)))))
                .isEqualTo("anonymous");
    }

    @ParameterizedTest
    @EnumSource(
            value = Channel.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"TLS", "FORWARDED_TLS"})
    void takes_certificatesForNothing_overPlainChannels(Channel channel) throws Exception {
        X509Certificate leaf = authority.draft().build();

        assertThat(outcome(accepting.verify(call(Map.of(), channel, List.of(leaf)))))
                .isEqualTo("anonymous");
    }

    @Test
    void refuses_everyCertificateThatProvesNobody_forAReasonOfItsOwn() throws Exception {
        Map<String, SvidDraft> drafts = new java.util.LinkedHashMap<>();
        for (String reason : reasons()) {
            drafts.put(reason, authority.draft());
        }
        drafts.get("certificate-malformed").versionOne = true;
        drafts.get("certificate-leaf-is-ca").ca = true;
        drafts.get("certificate-key-usage").usage = 0;
        drafts.get("certificate-extended-key-usage").purposes = List.of(KeyPurposeId.id_kp_serverAuth);
        drafts.get("certificate-uri-count").uris = List.of();
        drafts.get("certificate-spiffe-id").uris = List.of("spiffe://shop.example");
        drafts.get("certificate-name-constraints").constrained = true;
        drafts.get("certificate-serial-number").serial = BigInteger.ZERO;
        drafts.get("certificate-weak-algorithm").signature = "SHA1withECDSA";
        drafts.get("certificate-trust-domain-unknown").uris = List.of("spiffe://other.example/orders");
        drafts.get("certificate-path").signer =
                java.security.KeyPairGenerator.getInstance("EC").generateKeyPair();
        for (Map.Entry<String, SvidDraft> draft : drafts.entrySet()) {
            List<X509Certificate> chain =
                    new ArrayList<>(List.of(draft.getValue().build()));
            if (draft.getKey().equals("certificate-chain-size")) {
                chain.addAll(Collections.nCopies(11, chain.get(0)));
            }

            VerifyResult result = accepting.verify(call(Map.of(), Channel.TLS, chain));

            assertThat(outcome(result)).isEqualTo(draft.getKey());
            assertThat(((VerifyResult.Rejected) result).reason().kind()).isEqualTo(Rejection.Kind.CERTIFICATE);
            assertThat(((VerifyResult.Rejected) result).presented()).isEqualTo(ProofKind.CERTIFICATE);
        }
    }

    private static Set<String> reasons() {
        Set<String> ids = new TreeSet<>();
        for (Rejection reason : Rejection.values()) {
            if (reason.kind() == Rejection.Kind.CERTIFICATE) {
                ids.add(reason.id());
            }
        }
        return ids;
    }

    @Test
    void lets_aProofGoOverAConnectionOfTheSameWorkload() throws Exception {
        String wit = forge.wit();
        SvidDraft draft = authority.draft();
        draft.uris = List.of(forge.witClaims().get("sub").replace("\"", ""));

        VerifyResult result = accepting.verify(call(proven(wit), Channel.TLS, List.of(draft.build())));

        assertThat(((VerifyResult.Verified) result).caller().proofKind()).isEqualTo(ProofKind.WPT);
    }

    @Test
    void refuses_aProofOverAConnectionOfAnotherWorkload() throws Exception {
        SvidDraft draft = authority.draft();
        draft.uris = List.of("spiffe://shop.example/somebody-else");

        VerifyResult result = accepting.verify(call(proven(forge.wit()), Channel.TLS, List.of(draft.build())));

        assertThat(outcome(result)).isEqualTo("credentials-mixed");
    }

    @Test
    void refuses_aProofOverAConnectionOfNobody() throws Exception {
        SvidDraft draft = authority.draft();
        draft.until = now.minusSeconds(1);

        VerifyResult result = accepting.verify(call(proven(forge.wit()), Channel.TLS, List.of(draft.build())));

        assertThat(outcome(result)).isEqualTo("certificate-path");
    }

    @Test
    void makes_noGoodCertificateUpForABadProof() throws Exception {
        Map<String, String> headers =
                Map.of("Workload-Identity-Token", forge.wit(), "Authorization", "WPT " + forge.wit());

        VerifyResult result = accepting.verify(
                call(headers, Channel.TLS, List.of(authority.draft().build())));

        assertThat(result).isInstanceOf(VerifyResult.Rejected.class);
        assertThat(((VerifyResult.Rejected) result).presented()).isEqualTo(ProofKind.WPT);
    }

    @Test
    void ends_runningWork_whenTheCaIsWithdrawn_andWhenTheCertificateIsOver() throws Exception {
        VerifiedCaller caller =
                ((VerifyResult.Verified) verify(authority.draft().build())).caller();
        assertThat(accepting.recheck(caller)).isInstanceOf(VerifyResult.Verified.class);

        now = now.plus(Duration.ofHours(1)).plusSeconds(1);
        assertThat(outcome(accepting.recheck(caller))).isEqualTo("certificate-path");
        now = Instant.ofEpochSecond(Forge.NOW);
        bundle = new BundleLookup.Found(new SvidAuthority(now).bundle(), 2);
        assertThat(outcome(accepting.recheck(caller))).isEqualTo("certificate-path");
    }

    @Test
    void says_thatItCannotTell_whileTheBundleIsAway() throws Exception {
        bundle = new BundleLookup.Unavailable(Duration.ofSeconds(5));

        assertThat(outcome(verify(authority.draft().build()))).isEqualTo("503 keys-unavailable");
    }
}
