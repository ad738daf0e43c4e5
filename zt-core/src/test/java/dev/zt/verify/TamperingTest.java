package dev.zt.verify;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class TamperingTest {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.= ";

    private static final Bench BENCH = new Bench();
    private static final String WIT = BENCH.forge.wit();
    private static final TokenBench TOKENS = new TokenBench();
    private static final String BEARER = TOKENS.bearer();
    private static final String BOUND = TOKENS.bound();

    @Property(tries = 300)
    void noChangedCharacter_ofATokenIsAccepted(
            @ForAll @IntRange(max = 5000) int position, @ForAll @IntRange(max = 66) int letter) {
        String changed = change(WIT, position, letter);

        assertThat(changed.equals(WIT)
                        || !Bench.outcome(BENCH.verifyWit(changed)).equals("verified"))
                .isTrue();
    }

    @Property(tries = 300)
    void noChangedCharacter_ofAProofIsAccepted(
            @ForAll @IntRange(max = 5000) int position, @ForAll @IntRange(max = 66) int letter) {
        String proof = BENCH.forge.proof(WIT);
        String changed = change(proof, position, letter);

        assertThat(changed.equals(proof)
                        || !Bench.outcome(BENCH.verify(WIT, changed)).equals("verified"))
                .isTrue();
    }

    @Property(tries = 300)
    void noChangedCharacter_ofAnAccessTokenIsAccepted(
            @ForAll @IntRange(max = 5000) int position, @ForAll @IntRange(max = 66) int letter) {
        String changed = change(BEARER, position, letter);

        assertThat(changed.equals(BEARER)
                        || !Bench.outcome(TOKENS.verifyBearer(changed)).equals("verified"))
                .isTrue();
    }

    @Property(tries = 300)
    void noChangedCharacter_ofADpopProofIsAccepted(
            @ForAll @IntRange(max = 5000) int position, @ForAll @IntRange(max = 66) int letter) {
        String proof = TOKENS.proof(BOUND);
        String changed = change(proof, position, letter);

        assertThat(changed.equals(proof)
                        || !Bench.outcome(TOKENS.verifyBound(BOUND, changed)).equals("verified"))
                .isTrue();
    }

    private static String change(String token, int position, int letter) {
        int at = position % token.length();
        return token.substring(0, at) + ALPHABET.charAt(letter) + token.substring(at + 1);
    }
}
