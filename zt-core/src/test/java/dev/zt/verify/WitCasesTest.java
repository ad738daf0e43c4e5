package dev.zt.verify;

import static dev.zt.verify.Forge.with;
import static dev.zt.verify.Forge.without;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.ECKey;
import dev.zt.identity.InstanceId;
import dev.zt.identity.TrustDomain;
import dev.zt.identity.WorkloadId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The negative cases 1 to 20 for workload identity tokens, by number; profile SPIFFE unless a name says WIMSE. */
class WitCasesTest {
    private final Bench bench = new Bench();
    private final Forge forge = bench.forge;

    private String wit(String claim, String json) {
        return forge.wit(with(forge.witClaims(), claim, json));
    }

    private String header(String name, String json) {
        return Forge.sign(with(forge.witHeader(), name, json), forge.witClaims(), forge.issuer);
    }

    private void assertOutcome(String wit, String expected) {
        assertThat(Bench.outcome(bench.verifyWit(wit))).isEqualTo(expected);
    }

    @Test
    void verifies_honestCall() {
        VerifyResult result = bench.verifyWit(forge.wit());

        assertThat(result).isInstanceOfSatisfying(VerifyResult.Verified.class, verified -> {
            assertThat(verified.caller().id()).isEqualTo(WorkloadId.of("spiffe://shop.example/gateway"));
            assertThat(verified.caller().instance().origin()).isEqualTo(InstanceId.Origin.KEY_THUMBPRINT);
            assertThat(verified.caller().proofKind()).isEqualTo(ProofKind.WPT);
            assertThat(verified.caller().narrowedTo()).isEmpty();
        });
    }

    @Test
    void names_theSignedInstance() {
        VerifyResult result = bench.verifyWit(wit("instance", "\"gateway-1\""));

        assertThat(((VerifyResult.Verified) result).caller().instance())
                .isEqualTo(InstanceId.parse("gateway-1").orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "NoNe", "NONE"})
    void case1_refuses_algorithmNoneInAnySpelling(String none) {
        String unsigned = header("alg", "\"" + none + "\"");

        assertOutcome(unsigned, "400 wit-algorithm");
        assertOutcome(unsigned.substring(0, unsigned.lastIndexOf('.') + 1), "400 wit-malformed");
    }

