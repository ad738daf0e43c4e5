package dev.zt.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.outbound.Challenges.Challenge;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChallengesTest {
    private static List<Challenge> read(String... fields) {
        return Challenges.read(List.of(fields));
    }

    @Test
    void reads_severalChallengesInOneFieldAndInSeveral() {
        assertThat(read(
                        "WPT, Basic realm=\"a, b=\\\"c\\\"\" , charset=UTF-8, DPoP error = \"use_dpop_nonce\","
                                + "algs=\"ES256 PS256\"",
                        "Negotiate YWJj==, Bearer"))
                .containsExactly(
                        new Challenge("WPT", Map.of()),
                        new Challenge("Basic", Map.of("realm", "a, b=\"c\"", "charset", "UTF-8")),
                        new Challenge("DPoP", Map.of("error", "use_dpop_nonce", "algs", "ES256 PS256")),
                        new Challenge("Negotiate", Map.of()),
                        new Challenge("Bearer", Map.of()));
    }

    @Test
    void keeps_parametersWithTheirChallenge() {
        List<Challenge> challenges = read("Bearer error=\"use_dpop_nonce\", DPoP algs=\"ES256\"");

        assertThat(challenges.get(0).is("bearer")).isTrue();
        assertThat(challenges.get(1).is("dpop")).isTrue();
        assertThat(challenges.get(1).parameters()).doesNotContainKey("error");
    }

    @Test
    void reads_namesInAnyCaseAndTheFirstOfTwo() {
        assertThat(read("dpop ERROR=one, error=two").get(0).isError("one")).isTrue();
    }

    @Test
    void skips_emptyElements() {
        assertThat(read(", ,WPT,, DPoP")).extracting(Challenge::scheme).containsExactly("WPT", "DPoP");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WPT, DPoP error=\"open",
                "WPT, DPoP error=\"open\\",
                "WPT, \"x\", DPoP",
                "WPT, DPoP error=\"a\"b, Bearer",
                "WPT, DPoP a b, Bearer",
                "WPT, DPoP=1;x, Bearer",
                "WPT, \u00e9, Bearer"
            })
    void keeps_whatStandsBeforeAnUnreadablePart(String field) {
        assertThat(read(field).get(0).scheme()).isEqualTo("WPT");
        assertThat(read(field)).extracting(Challenge::scheme).doesNotContain("Bearer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ",", "=", "=a", "\"", "\\"})
    void reads_nothingInNothing(String field) {
        assertThat(read(field)).isEmpty();
    }

    @Test
    void ignores_fieldsOfUnreasonableLength() {
        assertThat(read("WPT, ".repeat(4000), "DPoP"))
                .extracting(Challenge::scheme)
                .containsExactly("DPoP");
    }
}
