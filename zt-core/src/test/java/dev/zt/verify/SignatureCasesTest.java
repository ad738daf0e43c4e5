package dev.zt.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The negative cases 33 to 41 for signatures over requests, by number. Profile: http-signature-08 beside a WIT-SVID. */
class SignatureCasesTest {
    private final Bench bench = new Bench(WitProfile.SPIFFE, Set.of(), VerifierRules::acceptingSignatures);
    private final Forge forge = bench.forge;

    private SignedRequest request() {
        return SignedRequest.of(forge);
    }

    private VerifyResult verify(SignedRequest.Sent sent) {
        return bench.verifier.verify(sent.call());
    }

    private String outcome(SignedRequest.Sent sent) {
        return Bench.outcome(verify(sent));
    }

    private String read(SignedRequest.Sent sent, String body) throws IOException {
        SignedBody expected = ((VerifyResult.Verified) verify(sent)).body().orElseThrow();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try {
            return new String(expected.checked(new ByteArrayInputStream(bytes)).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    @Test
    void accepts_aSignatureOverEverythingThatIsThere() {
        SignedRequest.Sent sent = request()
                .query("a=%2F&b")
                .body("tea")
                .field("content-type", "text/plain")
                .field("txn-token", "t")
                .sign();

        VerifyResult.Verified verified = (VerifyResult.Verified) verify(sent);

        assertThat(verified.caller().id()).hasToString("spiffe://shop.example/gateway");
        assertThat(verified.caller().proofKind()).isEqualTo(ProofKind.HTTP_SIGNATURE);
        assertThat(verified.caller().narrowedTo()).isEmpty();
        assertThat(verified.body().orElseThrow()).hasToString("SignedBody[ContentDigest[SHA_256]]");
        assertThat(bench.verifier.recheck(verified.caller())).isInstanceOf(VerifyResult.Verified.class);
    }

    @Test
    void refuses_everySignature_whereTheyAreNotAccepted() {
        Bench plain = new Bench();

        assertThat(Bench.outcome(plain.verifier.verify(
                        SignedRequest.of(plain.forge).sign().call())))
                .isEqualTo("401 proof-missing");
        assertThat(Bench.outcome(plain.verifier.verify(SignedRequest.of(plain.forge)
                        .field("authorization", "Basic eA==")
                        .sign()
                        .call())))
                .isEqualTo("400 credentials-mixed");
    }

    @Test
    void leaves_aProofAlone_besideSignaturesOfOthers_whereNoneAreAccepted() {
        Bench plain = new Bench();
        SignedRequest.Sent sent = SignedRequest.of(plain.forge).sign();
        SignedRequest.Sent proven =
                sent.with("authorization", "WPT " + plain.forge.proof(sent.value("workload-identity-token")));

        assertThat(Bench.outcome(plain.verifier.verify(proven.replaced("signature-input", "gw=(\"@method\");x=1.5")
                        .call())))
                .isEqualTo("verified");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer x", "DPoP x"})
    void refuses_aSignatureBesideAnotherCredential(String authorization) {
        assertThat(outcome(request()
                        .field("authorization", authorization)
                        .sign()
                        .without("workload-identity-token")
                        .with("dpop", "x")))
                .isEqualTo("400 credentials-mixed");
    }

    @Test
    void refuses_aSignatureWithoutItsToken() {
        assertThat(outcome(request().sign().without("workload-identity-token"))).isEqualTo("401 proof-without-token");
    }

    @Test
    void checks_theTokenFirst() {
        assertThat(outcome(SignedRequest.of(forge.holder, "no token")
                        .without("nonce")
                        .sign()))
                .isEqualTo("400 wit-malformed");
    }

    @Test
    void rechecks_likeEveryProofOfAToken() {
        VerifiedCaller caller = ((VerifyResult.Verified) verify(request().sign())).caller();

        bench.now = Instant.ofEpochSecond(Forge.NOW + 3700);
        assertThat(Bench.outcome(bench.verifier.recheck(caller))).isEqualTo("400 wit-expired");
        bench.bundles.put(dev.zt.identity.TrustDomain.of("shop.example"), Forge.bundle("key-2", Forge.newKey()));
        assertThat(Bench.outcome(bench.verifier.recheck(caller))).isEqualTo("400 wit-key-unknown");
        bench.bundles.clear();
        assertThat(Bench.outcome(bench.verifier.recheck(caller))).isEqualTo("400 wit-trust-domain-unknown");
    }

    @Test
    void case33_says_whichBodyWasSigned() throws IOException {
        assertThat(read(request().body("tea").sign(), "tea")).isEqualTo("tea");
        assertThat(read(request().body("tea").sign(), "oil")).isEqualTo("DIGEST_WRONG");
        assertThat(read(request().body("tea").sign(), "te")).isEqualTo("DIGEST_WRONG");
        assertThat(read(request().sign(), "")).isEmpty();
        assertThat(read(request().sign(), "tea")).isEqualTo("DIGEST_MISSING");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "md5=:XUFAKrxLKna5cZ2REBfFkg==: | 400 signature-digest-weak",
                "sha=:AAAA: | 400 signature-digest-weak",
                "sha-256=:AAAA: | 400 signature-digest",
                "sha-256=AAAA | 400 signature-digest",
            })
    void case33_refuses_aDigestThatProvesNothing(String digest, String expected) {
        assertThat(outcome(request().field("content-digest", digest).sign())).isEqualTo(expected);
    }

    @Test
    void case33_refuses_aBodyWithoutDigest() {
        assertThat(outcome(request().sign().with("content-length", "3"))).isEqualTo("400 signature-digest-missing");
        assertThat(outcome(request().sign().with("content-length", "0"))).isEqualTo("verified");
    }

    @Test
    void case34_refuses_whatWasChangedOnTheWay() {
        assertThat(outcome(request().sign().method("PUT"))).isEqualTo("400 signature-invalid");
        assertThat(outcome(request().sign().path("/orders/8"))).isEqualTo("400 signature-invalid");
        assertThat(outcome(request().sign().query("admin=1"))).isEqualTo("400 signature-invalid");
        assertThat(outcome(request().query("a=1").sign().query("a=2"))).isEqualTo("400 signature-invalid");
        assertThat(outcome(request().query("a=1").sign().query(""))).isEqualTo("400 signature-invalid");
        assertThat(outcome(request().field("content-type", "text/plain").sign().replaced("content-type", "text/html")))
                .isEqualTo("400 signature-invalid");
        assertThat(outcome(request().body("tea").sign().replaced("content-digest", SignedRequest.digest("oil"))))
                .isEqualTo("400 signature-invalid");
    }

    @Test
    void case34_refuses_anotherKeyAndAnotherTokenOfTheSameKey() {
        assertThat(outcome(SignedRequest.of(Forge.newKey(), forge.wit()).sign()))
                .isEqualTo("400 signature-invalid");
        String other = forge.wit(Forge.with(forge.witClaims(), "jti", "\"second\""));
        assertThat(outcome(request().sign().replaced("workload-identity-token", other)))
                .isEqualTo("400 signature-invalid");
    }

    @ParameterizedTest
    @CsvSource({
        "created,   400 signature-created",
        "expires,   400 signature-expires",
        "nonce,     400 signature-nonce",
        "wimse-aud, 400 signature-audience",
        "tag,       401 proof-missing",
    })
    void case35_refuses_aMissingParameter(String parameter, String expected) {
        assertThat(outcome(request().without(parameter).sign())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "  0, -1, 400 signature-expires",
        " 30, 40, verified",
        " 31, 40, 400 signature-ahead",
        "-89, 30, verified",
        "-90, 30, 400 signature-too-old",
        "-60, -29, verified",
        "-60, -30, 400 signature-expired",
        "  0, 60, verified",
        "  0, 61, 400 signature-too-far-ahead",
    })
    void case35_bounds_theTimes(long created, long expires, String expected) {
        assertThat(outcome(request()
                        .parameter("created", Long.toString(Forge.NOW + created))
                        .parameter("expires", Long.toString(Forge.NOW + expires))
                        .sign()))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "created,   999999999999999, 400 signature-ahead",
        "expires,   999999999999999, 400 signature-too-far-ahead",
        "created,   '\"1\"',         400 signature-created",
        "nonce,     '\"\"',          400 signature-nonce",
        "nonce,     7,               400 signature-nonce",
        "wimse-aud, '\"https://billing.internal\"', 400 signature-audience",
        "wimse-aud, '\"https://orders.internal/orders/8\"', 400 signature-audience",
        "wimse-aud, '\"https://ORDERS.internal:443\"', verified",
        "wimse-aud, '\"orders-alias\"', verified",
    })
    void case35_reads_parametersAsTheirTypes(String parameter, String value, String expected) {
        SignedRequest request = request().parameter(parameter, value);
        if (value.startsWith("9")) {
            request.parameter("expires", "999999999999999");
        }
        assertThat(outcome(request.sign())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "keyid, '\"k\"', 400 signature-key-stated",
        "alg, '\"ecdsa-p256-sha256\"', 400 signature-algorithm-stated",
        "wimse-req-nonce, '\"n\"', 400 signature-parameter",
        "other, 1, 400 signature-parameter",
        "wimse-sign-response, 1, 400 signature-parameter",
    })
    void case36_refuses_parametersThatDoNotBelongThere(String parameter, String value, String expected) {
        assertThat(outcome(request().parameter(parameter, value).sign())).isEqualTo(expected);
    }

    @Test
    void case37_chooses_byTagAlone() {
        assertThat(outcome(request().label("anything").sign())).isEqualTo("verified");
        assertThat(outcome(request().parameter("tag", "\"another\"").sign())).isEqualTo("401 proof-missing");
        assertThat(outcome(request()
                        .parameter("tag", "\"wimse-service-to-service\"")
                        .sign()))
                .isEqualTo("401 proof-missing");
        SignedRequest.Sent one = request().label("one").sign();
        SignedRequest.Sent two = request().label("two").sign();
        SignedRequest.Sent both = request().label("three").sign();
        assertThat(outcome(both.replaced(
                                "signature-input", one.value("signature-input") + ", " + two.value("signature-input"))
                        .replaced("signature", one.value("signature") + ", " + two.value("signature"))))
                .isEqualTo("400 signature-ambiguous");
    }

    @Test
    void case37_lets_aSignatureOfAnotherKindStandBeside() {
        SignedRequest.Sent sent = request().sign();
        String input = sent.value("signature-input") + ", proxy=(\"@method\");keyid=\"p\"";
        String bytes = sent.value("signature") + ", proxy=:AAAA:";

        assertThat(outcome(sent.replaced("signature-input", input).replaced("signature", bytes)))
                .isEqualTo("verified");
    }

    @ParameterizedTest
    @CsvSource({
        "@method, 400 signature-method",
        "@path, 400 signature-path",
        "@query, 400 signature-query",
        "workload-identity-token, 400 signature-token",
    })
    void case38_refuses_whatIsAlwaysToBeCovered(String component, String expected) {
        assertThat(outcome(request().uncover(component).sign())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "txn-token, t, 400 signature-transaction",
        "authorization, Basic eA==, 400 signature-authorization",
        "content-type, text/plain, 400 signature-content-type",
        "content-digest, sha-256=:AAAA:, 400 signature-content-digest",
    })
    void case38_refuses_fieldsThatAreThereAndNotCovered(String name, String value, String expected) {
        assertThat(outcome(request().uncovered(name, value).sign())).isEqualTo(expected);
        assertThat(outcome(request().sign().with(name, value))).isEqualTo(expected);
    }

    @Test
    void case38_lets_anAuthorizationOfAnotherSchemeDecideNothing() {
        VerifyResult.Verified verified = (VerifyResult.Verified)
                verify(request().field("authorization", "Basic eA==").sign());

        assertThat(verified.caller().id()).hasToString("spiffe://shop.example/gateway");
    }

    @Test
    void case38_refuses_otherCredentialsBeside() {
        assertThat(outcome(request().field("authorization", "Bearer x").sign())).isEqualTo("400 credentials-mixed");
        SignedRequest.Sent sent = request().sign();
        String proof = forge.proof(sent.value("workload-identity-token"));
        assertThat(outcome(sent.with("authorization", "WPT " + proof))).isEqualTo("400 credentials-mixed");
        assertThat(outcome(sent.replaced("signature-input", "x=(\"@method\");keyid=\"p\"")))
                .isEqualTo("verified");
        assertThat(outcome(sent.replaced("signature-input", "x=("))).isEqualTo("400 credentials-mixed");
    }

    @Test
    void case39_refuses_aNonceTheSecondTime_whoeverSendsIt() {
        SignedRequest.Sent sent = request().sign();

        assertThat(outcome(sent)).isEqualTo("verified");
        assertThat(outcome(sent)).isEqualTo("400 signature-replayed");
        var other = Forge.newKey();
        String wit = forge.wit(Forge.with(forge.witClaims(), "cnf", "{\"jwk\":" + Forge.publicJwk(other) + "}"));
        assertThat(outcome(
                        SignedRequest.of(other, wit).parameter("nonce", "\"n\"").sign()))
                .isEqualTo("verified");
        assertThat(outcome(request().parameter("nonce", "\"n\"").sign())).isEqualTo("400 signature-replayed");
    }

    @Test
    void case39_remembers_aNonceForAsLongAsItCouldBeUsed() {
        SignedRequest.Sent sent = request().sign();
        assertThat(outcome(sent)).isEqualTo("verified");

        bench.now = Instant.ofEpochSecond(Forge.NOW + 59);
        assertThat(outcome(sent)).isEqualTo("400 signature-replayed");
        bench.now = Instant.ofEpochSecond(Forge.NOW + 60);
        assertThat(outcome(sent)).isEqualTo("400 signature-expired");
    }

    @Test
    void case39_keeps_aNonceThatFailedForAnotherReasonUsable() {
        SignedRequest.Sent sent = request().sign();

        assertThat(outcome(sent.path("/orders/8"))).isEqualTo("400 signature-invalid");
        assertThat(outcome(sent.path("/orders/7"))).isEqualTo("verified");
    }

    @Test
    void case40_refuses_toServeWhoWantsASignedAnswer_whereNobodySignsOne() {
        assertThat(outcome(request().parameter("wimse-sign-response", "").sign()))
                .isEqualTo("400 signature-answer-demanded");
        assertThat(outcome(request().parameter("wimse-sign-response", "?0").sign()))
                .isEqualTo("verified");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain\r\nx: y", "text/plain\n", "text/\u00e9", "text\u0000"})
    void case41_refuses_aCoveredFieldThatIsNotOneLineOfAscii(String value) {
        assertThat(outcome(request().field("content-type", value).sign())).isEqualTo("400 signature-component");
    }

    @Test
    void case41_refuses_aLabelTwice() {
        SignedRequest.Sent sent = request().sign();
        String input = sent.value("signature-input");
        String bytes = sent.value("signature");

        assertThat(outcome(sent.replaced("signature-input", input + ", " + input)))
                .isEqualTo("400 signature-input");
        assertThat(outcome(sent.replaced("signature-input", input).replaced("signature", bytes + ", " + bytes)))
                .isEqualTo("400 signature-malformed");
    }

    @Test
    void refuses_fieldsThatAreTooLongOrIncomplete() {
        SignedRequest.Sent sent = request().sign();
        String bytes = sent.value("signature");

        assertThat(outcome(sent.without("signature"))).isEqualTo("400 signature-missing");
        assertThat(outcome(sent.replaced("signature", "other=:AAAA:"))).isEqualTo("400 signature-missing");
        assertThat(outcome(sent.replaced("signature", bytes + ", x=:" + "A".repeat(8192) + ":")))
                .isEqualTo("400 signature-too-long");
    }

    @Test
    void refuses_componentsThatHaveNoPlainValue() {
        assertThat(outcome(request().cover("content-type").sign())).isEqualTo("400 signature-component");
        assertThat(outcome(request().cover("@method").sign())).isEqualTo("400 signature-component");
        assertThat(outcome(request()
                        .uncovered("content-type", "text/plain")
                        .cover("content-type;sf")
                        .sign()))
                .isEqualTo("400 signature-component");
    }

    @Test
    void refuses_aFieldOfOneValueThatStandsTwice() {
        assertThat(outcome(request()
                        .field("content-type", "a/b, c/d")
                        .sign()
                        .replaced("content-type", "a/b")
                        .with("content-type", "c/d")))
                .isEqualTo("400 signature-field-repeated");
    }

    @Test
    void answers_notNow_whereNobodyRemembers() {
        CallerVerifier forgetful = new CallerVerifier(
                VerifierRules.of(dev.zt.identity.Audience.of("https://orders.internal"))
                        .acceptingSignatures(),
                issuer -> new dev.zt.keys.BundleLookup.Unavailable(java.time.Duration.ofSeconds(5)),
                bench.replays,
                dev.zt.keys.SignatureProvider.bouncyCastle(),
                () -> bench.now);

        assertThat(Bench.outcome(forgetful.verify(request().sign().call()))).isEqualTo("503 keys-unavailable");
    }

    @Test
    void keepsItsKeysApart_fromThoseOfOtherProofs() {
        TreeSet<Integer> hashes = new TreeSet<>();
        hashes.add(ReplayKey.of(ProofKind.HTTP_SIGNATURE, "t", "n").hashCode());
        hashes.add(ReplayKey.of(ProofKind.WPT, "t", "n").hashCode());
        hashes.add(ReplayKey.ofNonce("n", "t").hashCode());

        assertThat(hashes).hasSize(3);
        assertThat(ReplayKey.ofNonce("n", "t")).isEqualTo(ReplayKey.ofNonce("n", "u"));
        assertThat(ReplayKey.ofNonce("n", "t")).isNotEqualTo(ReplayKey.ofNonce("m", "t"));
    }
}