    @Test
    void case2_refuses_macWithThePublicKeyAsSecret() throws Exception {
        String input = Forge.base64(
                        Forge.json(with(forge.witHeader(), "alg", "\"HS256\"")).getBytes(StandardCharsets.UTF_8))
                + "." + Forge.base64(Forge.json(forge.witClaims()).getBytes(StandardCharsets.UTF_8));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Forge.publicJwk(forge.issuer).getBytes(StandardCharsets.UTF_8), "HmacSHA256"));

        assertOutcome(
                input + "." + Forge.base64(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII))),
                "400 wit-algorithm");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT", "at+jwt", "wpt+jwt", "WIT+JWT", "text/wit+jwt", ""})
    void case3_refuses_otherTypes(String typ) {
        assertOutcome(header("typ", "\"" + typ + "\""), "400 wit-type");
    }

    @Test
    void case3_refuses_missingType() {
        assertOutcome(Forge.sign(without(forge.witHeader(), "typ"), forge.witClaims(), forge.issuer), "400 wit-type");
    }

    @Test
    void case3_accepts_fullMediaType() {
        assertOutcome(header("typ", "\"application/wit+jwt\""), "verified");
    }

    @Test
    void case4_refuses_missingConfirmation() {
        String jwk = Forge.publicJwk(forge.holder);

        assertOutcome(forge.wit(without(forge.witClaims(), "cnf")), "400 wit-confirmation-key");
        assertOutcome(wit("cnf", "{}"), "400 wit-confirmation-key");
        assertOutcome(wit("cnf", "{\"jkt\":\"x\"}"), "400 wit-confirmation-key");
        assertOutcome(
                wit("cnf", "{\"jwk\":" + jwk.replace("\"alg\":\"ES256\",", "") + "}"), "400 wit-confirmation-key");
    }

    @Test
    void case5_refuses_confirmationKeyThatIsNoPublicSignatureKey() {
        String secret = Forge.publicJwk(forge.holder).replace("}", ",\"d\":\"" + forge.holder.getD() + "\"}");

        assertOutcome(
                wit("cnf", "{\"jwk\":{\"kty\":\"oct\",\"alg\":\"HS256\",\"k\":\"AAAA\"}}"), "400 wit-confirmation-key");
        assertOutcome(
                wit("cnf", "{\"jwk\":" + Forge.publicJwk(forge.holder).replace("ES256", "ECDH-ES") + "}"),
                "400 wit-confirmation-key");
        assertOutcome(wit("cnf", "{\"jwk\":" + secret + "}"), "400 wit-confirmation-key");
    }

    @Test
    void case6_refuses_tokenOneSecondBeyondTheLeeway() {
        String wit = forge.wit();
        bench.now = bench.now.plus(Duration.ofSeconds(3600 + 31));

        assertOutcome(wit, "400 wit-expired");
    }

    @Test
    void case6_accepts_tokenInTheLastSecondOfTheLeeway() {
        String wit = wit("exp", Long.toString(Forge.NOW - 29));

        assertOutcome(wit, "verified");
    }

    @Test
    void case6_refuses_tokenWhoseLeewayIsOver() {
        assertOutcome(wit("exp", Long.toString(Forge.NOW - 30)), "400 wit-expired");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1767229200\"", "-1", "0", "1e400", "1767229200.5", "999999999999999999", "null", "[1]"})
    void case6_refuses_expiryThatIsNoTime(String json) {
        assertOutcome(wit("exp", json), "400 wit-expiry");
    }

    @Test
    void case6_refuses_missingExpiry() {
        assertOutcome(forge.wit(without(forge.witClaims(), "exp")), "400 wit-expiry");
    }

    @Test
    void refuses_tokenFromTheFuture() {
        assertOutcome(wit("nbf", Long.toString(Forge.NOW + 31)), "400 wit-not-yet-valid");
        assertOutcome(wit("nbf", Long.toString(Forge.NOW + 30)), "verified");
        assertOutcome(wit("nbf", "\"soon\""), "400 wit-not-yet-valid");
    }

    @Test
    void case7_refuses_tokenOfOneDomainSignedByAnother() {
        ECKey other = Forge.newKey();
        bench.bundles.put(TrustDomain.of("other.example"), Forge.bundle("key-1", other));

        assertOutcome(Forge.sign(forge.witHeader(), forge.witClaims(), other), "400 wit-signature");
        assertOutcome(wit("sub", "\"spiffe://other.example/gateway\""), "400 wit-signature");
    }

    @ParameterizedTest
    @CsvSource({"jku,https://evil.example/keys", "x5u,https://evil.example/cert"})
    void case8_refuses_urlsInTheHeaderAndAsksForNoKey(String name, String url) {
        assertOutcome(header(name, "\"" + url + "\""), "400 wit-header");
        assertThat(bench.lookups).hasValue(0);
    }

    @Test
    void case8_refuses_keyInTheHeader() {
        ECKey own = Forge.newKey();
        String wit = Forge.sign(with(forge.witHeader(), "jwk", Forge.publicJwk(own)), forge.witClaims(), own);

        assertOutcome(wit, "400 wit-header");
    }

    @Test
    void case8_ignores_issuerWhenChoosingKeys() {
        assertOutcome(wit("iss", "\"https://evil.example\""), "verified");
    }

    @Test
    void case9_refuses_unknownKeyAndLooksOnce() {
        assertOutcome(header("kid", "\"key-2\""), "400 wit-key-unknown");
        // Once for what is known, once more for what a source may have to fetch.
        assertThat(bench.lookups).hasValue(2);
    }

    @Test
    void case9_wimse_refuses_missingKeyIdWithTwoKeys() {
        Bench wimse = new Bench(WitProfile.WIMSE, Set.of());
        String one = Forge.bundle("a", wimse.forge.issuer);
        String two = one.replace("]}", "," + Forge.bundle("b", Forge.newKey()).substring("{\"keys\":[".length()));
        wimse.bundles.put(TrustDomain.of("shop.example"), two);
        String wit = Forge.sign(without(wimse.forge.witHeader(), "kid"), wimse.forge.witClaims(), wimse.forge.issuer);

        assertThat(Bench.outcome(wimse.verifyWit(wit))).isEqualTo("400 wit-key-id-missing");
    }

    @Test
    void case9_wimse_accepts_missingKeyIdWithOneKey() {
        Bench wimse = new Bench(WitProfile.WIMSE, Set.of());
        String wit = Forge.sign(without(wimse.forge.witHeader(), "kid"), wimse.forge.witClaims(), wimse.forge.issuer);

        assertThat(Bench.outcome(wimse.verifyWit(wit))).isEqualTo("verified");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../../dev/null", "key-1' OR '1'='1", "/dev/null", "key-1\\u0000"})
    void case10_refuses_hostileKeyIds(String kid) {
        assertOutcome(header("kid", "\"" + kid + "\""), "400 wit-key-unknown");
    }

    @Test
    void case10_refuses_keyIdOfAHundredKilobytes() {
        assertOutcome(header("kid", "\"" + "k".repeat(100_000) + "\""), "400 wit-too-large");
    }

    @Test
    void case11_refuses_criticalHeaders() {
        assertOutcome(header("crit", "[\"exp\"]"), "400 wit-header");
        assertOutcome(header("b64", "false"), "400 wit-header");
    }

    @Test
    void case12_refuses_everyOtherSerialization() {
        String wit = forge.wit();

        assertOutcome("{\"payload\":\"x\"}", "400 wit-malformed");
        assertOutcome(wit + "=", "400 wit-malformed");
        assertOutcome(wit + ".AAAA", "400 wit-malformed");
        assertOutcome(wit + ".AAAA.AAAA", "400 wit-malformed");
        assertOutcome(wit.replaceFirst("\\.", " ."), "400 wit-malformed");
        assertOutcome(wit.substring(0, wit.length() - 1) + otherTailBits(wit), "400 wit-malformed");
    }

    // The last digit of a 64-byte signature carries four unused bits, which must be zero.
    private static char otherTailBits(String wit) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        return alphabet.charAt(alphabet.indexOf(wit.charAt(wit.length() - 1)) + 1);
    }

    @Test
    void case13_refuses_repeatedClaimsAndHeaders() {
        String claims = Forge.json(forge.witClaims());
        String header = Forge.json(forge.witHeader());

        assertOutcome(
                Forge.sign(
                        header,
                        claims.replace("{\"iss\"", "{\"sub\":\"spiffe://shop.example/admin\",\"iss\""),
                        forge.issuer),
                "400 wit-malformed");
        assertOutcome(
                Forge.sign(header.replace("{\"alg\"", "{\"alg\":\"none\",\"alg\""), claims, forge.issuer),
                "400 wit-malformed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spiffe://shop.example:8080/a",
                "spiffe://user@shop.example/a",
                "spiffe://shop.example/a?b",
                "spiffe://shop.example/a#b",
                "spiffe:///a",
                "a",
                "/a",
                "spiffe://shop.example",
                "https://shop.example/a"
            })
    void case14_refuses_subjectsOutsideTheGrammar(String sub) {
        assertOutcome(wit("sub", "\"" + sub + "\""), "400 wit-subject");
    }

    @Test
    void case14_refuses_overlongSubject() {
        assertOutcome(wit("sub", "\"spiffe://shop.example/" + "a".repeat(2048) + "\""), "400 wit-subject");
    }

    @Test
    void case14_spiffe_refuses_addressAsUnknownDomain() {
        assertOutcome(wit("sub", "\"spiffe://10.0.0.1/a\""), "400 wit-trust-domain-unknown");
    }

    @Test
    void case14_wimse_refuses_addressAsDomainEvenIfConfigured() {
        Bench wimse = new Bench(WitProfile.WIMSE, Set.of());
        wimse.bundles.put(TrustDomain.of("10.0.0.1"), Forge.bundle("key-1", wimse.forge.issuer));
        Map<String, String> claims = with(wimse.forge.witClaims(), "sub", "\"spiffe://10.0.0.1/a\"");

        assertThat(Bench.outcome(wimse.verifyWit(wimse.forge.wit(claims)))).isEqualTo("400 wit-subject");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spiffe://shop.example/%67ateway", "spiffe://SHOP.example/gateway",
                        "spiffe://shop.example/x/../gateway",
                "spiffe://shop.example/%2e%2e/gateway", "spiffe://shop.example//gateway",
                        "spiffe://shop.example/gateway/"
            })
    void case15_normalisesNoSubjectIntoAMatch(String sub) {
        assertOutcome(wit("sub", "\"" + sub + "\""), "400 wit-subject");
    }

    @Test
    void case18_refuses_twoTokens() {
        String wit = forge.wit();
        Bench.Headers headers = new Bench.Headers()
                .with("Workload-Identity-Token", wit)
                .with("Workload-Identity-Token", wit)
                .with("Authorization", "WPT " + forge.proof(wit));

        assertThat(Bench.outcome(bench.verify(headers))).isEqualTo("400 wit-repeated");
        assertThat(Bench.outcome(bench.verify(wit + "," + wit, forge.proof(wit))))
                .isEqualTo("400 wit-repeated");
    }

    @Test
    void case19_refuses_tokenAsBearerAndTokenAlone() {
        String wit = forge.wit();

        assertThat(Bench.outcome(bench.verify(new Bench.Headers().with("Authorization", "Bearer " + wit))))
                .isEqualTo("401 scheme-not-accepted");
        assertThat(Bench.outcome(bench.verify(new Bench.Headers().with("Workload-Identity-Token", wit))))
                .isEqualTo("401 proof-missing");
    }

    @Test
    void case20_spiffe_refuses_audience() {
        assertOutcome(wit("aud", "\"https://orders.internal\""), "400 wit-audience-present");
    }

    @Test
    void case20_wimse_ignores_audience() {
        Bench wimse = new Bench(WitProfile.WIMSE, Set.of());

        assertThat(Bench.outcome(wimse.verifyWit(wimse.forge.wit(with(wimse.forge.witClaims(), "aud", "\"x\"")))))
                .isEqualTo("verified");
    }

    @Test
    void case20_spiffe_refuses_missingKeyId() {
        assertOutcome(
                Forge.sign(without(forge.witHeader(), "kid"), forge.witClaims(), forge.issuer),
                "400 wit-key-id-missing");
    }

    @Test
    void case20_refuses_anotherAlgorithmThanItsKeyIsPublishedFor() {
        assertOutcome(header("alg", "\"ES384\""), "400 wit-algorithm");
    }

    @Test
    void case20_spiffe_refuses_edDsa() {
        assertOutcome(header("alg", "\"EdDSA\""), "400 wit-algorithm");
    }

    @Test
    void case20_spiffe_refuses_keyOfAnotherUse() {
        bench.bundles.put(TrustDomain.of("shop.example"), Forge.bundle("key-1", forge.issuer, "jwt-svid"));

        assertOutcome(forge.wit(), "400 wit-key-unknown");
    }

    @Test
    void refuses_badInstance() {
        assertOutcome(wit("instance", "\"a b\""), "400 wit-instance");
        assertOutcome(wit("instance", "7"), "400 wit-instance");
    }

    @Test
    void refuses_tokenOfAMebibyteBeforeDecodingIt() {
        assertThat(Bench.outcome(bench.verify("A".repeat(1 << 20), "x.y.z"))).isEqualTo("400 wit-too-large");
        assertThat(bench.lookups).hasValue(0);
    }

    @Test
    void says_unavailableWhileKeysAre() {
        bench.bundles.put(TrustDomain.of("shop.example"), "");

        assertOutcome(forge.wit(), "503 keys-unavailable");
    }

    @Test
    void forgets_whatItRememberedWhenTheTrustEpochChanges() {
        String wit = forge.wit();
        assertOutcome(wit, "verified");

        bench.bundles.put(TrustDomain.of("shop.example"), Forge.bundle("key-1", Forge.newKey()));
        bench.epoch++;

        assertOutcome(wit, "400 wit-signature");
    }

    @Test
    void refuses_rememberedTokenOnceItsDomainIsNoLongerTrusted() {
        String wit = forge.wit();
        assertOutcome(wit, "verified");

        bench.bundles.clear();

        assertOutcome(wit, "400 wit-trust-domain-unknown");
    }

    @Test
    void ends_runningWork_whenTheDomainIsNoLongerTrusted_andWhenTheTokenIsOver() {
        VerifiedCaller caller = ((VerifyResult.Verified) bench.verifyWit(forge.wit())).caller();
        assertThat(Bench.outcome(bench.verifier.recheck(caller))).isEqualTo("verified");

        bench.now = caller.until();
        assertThat(Bench.outcome(bench.verifier.recheck(caller))).isEqualTo("400 wit-expired");
        bench.bundles.put(TrustDomain.of("shop.example"), Forge.bundle("key-2", Forge.newKey()));
        assertThat(Bench.outcome(bench.verifier.recheck(caller))).isEqualTo("400 wit-key-unknown");
        bench.bundles.clear();
        assertThat(Bench.outcome(bench.verifier.recheck(caller))).isEqualTo("400 wit-trust-domain-unknown");
    }

    @Test
    void refuses_rememberedTokenOnceItExpires() {
        String wit = forge.wit();
        assertOutcome(wit, "verified");

        bench.now = bench.now.plusSeconds(3631);

        assertOutcome(wit, "400 wit-expired");
    }
}
