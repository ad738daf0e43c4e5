package dev.zt.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.zt.fuzz.Edits;
import dev.zt.fuzz.FuzzTally;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Header and claims of a workload identity token, changed by the fuzzer and then signed by the issuer's own key, with a proof
 * that fits: what an issuer that errs might send. Whoever is verified is whom a second reader of the claims finds, by a token
 * that is what the rules demand.
 */
class WitFuzzTest {
    @RegisterExtension
    static final FuzzTally TALLY = new FuzzTally();

    @Test
    void verifies_whatWasNotChanged() {
        assertThat(check("")).isPresent();
    }

    @FuzzTest
    void verifies_whomASecondReaderFinds(byte[] bytes) {
        TALLY.run(bytes, WitFuzzTest::check);
    }

    private static Optional<VerifiedCaller> check(String edits) {
        String[] parts = Edits.apply(edits, FixedBench.WIT_HEADER + "\n" + FixedBench.WIT_CLAIMS)
                .split("\n", 2);
        String claims = parts.length == 1 ? "" : parts[1];
        String wit = FixedBench.sign(parts[0], claims, FixedBench.ISSUER);
        Optional<VerifiedCaller> caller = FixedBench.caller(List.of(
                Map.entry("Workload-Identity-Token", wit), Map.entry("Authorization", "WPT " + FixedBench.proof(wit))));
        caller.ifPresent(verified -> check(verified, FixedBench.part(parts[0]), FixedBench.part(claims)));
        return caller;
    }

    private static void check(VerifiedCaller caller, Map<String, Object> header, Map<String, Object> claims) {
        assertThat(header)
                .containsOnlyKeys("alg", "typ", "kid")
                .containsEntry("alg", "ES256")
                .containsEntry("kid", "key-1");
        assertThat(header.get("typ")).isIn("wit+jwt", "application/wit+jwt");
        assertThat(claims)
                .containsEntry("sub", caller.id().toString())
                .containsKey("exp")
                .doesNotContainKey("aud");
        assertThat(FixedBench.number(claims, "exp")).isGreaterThan(Forge.NOW - 30);
        if (claims.containsKey("nbf")) {
            assertThat(FixedBench.number(claims, "nbf")).isLessThanOrEqualTo(Forge.NOW + 30);
        }
        Map<?, ?> jwk = (Map<?, ?>) ((Map<?, ?>) claims.get("cnf")).get("jwk");
        FixedBench.HOLDER
                .publicJwk()
                .members()
                .forEach((name, value) -> assertThat(jwk.get(name)).isEqualTo(value));
        assertThat(jwk.containsKey("d")).isFalse();
    }
}
