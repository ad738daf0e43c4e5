package dev.zt.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Status documents are signed by the key that signs tokens; only the type tells them apart. */
class StatusAsTokenTest {
    private final Bench bench = new Bench();

    @Test
    void accepts_theSameClaimsAsAToken() {
        assertThat(Bench.outcome(bench.verifyWit(bench.forge.wit()))).isEqualTo("verified");
    }

    @Test
    void rejects_aStatusDocument_whateverItClaims() {
        Map<String, String> header = Forge.with(bench.forge.witHeader(), "typ", "\"zt-status+jwt\"");
        String status = Forge.sign(header, bench.forge.witClaims(), bench.forge.issuer);

        assertThat(Bench.outcome(bench.verifyWit(status))).isEqualTo("400 wit-type");
    }
}
