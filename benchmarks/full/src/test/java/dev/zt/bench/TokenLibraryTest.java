package dev.zt.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.jose.Algorithm;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A comparison is honest only with peers that tell good tokens from bad ones, by whatever provider. */
class TokenLibraryTest {
    static Stream<TokenCase> cases() {
        return FullCatalogue.runs(Pattern.compile("^VerifyByPeer")).stream().map(run -> (TokenCase) run.variant());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void tells_goodTokensFromTamperedOnes(TokenCase chosen) {
        chosen.providers().begin();
        try {
            AccessTokens server = new AccessTokens(chosen.algorithm());
            TokenPeer peer = chosen.library().reading(server);
            for (String token : server.fresh(chosen.library().kind(), 3)) {
                assertThat(peer.isValid(token)).isTrue();
                assertThat(peer.isValid(withOtherSignature(token))).isFalse();
                assertThat(peer.isValid(withOtherClaims(token))).isFalse();
            }
            AccessTokens stranger = new AccessTokens(chosen.algorithm());
            assertThat(peer.isValid(stranger.token(chosen.library().kind(), AccessTokens.AUDIENCE, 60)))
                    .isFalse();
        } finally {
            chosen.providers().end();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void checks_audienceAndTime(TokenCase chosen) {
        AccessTokens server = new AccessTokens(chosen.algorithm());
        TokenPeer peer = chosen.library().reading(server);
        AccessTokens.Kind kind = chosen.library().kind();
        assertThat(peer.isValid(server.token(kind, AccessTokens.AUDIENCE, 60))).isTrue();
        assertThat(peer.isValid(server.token(kind, AccessTokens.AUDIENCE, -3600)))
                .isFalse();
        assertThat(peer.isValid(server.token(kind, "https://stock.internal", 60)))
                .isFalse();
    }

    @Test
    void tokens_areOfRealSize() {
        assertThat(new AccessTokens(Algorithm.ES256)
                        .fresh(AccessTokens.Kind.ACCESS_TOKEN, 1)
                        .get(0))
                .hasSizeBetween(870, 910);
    }

    private static String withOtherSignature(String token) {
        int place = token.lastIndexOf('.') + 7;
        return token.substring(0, place) + (token.charAt(place) == 'A' ? 'B' : 'A') + token.substring(place + 1);
    }

    private static String withOtherClaims(String token) {
        String[] parts = token.split("\\.");
        byte[] claims = Base64.getUrlDecoder().decode(parts[1]);
        String text = new String(claims, StandardCharsets.UTF_8).replace("buyer", "admin");
        parts[1] = Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        return String.join(".", parts);
    }
}
