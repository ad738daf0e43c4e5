package dev.zt.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class TamperingTest {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.= ";

    private static final Bench BENCH = new Bench();
    private static final String WIT = BENCH.forge.wit();
    private static final Bench SIGNED = new Bench(WitProfile.SPIFFE, Set.of(), VerifierRules::acceptingSignatures);
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

    @Property(tries = 300)
    void noChangedCharacter_ofASignedRequestIsAccepted(
            @ForAll @IntRange(max = 4) int part,
            @ForAll @IntRange(max = 5000) int position,
            @ForAll @IntRange(max = 66) int letter) {
        SignedRequest.Sent sent = SignedRequest.of(SIGNED.forge)
                .query("a=b&c")
                .body("tea")
                .field("content-type", "text/plain")
                .sign();
        String before;
        String changed;
        if (part == 0) {
            before = "/orders/7?a=b&c";
            changed = change(before, position, letter);
            int end = changed.indexOf('?');
            sent.path(end < 0 ? changed : changed.substring(0, end));
            sent.query(end < 0 ? "" : changed.substring(end + 1));
        } else {
            String name = List.of("signature-input", "signature", "content-digest", "content-type")
                    .get(part - 1);
            before = sent.value(name);
            changed = change(before, position, letter);
            sent.replaced(name, changed);
        }

        assertThat(changed.equals(before)
                        || !Bench.outcome(SIGNED.verifier.verify(sent.call())).equals("verified"))
                .isTrue();
    }

    private static String change(String token, int position, int letter) {
        int at = position % token.length();
        return token.substring(0, at) + ALPHABET.charAt(letter) + token.substring(at + 1);
    }
}
