package dev.zt.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.ECKey;
import dev.zt.identity.TrustDomain;
import dev.zt.identity.WorkloadId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JWT-SVIDs from bearers (SPIFFE JWT-SVID §2 to §4). */
class JwtSvidCasesTest {
    private static final TrustDomain DOMAIN = TrustDomain.of("shop.example");

    private final ECKey authority = Forge.newKey();
    private final TokenBench bench = new TokenBench(TokenRules::acceptingJwtSvids, null);

    JwtSvidCasesTest() {
        bench.keys.put(DOMAIN, Forge.bundle("svid-1", authority, "jwt-svid"));
    }

    private static Map<String, String> header() {
        Map<String, String> header = new LinkedHashMap<>();
        header.put("alg", "\"ES256\"");
        header.put("kid", "\"svid-1\"");
        return header;
    }

    private static Map<String, String> claims() {
        Map<String, String> claims = new LinkedHashMap<>();
        claims.put("sub", "\"spiffe://shop.example/billing\"");
        claims.put("aud", "[\"https://orders.internal\"]");
        claims.put("exp", Long.toString(Forge.NOW + 300));
        return claims;
    }

    private String outcome(Map<String, String> header, Map<String, String> claims) {
        return Bench.outcome(bench.verifyBearer(Forge.sign(header, claims, authority)));
    }

    @Test
    void accepts_aJwtSvidAsABearersWord() {
        VerifiedCaller caller = bench.caller(bench.verifyBearer(Forge.sign(header(), claims(), authority)));

        assertThat(caller.id()).isEqualTo(WorkloadId.of("spiffe://shop.example/billing"));
        assertThat(caller.proofKind()).isEqualTo(ProofKind.BEARER);
        assertThat(caller.token()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT", "JOSE"})
    void accepts_theTypesOfTheStandard(String typ) {
        assertThat(outcome(Forge.with(header(), "typ", "\"" + typ + "\""), claims()))
                .isEqualTo("verified");
    }

    @ParameterizedTest
    @ValueSource(strings = {"wit+jwt", "dpop+jwt", "jwt", ""})
    void refuses_otherTypes(String typ) {
        assertThat(outcome(Forge.with(header(), "typ", "\"" + typ + "\""), claims()))
                .isEqualTo("401 token-type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jku", "x5c", "crit", "cty", "x-mine"})
    void refuses_anyOtherHeaderParameter(String name) {
        assertThat(outcome(Forge.with(header(), name, "\"x\""), claims())).isEqualTo("401 token-header");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sub | \"spiffe://other.example/billing\" | token-issuer-unknown",
                "sub | \"spiffe://shop.example\" | token-type",
                "sub | \"billing\" | token-type",
                "aud | \"https://other.internal\" | token-audience",
                "aud | [] | token-audience",
                "exp | 1767225570 | token-expired",
                "exp | \"x\" | token-expiry",
                "nbf | \"x\" | token-not-yet-valid",
                "nbf | 1767225631 | token-not-yet-valid",
                "cnf | {\"jkt\":\"x\"} | token-confirmation"
            })
    void refuses_spoiledClaims(String name, String json, String reason) {
        assertThat(outcome(header(), Forge.with(claims(), name, json))).isEqualTo("401 " + reason);
    }

    @ParameterizedTest
    @CsvSource({"sub, token-type", "aud, token-audience", "exp, token-expiry"})
    void refuses_missingClaims(String name, String reason) {
        assertThat(outcome(header(), Forge.without(claims(), name))).isEqualTo("401 " + reason);
    }

    @Test
    void refuses_aTokenThatNamesNoKey() {
        assertThat(outcome(Forge.without(header(), "kid"), claims())).isEqualTo("401 token-key-id-missing");
    }

    @Test
    void refuses_theKeysOfWorkloadIdentityTokens() {
        bench.keys.put(DOMAIN, Forge.bundle("svid-1", authority, "wit-svid"));

        assertThat(outcome(header(), claims())).isEqualTo("401 token-key-unknown");
    }

    @Test
    void refuses_jwtSvidsUnlessToldToAcceptThem() {
        TokenBench strict = new TokenBench();
        strict.keys.put(DOMAIN, Forge.bundle("svid-1", authority, "jwt-svid"));

        assertThat(Bench.outcome(strict.verifyBearer(Forge.sign(header(), claims(), authority))))
                .isEqualTo("401 token-type");
    }

    @Test
    void refuses_aJwtSvidWithAProof() {
        String svid = Forge.sign(header(), claims(), authority);

        assertThat(Bench.outcome(bench.verifyBound(svid, bench.proof(svid)))).isEqualTo("401 token-unbound");
    }
}
