package dev.zt.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.ECKey;
import dev.zt.identity.Audience;
import dev.zt.identity.TrustDomain;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.SignatureProvider;
import dev.zt.keys.TrustBundle;
import dev.zt.request.Call;
import dev.zt.request.Channel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Defects that libraries for SPIFFE have had with JWT-SVIDs, by the number that {@code docs/spec-map.md} gives them. */
class JwtSvidDefectsTest {
    private static final TrustDomain DOMAIN = TrustDomain.of("shop.example");
    private static final SignatureProvider ENGINE = SignatureProvider.bouncyCastle();
    private static final Instant NOW = Instant.ofEpochSecond(Forge.NOW);
    // TokenBench's verifier has one name, and this is about several.
    private static final List<Audience> NAMES =
            List.of(Audience.of("https://orders.internal"), Audience.of("orders-alias"));

    private final ECKey authority = Forge.newKey();
    private final Map<String, String> header = new LinkedHashMap<>();
    private final Map<String, String> claims = new LinkedHashMap<>();

    JwtSvidDefectsTest() {
        header.put("alg", "\"ES256\"");
        header.put("kid", "\"svid-1\"");
        claims.put("sub", "\"spiffe://shop.example/billing\"");
        claims.put("aud", "[\"https://orders.internal\"]");
        claims.put("exp", Long.toString(Forge.NOW + 300));
    }

    private BundleLookup bundle() {
        byte[] document = Forge.bundle("svid-1", authority, "jwt-svid").getBytes(StandardCharsets.UTF_8);
        return new BundleLookup.Found(TrustBundle.read(DOMAIN, "test", document, ENGINE), 1);
    }

    private String outcome(ECKey signer) {
        VerifierRules rules = new VerifierRules(
                        NAMES, WitProfile.SPIFFE, Duration.ofSeconds(30), Duration.ofSeconds(60), 8192, Set.of())
                .tokens(TokenRules.none().acceptingJwtSvids());
        CallerVerifier verifier = new CallerVerifier(
                rules,
                issuer -> issuer.equals(DOMAIN) ? bundle() : new BundleLookup.NotTrusted(),
                new InMemoryReplayStore(1024, () -> NOW),
                ENGINE,
                () -> NOW);
        Map<String, List<String>> fields =
                Map.of("Authorization", List.of("Bearer " + Forge.sign(header, claims, signer)));
        return Bench.outcome(verifier.verify(
                Call.of("GET", "/orders/7", name -> fields.getOrDefault(name, List.of()), Channel.TLS)));
    }

    private String outcome() {
        return outcome(authority);
    }

    @Test
    void defect11_refuses_aTokenBeforeItsTime() {
        claims.put("nbf", Long.toString(Forge.NOW + 31));

        assertThat(outcome()).isEqualTo("401 token-not-yet-valid");
    }

    @Test
    void defect11_accepts_clocksThatDifferALittle() {
        claims.put("nbf", Long.toString(Forge.NOW + 30));
        assertThat(outcome()).isEqualTo("verified");

        claims.put("exp", Long.toString(Forge.NOW - 29));
        claims.remove("nbf");
        assertThat(outcome()).isEqualTo("verified");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"orders-alias\"",
                "[\"orders-alias\"]",
                "[\"https://orders.internal\"]",
                "[\"https://other.internal\", \"orders-alias\"]"
            })
    void defect11_accepts_anyOfItsNamesAsTheAudience(String audience) {
        claims.put("aud", audience);

        assertThat(outcome()).isEqualTo("verified");
    }

    @Test
    void defect11_accepts_aTokenThatDoesNotSayWhenItWasIssued() {
        assertThat(claims).doesNotContainKey("iat");
        assertThat(outcome()).isEqualTo("verified");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "aud | [\"https://other.internal\"]",
                "exp | 1",
                "exp | \"never\"",
                "nbf | 99999999999",
                "cnf | {\"jkt\":\"x\"}"
            })
    void defect11_says_nothingOfClaims_whereTheSignatureIsAnothers(String name, String json) {
        claims.put(name, json);

        assertThat(outcome(Forge.newKey())).isEqualTo("401 token-signature");
    }

    @Test
    void defect12_refuses_aSubjectWithoutAPath() {
        claims.put("sub", "\"spiffe://shop.example\"");

        assertThat(outcome()).startsWith("401 ");
    }
}
