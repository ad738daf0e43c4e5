package dev.zt.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.zt.fuzz.FuzzTally;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An access token with a DPoP proof: see {@link FuzzedProof}. */
class DpopFuzzTest {
    @RegisterExtension
    static final FuzzTally TALLY = new FuzzTally();

    private static final FuzzedProof PROOF = new FuzzedProof(
            "DPoP",
            "DPoP",
            true,
            FixedBench.TOKEN,
            FixedBench.DPOP_HEADER,
            FixedBench.DPOP_CLAIMS,
            DpopFuzzTest::demand);

    @Test
    void verifies_whatWasNotChanged() {
        assertThat(PROOF.check("")).isPresent();
        assertThat(PROOF.check("\u0001")).isPresent();
    }

    @FuzzTest
    void verifies_onlyWhatItsHolderMeant(byte[] bytes) {
        TALLY.run(bytes, PROOF::check);
    }

    private static void demand(Map<String, Object> header, Map<String, Object> claims) {
        assertThat(header).containsOnlyKeys("alg", "typ", "jwk").containsEntry("alg", "ES256");
        assertThat(header.get("typ")).isIn("dpop+jwt", "application/dpop+jwt");
        Map<?, ?> jwk = (Map<?, ?>) header.get("jwk");
        assertThat(jwk.containsKey("d")).isFalse();
        assertThat(jwk.get("x"))
                .isEqualTo(FixedBench.HOLDER.publicJwk().members().get("x"));
        assertThat(claims).containsEntry("htm", "GET").containsEntry("ath", Forge.hash(FixedBench.TOKEN));
        assertThat((String) claims.get("jti")).hasSizeBetween(1, 1024);
        assertThat(FixedBench.number(claims, "iat")).isBetween(Forge.NOW - 89, Forge.NOW + 30);
        // RFC 9449 §4.3(9): scheme and host have no case, a default port may be written, query and fragment do not
        // count.
        URI uri = URI.create((String) claims.get("htu"));
        assertThat(FixedBench.isOurs(uri)).isTrue();
        assertThat(uri.normalize().getPath()).isEqualTo("/orders/7");
    }
}
