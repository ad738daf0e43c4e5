package dev.zt.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.ECKey;
import dev.zt.identity.ClientId;
import dev.zt.identity.IssuerUrl;
import dev.zt.identity.Scopes;
import dev.zt.identity.TrustDomain;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Access tokens (RFC 9068), with the numbers of the negative cases that the project keeps. */
class AccessTokenCasesTest {
    private final TokenBench bench = new TokenBench();

    @Test
    void accepts_aStandardToken() {
        VerifiedCaller caller = bench.caller(bench.verifyBearer(bench.bearer()));

        assertThat(caller.id()).isEqualTo(ClientId.client(IssuerUrl.of(TokenBench.ISSUER), "billing"));
        assertThat(caller.proofKind()).isEqualTo(ProofKind.BEARER);
        assertThat(caller.instance().isPossiblyShared()).isTrue();
        assertThat(caller.keyThumbprint()).isEmpty();
        assertThat(caller.token().orElseThrow().scopes()).isEqualTo(Scopes.of("orders:read", "orders:write"));
        assertThat(caller.token().orElseThrow().subject()).isEqualTo("billing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"at+jwt", "application/at+jwt"})
    void accepts_bothSpellingsOfTheType(String typ) {
        Map<String, String> header = Forge.with(bench.header(), "typ", "\"" + typ + "\"");

        assertThat(Bench.outcome(bench.verifyBearer(Forge.sign(header, bench.claims(), bench.issuer))))
                .isEqualTo("verified");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "JWT",
                "jwt",
                "at+JWT",
                "wit+jwt",
                "wpt+jwt",
                "dpop+jwt",
                "txntoken+jwt",
                "secevent+jwt",
                "logout+jwt",
                "client-authentication+jwt",
                "zt-status+jwt",
                "application/jwt",
                "text/at+jwt"
            })
    void case46_refuses_tokensOfEveryOtherKind(String typ) {
        Map<String, String> header = Forge.with(bench.header(), "typ", "\"" + typ + "\"");

        assertThat(Bench.outcome(bench.verifyBearer(Forge.sign(header, bench.claims(), bench.issuer))))
                .isEqualTo("401 token-type");
    }

    @Test
    void case46_refuses_aTokenWithoutType() {
        Map<String, String> header = Forge.without(bench.header(), "typ");

        assertThat(Bench.outcome(bench.verifyBearer(Forge.sign(header, bench.claims(), bench.issuer))))
                .isEqualTo("401 token-type");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "aud | \"https://other.internal\" | token-audience",
                "aud | [] | token-audience",
                "aud | [\"https://orders.internal\",7] | token-audience",
                "aud | \"https://orders.internal.evil.example\" | token-audience",
                "aud | \"https://orders.internal?x\" | token-audience",
                "aud | {} | token-audience",
                "aud | \"https://orders.internal#x\" | token-audience",
                "aud | \"\" | token-audience",
                "exp | \"1767229200\" | token-expiry",
                "exp | -1 | token-expiry",
                "exp | 1e400 | token-expiry",
                "exp | 1767225570 | token-expired",
                "nbf | 1767225631 | token-not-yet-valid",
                "nbf | \"now\" | token-not-yet-valid",
                "sub | 7 | token-claims",
                "sub | \"\" | token-claims",
                "client_id | null | token-claims",
                "client_id | \"two words\" | token-actor",
                "iat | \"x\" | token-claims",
                "jti | [] | token-claims",
                "scope | 7 | token-scope",
                "scope | \"two  spaces\" | token-scope",
                "scope | [\"orders:read\",7] | token-scope",
                "scope | [\"two words\"] | token-scope",
                "auth_time | \"x\" | token-claims",
                "acr | 2 | token-claims",
                "cnf | {} | token-confirmation",
                "cnf | \"x\" | token-confirmation",
                "cnf | {\"kid\":\"x\"} | token-confirmation",
                "cnf | {\"jkt\":\"short\"} | token-confirmation",
                "cnf | {\"jkt\":\"!!!!\"} | token-confirmation",
                "cnf | {\"jkt\":7} | token-confirmation",
                "cnf | {\"jwk\":{}} | token-confirmation",
                "iss | \"https://idp.example\" | token-issuer-unknown",
                "iss | \"https://idp.example/shop/\" | token-issuer-unknown",
                "iss | \"https://IDP.example/shop\" | token-issuer-unknown",
                "iss | [\"https://idp.example/shop\"] | token-issuer-unknown"
            })
    void refuses_spoiledClaims(String name, String json, String reason) {
        assertThat(bench.bearerOutcome(Forge.with(bench.claims(), name, json))).isEqualTo("401 " + reason);
    }

