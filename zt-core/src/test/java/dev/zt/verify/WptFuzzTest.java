package dev.zt.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.zt.fuzz.FuzzTally;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A workload identity token with a workload proof token: see {@link FuzzedProof}. */
class WptFuzzTest {
    @RegisterExtension
    static final FuzzTally TALLY = new FuzzTally();

    private static final FuzzedProof PROOF = new FuzzedProof(
            "WPT",
            "Workload-Identity-Token",
            false,
            FixedBench.WIT,
            FixedBench.WPT_HEADER,
            FixedBench.wptClaims(FixedBench.WIT),
            WptFuzzTest::demand);

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
        assertThat(header).containsEntry("alg", "ES256").doesNotContainKeys("crit", "jwk", "jku", "x5c", "b64");
        assertThat(header.get("typ")).isIn("wpt+jwt", "application/wpt+jwt");
        assertThat(claims).containsEntry("wth", Forge.hash(FixedBench.WIT)).doesNotContainKeys("tth", "oth");
        // Whoever means the service names its origin or the URI of the request (see Audience).
        URI audience = URI.create((String) claims.get("aud"));
        assertThat(FixedBench.isOurs(audience)).isTrue();
        assertThat(audience.getRawPath()).isIn("", "/", "/orders/7");
        assertThat((String) claims.get("jti")).hasSizeBetween(1, 1024);
        assertThat(FixedBench.number(claims, "exp")).isBetween(Forge.NOW - 29, Forge.NOW + 60);
    }
}
