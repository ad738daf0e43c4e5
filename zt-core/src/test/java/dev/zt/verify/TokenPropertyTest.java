package dev.zt.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

/** What holds for every token: it says what it was signed to say, in whatever order, and no other bit in it will do. */
class TokenPropertyTest {
    private static final Bench BENCH = new Bench();
    private static final TokenBench TOKENS = new TokenBench();
    private static final String WIT = BENCH.forge.wit();
    private static final String BOUND = TOKENS.bound();

    @Property(tries = 200)
    void verifies_whoWasSigned(
            @ForAll @StringLength(min = 1, max = 40) @CharRange(from = 'a', to = 'z') String path,
            @ForAll @StringLength(min = 1, max = 40) @CharRange(from = '0', to = '9') String instance) {
        Map<String, String> claims =
                Forge.with(BENCH.forge.witClaims(), "sub", "\"spiffe://shop.example/" + path + "\"");
        VerifyResult result = BENCH.verifyWit(BENCH.forge.wit(Forge.with(claims, "instance", "\"" + instance + "\"")));

        VerifiedCaller caller = ((VerifyResult.Verified) result).caller();
        assertThat(caller.id()).hasToString("spiffe://shop.example/" + path);
        assertThat(caller.instance()).hasToString(instance);
    }

    @Property(tries = 200)
    void members_mayStandInAnyOrder(@ForAll Random random) {
        String wit = Forge.sign(
                shuffled(BENCH.forge.witHeader(), random),
                shuffled(BENCH.forge.witClaims(), random),
                BENCH.forge.issuer);
        Map<String, String> proof = shuffled(BENCH.forge.proofClaims(wit), random);
        String token = TOKENS.token(shuffled(TOKENS.boundClaims(), random));
        String dpop = Forge.sign(
                shuffled(TOKENS.proofHeader(), random), shuffled(TOKENS.proofClaims(token), random), TOKENS.client);

        assertThat(Bench.outcome(BENCH.verify(wit, BENCH.forge.proof(proof)))).isEqualTo("verified");
        assertThat(Bench.outcome(TOKENS.verifyBound(token, dpop))).isEqualTo("verified");
    }

    @Property(tries = 300)
    void noFlippedBit_ofATokenOrItsProofIsAccepted(
            @ForAll @IntRange(max = 3) int part, @ForAll @IntRange(max = 40_000) int bit) {
        String wit = flipped(WIT, part == 0, bit);
        String proof = flipped(BENCH.forge.proof(WIT), part == 1, bit);
        String token = flipped(BOUND, part == 2, bit);
        String dpop = flipped(TOKENS.proof(BOUND), part == 3, bit);

        VerifyResult result = part < 2 ? BENCH.verify(wit, proof) : TOKENS.verifyBound(token, dpop);
        assertThat(result).isNotInstanceOf(VerifyResult.Verified.class);
    }

    private static String flipped(String text, boolean indeed, int bit) {
        int at = bit / 8 % text.length();
        return indeed
                ? text.substring(0, at) + (char) (text.charAt(at) ^ (1 << (bit % 8))) + text.substring(at + 1)
                : text;
    }

    private static Map<String, String> shuffled(Map<String, String> members, Random random) {
        List<String> names = new ArrayList<>(members.keySet());
        Collections.shuffle(names, random);
        Map<String, String> shuffled = new LinkedHashMap<>();
        names.forEach(name -> shuffled.put(name, members.get(name)));
        return shuffled;
    }
}
