package dev.zt.own;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.fetch.Fetched;
import dev.zt.identity.Audience;
import dev.zt.identity.Scopes;
import dev.zt.keys.SignatureProvider;
import dev.zt.own.TokenAnswer.Blame;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom an answer without a token is held against. */
class TokenReadingTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_767_225_600L);
    private static final DpopMint MINT = DpopMint.withNewKey(SignatureProvider.bouncyCastle(), () -> NOW);
    private static final TokenTarget OWN = TokenTarget.of(Audience.of("https://orders.internal"), Scopes.none());
    private static final TokenTarget EXCHANGE = OWN.onBehalfOf(SecurityToken.accessToken("of-mallory"));

    private static TokenAnswer.Failed failed(TokenTarget target, int status, String body, Map<String, String> headers) {
        Map<String, List<String>> fields = new java.util.HashMap<>();
        headers.forEach((name, value) -> fields.put(name, List.of(value)));
        TokenAnswer answer = new TokenReading(target, DpopUse.REQUIRED, MINT, NOW)
                .read(new Fetched.Answer(
                        status, HttpHeaders.of(fields, (name, value) -> true), body.getBytes(StandardCharsets.UTF_8)));
        assertThat(answer).isInstanceOf(TokenAnswer.Failed.class);
        return (TokenAnswer.Failed) answer;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "500 | x",
                "503 | {\"error\":\"temporarily_unavailable\"}",
                "403 | <html>",
                "302 | x",
                "400 | {\"error\":\"invalid-subject-token\"}",
                "400 | {\"error\":\"Invalid_Grant\"}",
                "400 | {\"error\":\"server_error\"}",
                "400 | {\"error\":\"temporarily_unavailable\"}",
                "400 | {\"error\":\"invalid_dpop_proof\"}",
                "400 | {\"error\":\"use_dpop_nonce\"}",
                "400 | {\"error\":\"invalid_grant\"}",
                "200 | <html>",
                "200 | {}",
                "200 | {\"access_token\":\"a\",\"token_type\":\"DPoP\",\"expires_in\":0}",
                "200 | {\"access_token\":\"a\",\"token_type\":\"DPoP\",\"issued_token_type\":\"jwt\",\"expires_in\":5}"
            })
    void blames_theUserAloneForWhatComesOfAnExchange(int status, String body) {
        assertThat(failed(EXCHANGE, status, body, Map.of()).blame()).isEqualTo(Blame.TARGET);
    }

    @Test
    void pauses_theUserAloneWhenTheServerWantsThatOfAnExchange() {
        TokenAnswer.Failed failed = failed(EXCHANGE, 429, "", Map.of("Retry-After", "300"));

        assertThat(failed.blame()).isEqualTo(Blame.TARGET);
        assertThat(failed.pause()).hasSeconds(300);
    }

    @Test
    void blames_theClientForWhatItProvesItselfBy() {
        assertThat(failed(EXCHANGE, 401, "{\"error\":\"invalid_client\"}", Map.of())
                        .blame())
                .isEqualTo(Blame.SERVER);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "500 | x | SERVER",
                "429 | x | SERVER",
                "403 | <html> | SERVER",
                "200 | <html> | SERVER",
                "200 | {} | SERVER",
                "400 | {\"error\":\"server_error\"} | SERVER",
                "400 | {\"error\":\"invalid-target\"} | TARGET",
                "400 | {\"error\":7} | TARGET",
                "200 | {\"access_token\":\"a\",\"token_type\":\"DPoP\",\"expires_in\":0} | TARGET"
            })
    void blames_theServerForWhatEveryOwnTargetWouldMeet(int status, String body, Blame blame) {
        assertThat(failed(OWN, status, body, Map.of()).blame()).isEqualTo(blame);
    }
}
