package dev.zt.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.identity.ClientId;
import dev.zt.identity.IssuerUrl;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What went wrong in others' verifiers of tokens, by its numbers; for what went wrong in JOSE see JoseHistoryTest. */
class TokenHistoryTest {
    private final TokenBench bench = new TokenBench();

    private String outcome(String claim, String json) {
        return bench.bearerOutcome(Forge.with(bench.claims(), claim, json));
    }

    @ParameterizedTest
    @DisplayName("issuers that look alike: CVE-2018-15801, CVE-2024-53861, CVE-2025-30144, CVE-2026-22748")
    @ValueSource(
            strings = {
                "\"https://idp.example/sho\"",
                "\"https://idp.example/shop2\"",
                "\"https://idp.example/shop/../shop\"",
                "\"https://idp.example:443/shop\"",
                "\"https://idp.example/%73hop\"",
                "[\"https://idp.example/shop\",\"https://evil.example\"]",
                "{\"0\":\"https://idp.example/shop\"}",
                "\"idp.example/shop\"",
                "\"\""
            })
    void rejects_issuersThatLookAlike(String issuer) {
        assertThat(outcome("iss", issuer)).isEqualTo("401 token-issuer-unknown");
    }

    @ParameterizedTest
    @DisplayName("audiences that are none: CVE-2020-26160, CVE-2024-5798")
    @ValueSource(strings = {"[\"\"]", "\"\"", "{}", "0", "[]", "[[\"https://orders.internal\"]]", "\"*\"", "null"})
    void rejects_audiencesThatAreNone(String audience) {
        assertThat(outcome("aud", audience)).isEqualTo("401 token-audience");
    }

    @Test
    @DisplayName("remembered verdicts that mix callers up: CVE-2026-35039")
    void mixes_noCallersUp() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 8; i++) {
            String client = "client-" + i;
            String token = bench.token(
                    Forge.with(Forge.with(bench.claims(), "client_id", "\"" + client + "\""), "jti", "\"the same\""));
            for (int j = 0; j < 2; j++) {
                assertThat(bench.caller(bench.verifyBearer(token)).id())
                        .isEqualTo(ClientId.client(IssuerUrl.of(TokenBench.ISSUER), client));
            }
            seen.add(token);
        }
        assertThat(seen).hasSize(8);
    }

    @ParameterizedTest
    @DisplayName("schemes parsed by other rules: GHSA-gv94-wp4h-vv8p")
    @ValueSource(
            strings = {
                "Bearer\t%s",
                "Bearer  %s",
                " Bearer %s",
                "Bearer=%s",
                "Bearer %s ",
                "Bearer %s,x",
                "Bearer\u00A0%s"
            })
    void rejects_otherSeparators(String form) {
        VerifyResult result = bench.verify(Map.of("Authorization", List.of(form.formatted(bench.bearer()))));

        assertThat(Bench.outcome(result)).startsWith("401 ");
    }

    @ParameterizedTest
    @DisplayName("schemes have no case: RFC 9110 §11.1")
    @ValueSource(strings = {"bearer %s", "BEARER %s"})
    void accepts_schemesOfAnyCase(String form) {
        VerifyResult result = bench.verify(Map.of("Authorization", List.of(form.formatted(bench.bearer()))));

        assertThat(Bench.outcome(result)).isEqualTo("verified");
    }

    @Test
    @DisplayName("an ID token, a logout token or an assertion as access token: RFC 9068 §4, RFC 8725 §3.12")
    void rejects_tokensOfOtherUse() {
        for (String typ : List.of("JWT", "logout+jwt", "client-authentication+jwt", "token-introspection+jwt")) {
            Map<String, String> header = Forge.with(bench.header(), "typ", "\"" + typ + "\"");

            assertThat(Bench.outcome(bench.verifyBearer(Forge.sign(header, bench.claims(), bench.issuer))))
                    .isEqualTo("401 token-type");
        }
    }

    @Test
    @DisplayName(
            "a bound token taken as plain bearer, as by servers that do not look at cnf: RFC 9449 §7.1, RFC 8705 §3")
    void rejects_boundTokensAsLess() {
        String byCertificate = bench.token(
                Forge.with(bench.claims(), "cnf", "{\"x5t#S256\":\"" + Forge.hash("a certificate") + "\"}"));

        assertThat(Bench.outcome(bench.verifyBearer(bench.bound()))).isEqualTo("401 token-bound");
        assertThat(Bench.outcome(bench.verifyBearer(byCertificate))).isEqualTo("401 token-certificate");
    }
}