    @ParameterizedTest
    @CsvSource({
        "iss, token-issuer-unknown",
        "aud, token-audience",
        "exp, token-expiry",
        "sub, token-claims",
        "client_id, token-claims",
        "iat, token-claims",
        "jti, token-claims"
    })
    void refuses_missingClaims(String name, String reason) {
        assertThat(bench.bearerOutcome(Forge.without(bench.claims(), name))).isEqualTo("401 " + reason);
    }

    @ParameterizedTest
    @CsvSource({"1024, verified", "1025, 401 token-claims"})
    void reads_textsOf1024Characters(int length, String outcome) {
        assertThat(bench.bearerOutcome(Forge.with(bench.claims(), "sub", "\"" + "a".repeat(length) + "\"")))
                .isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({"64, verified", "65, 401 token-audience"})
    void reads_64Audiences(int count, String outcome) {
        String others = "\"a\",".repeat(count - 1);

        assertThat(bench.bearerOutcome(
                        Forge.with(bench.claims(), "aud", "[" + others + "\"https://orders.internal\"]")))
                .isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({"64, verified", "65, 401 token-scope"})
    void reads_64ScopesOfAnArray(int count, String outcome) {
        String scopes =
                IntStream.range(0, count).mapToObj(i -> "\"s" + i + "\"").collect(Collectors.joining(","));

        assertThat(bench.bearerOutcome(Forge.with(bench.claims(), "scope", "[" + scopes + "]")))
                .isEqualTo(outcome);
    }

    @Test
    void refuses_aHashOfAnotherLength() {
        for (String hash : List.of("A".repeat(65), "A".repeat(64), "A".repeat(42), "A".repeat(44))) {
            assertThat(bench.bearerOutcome(Forge.with(bench.claims(), "cnf", "{\"jkt\":\"" + hash + "\"}")))
                    .isEqualTo("401 token-confirmation");
        }
    }

    @Test
    void grants_nothingByAnEmptyScope() {
        VerifyResult result = bench.verifyBearer(bench.token(Forge.with(bench.claims(), "scope", "\"\"")));

        assertThat(bench.caller(result).token().orElseThrow().scopes()).isEqualTo(Scopes.none());
    }

    @Test
    void case47_accepts_anActorOfTheSameIssuer() {
        String act = "{\"sub\":\"outer\",\"iss\":\"" + TokenBench.ISSUER + "\"}";

        assertThat(bench.bearerOutcome(Forge.with(bench.claims(), "act", act))).isEqualTo("verified");
    }

    @Test
    void accepts_anAudienceAmongOthers() {
        String both = "[\"https://other.internal\",\"https://orders.internal/\"]";

        assertThat(bench.bearerOutcome(Forge.with(bench.claims(), "aud", both))).isEqualTo("verified");
    }

    @Test
    void grants_nothingByATokenWithoutScope() {
        VerifyResult result = bench.verifyBearer(bench.token(Forge.without(bench.claims(), "scope")));

        assertThat(bench.caller(result).token().orElseThrow().scopes()).isEqualTo(Scopes.none());
    }

    @Test
    void reads_scopesFromAnArrayToo() {
        String token = bench.token(Forge.with(bench.claims(), "scope", "[\"orders:read\",\"a\"]"));

        assertThat(bench.caller(bench.verifyBearer(token)).token().orElseThrow().scopes())
                .isEqualTo(Scopes.of("orders:read", "a"));
    }

    @Test
    void case47_names_theOutermostActorAlone() {
        String act = "{\"sub\":\"outer\",\"act\":{\"sub\":\"billing\"}}";

        VerifyResult result = bench.verifyBearer(bench.token(Forge.with(bench.claims(), "act", act)));

        assertThat(bench.caller(result).id())
                .isEqualTo(ClientId.actor(IssuerUrl.of(TokenBench.ISSUER), "outer"))
                .isNotEqualTo(ClientId.client(IssuerUrl.of(TokenBench.ISSUER), "outer"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "\"outer\"",
                "{\"sub\":7}",
                "{\"sub\":\"\"}",
                "{\"client_id\":\"billing\"}",
                "{\"sub\":\"outer\",\"iss\":\"https://other.example\"}"
            })
    void case47_refuses_anActorThatNobodyVouchesFor(String act) {
        assertThat(bench.bearerOutcome(Forge.with(bench.claims(), "act", act))).isEqualTo("401 token-actor");
    }

    @Test
    void means_nothingByASpiffeIdAsSubject() {
        String token = bench.token(Forge.with(bench.claims(), "sub", "\"spiffe://shop.example/gateway\""));

        assertThat(bench.caller(bench.verifyBearer(token)).id()).isInstanceOf(ClientId.class);
    }

    @Test
    void case42_refuses_aKeyBoundTokenFromABearer() {
        assertThat(Bench.outcome(bench.verifyBearer(bench.bound()))).isEqualTo("401 token-bound");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jwk", "jku", "jwe", "kid", "x5t#S512"})
    void refuses_aBindingThatItCannotCheckBesideOneThatItCan(String name) {
        String cnf = "{\"jkt\":\"" + TokenBench.thumbprint(bench.client) + "\",\"" + name + "\":\"x\"}";
        String token = bench.token(Forge.with(bench.claims(), "cnf", cnf));

        assertThat(Bench.outcome(bench.verifyBound(token, bench.proof(token)))).isEqualTo("401 token-confirmation");
    }

    @Test
    void ignores_whatSaysNothingOfTheBinding() {
        String cnf = "{\"jkt\":\"" + TokenBench.thumbprint(bench.client) + "\",\"kc-jkt-type\":\"DPoP\"}";
        String token = bench.token(Forge.with(bench.claims(), "cnf", cnf));

        assertThat(Bench.outcome(bench.verifyBound(token, bench.proof(token)))).isEqualTo("verified");
    }

    @Test
    void refuses_theKeyOfAnotherIssuer() {
        ECKey other = Forge.newKey();
        bench.keys.put(IssuerUrl.of("https://other.example"), Forge.bundle("key-1", other, "sig"));

        assertThat(Bench.outcome(bench.verifyBearer(Forge.sign(bench.header(), bench.claims(), other))))
                .isEqualTo("401 token-signature");
    }

    @Test
    void refuses_anIssuerWhoseKeysAreKnownButWhoIsNotAccepted() {
        bench.keys.put(IssuerUrl.of("https://other.example"), Forge.bundle("key-1", bench.issuer, "sig"));

        assertThat(bench.bearerOutcome(Forge.with(bench.claims(), "iss", "\"https://other.example\"")))
                .isEqualTo("401 token-issuer-unknown");
    }

    @Test
    void refuses_aKeyThatIsForSvids() {
        bench.keys.put(IssuerUrl.of(TokenBench.ISSUER), Forge.bundle("key-1", bench.issuer, "jwt-svid"));

        assertThat(Bench.outcome(bench.verifyBearer(bench.bearer()))).isEqualTo("401 token-key-unknown");
    }

    @Test
    void refuses_unknownKeys() {
        Map<String, String> header = Forge.with(bench.header(), "kid", "\"key-2\"");

        assertThat(Bench.outcome(bench.verifyBearer(Forge.sign(header, bench.claims(), bench.issuer))))
                .isEqualTo("401 token-key-unknown");
    }

    @Test
    void accepts_aTokenWithoutKeyIdWhereThereIsOneKeyOnly() {
        String token = Forge.sign(Forge.without(bench.header(), "kid"), bench.claims(), bench.issuer);

        assertThat(Bench.outcome(bench.verifyBearer(token))).isEqualTo("verified");
    }

    @Test
    void refuses_aTokenWithoutKeyIdWhereThereAreSeveralKeys() {
        String one = Forge.bundle("key-1", bench.issuer, "sig");
        String other = Forge.bundle("key-2", bench.client, "sig");
        bench.keys.put(
                IssuerUrl.of(TokenBench.ISSUER), one.replace("]}", "," + other.substring("{\"keys\":[".length())));
        String token = Forge.sign(Forge.without(bench.header(), "kid"), bench.claims(), bench.issuer);

        assertThat(Bench.outcome(bench.verifyBearer(bench.bearer()))).isEqualTo("verified");
        assertThat(Bench.outcome(bench.verifyBearer(token))).isEqualTo("401 token-key-id-missing");
    }

    @Test
    void says_thatItCannotTellWithoutKeys() {
        bench.keys.put(IssuerUrl.of(TokenBench.ISSUER), "");

        assertThat(Bench.outcome(bench.verifyBearer(bench.bearer()))).isEqualTo("503 keys-unavailable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"none\"", "\"NoNe\"", "\"HS256\"", "\"ES384\"", "\"EdDSA\"", "\"es256\"", "7"})
    void refuses_otherAlgorithms(String alg) {
        Map<String, String> header = Forge.with(bench.header(), "alg", alg);

        assertThat(Bench.outcome(bench.verifyBearer(Forge.sign(header, bench.claims(), bench.issuer))))
                .isEqualTo("401 token-algorithm");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jwk", "jku", "x5u", "x5c", "crit", "b64", "zip", "cty", "nonce"})
    void refuses_headersWithMore(String name) {
        Map<String, String> header = Forge.with(bench.header(), name, "\"x\"");

        assertThat(Bench.outcome(bench.verifyBearer(Forge.sign(header, bench.claims(), bench.issuer))))
                .isEqualTo("401 token-header");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "a.b", "a.b.c", "a.b.c.d.e", "e30.e30.e30", "%7B%7D"})
    void refuses_whatIsNoToken(String text) {
        assertThat(Bench.outcome(bench.verifyBearer(text))).startsWith("401 token-");
    }

    @Test
    void refuses_whatIsTooLong() {
        assertThat(Bench.outcome(bench.verifyBearer("a".repeat(8193)))).isEqualTo("401 token-too-large");
    }

    @Test
    void refuses_aRepeatedClaim() {
        String payload = Forge.json(bench.claims()).replace("{", "{\"sub\":\"other\",");

        assertThat(Bench.outcome(bench.verifyBearer(Forge.sign(Forge.json(bench.header()), payload, bench.issuer))))
                .isEqualTo("401 token-malformed");
    }

    @Test
    void accepts_noTokensWhereNoIssuerIsNamed() {
        TokenBench none = new TokenBench(rules -> TokenRules.none(), null);

        assertThat(Bench.outcome(none.verifyBearer(none.bearer()))).isEqualTo("401 scheme-not-accepted");
        assertThat(Bench.outcome(none.verifyBound(none.bound(), none.proof(none.bound()))))
                .isEqualTo("401 scheme-not-accepted");
    }

    @Test
    void refuses_aWorkloadIdentityTokenBesideABearerToken() {
        VerifyResult result = bench.verify(
                Map.of("Authorization", List.of("Bearer " + bench.bearer()), "Workload-Identity-Token", List.of("x")));

        assertThat(Bench.outcome(result)).isEqualTo("400 credentials-mixed");
    }

    @Test
    void forgets_whatAWithdrawnKeySigned() {
        String token = bench.bearer();
        VerifiedCaller caller = bench.caller(bench.verifyBearer(token));
        bench.keys.put(IssuerUrl.of(TokenBench.ISSUER), Forge.bundle("key-2", Forge.newKey(), "sig"));
        bench.epoch++;

        assertThat(Bench.outcome(bench.verifyBearer(token))).isEqualTo("401 token-key-unknown");
        assertThat(Bench.outcome(bench.verifier.recheck(caller))).isEqualTo("401 token-key-unknown");
    }

    @Test
    void ends_runningWork_whenTheIssuerIsNoLongerTrusted_andWhenTheTokenIsOver() {
        VerifiedCaller caller = bench.caller(bench.verifyBearer(bench.bearer()));
        assertThat(Bench.outcome(bench.verifier.recheck(caller))).isEqualTo("verified");

        bench.now = bench.now.plusSeconds(330);
        assertThat(Bench.outcome(bench.verifier.recheck(caller))).isEqualTo("401 token-expired");
        bench.keys.put(IssuerUrl.of(TokenBench.ISSUER), "");
        assertThat(Bench.outcome(bench.verifier.recheck(caller))).isEqualTo("503 keys-unavailable");
        bench.keys.clear();
        assertThat(Bench.outcome(bench.verifier.recheck(caller))).isEqualTo("401 token-issuer-unknown");
    }

    @Test
    void shows_noneOfItsClaims() {
        VerifiedCaller caller = bench.caller(bench.verifyBearer(bench.bearer()));

        assertThat(caller.toString()).contains("billing").doesNotContain("eyJ");
        assertThat(caller.token().orElseThrow().id()).isNotEmpty();
        assertThat(caller.token().orElseThrow()).hasToString("VerifiedToken[orders:read orders:write]");
    }

    @Test
    void expires_rememberedTokens() {
        String token = bench.bearer();
        bench.verifyBearer(token);
        bench.now = bench.now.plusSeconds(330);

        assertThat(Bench.outcome(bench.verifyBearer(token))).isEqualTo("401 token-expired");
    }

    @Test
    void refuses_aTrustDomainAsIssuer() {
        bench.keys.put(TrustDomain.of("shop.example"), Forge.bundle("key-1", bench.issuer));

        assertThat(bench.bearerOutcome(Forge.with(bench.claims(), "iss", "\"shop.example\"")))
                .isEqualTo("401 token-issuer-unknown");
    }
}
