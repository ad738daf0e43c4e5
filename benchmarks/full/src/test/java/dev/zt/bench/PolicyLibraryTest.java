package dev.zt.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.identity.WorkloadId;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A comparison is honest only with engines that decide alike. */
class PolicyLibraryTest {
    private static final WorkloadId STRANGER = WorkloadId.of("spiffe://shop.example/team1/stranger");
    private static final WorkloadId BARRED = WorkloadId.of("spiffe://" + Rules.BARRED + "/w1");

    @ParameterizedTest
    @EnumSource
    void permits_whatTheRulesPermitAndNothingElse(PolicyLibrary library) {
        Rules rules = Rules.of(100);
        PolicyPeer peer = library.holding(rules.edges());
        List<Rules.Permitted> calls = rules.callsAcross(16);
        for (Rules.Permitted call : calls) {
            assertThat(peer.question(call.caller(), call.method(), call.path()).getAsBoolean())
                    .isTrue();
            assertThat(peer.question(call.caller(), "DELETE", call.path()).getAsBoolean())
                    .isFalse();
            assertThat(peer.question(call.caller(), call.method(), "/v2" + call.path())
                            .getAsBoolean())
                    .isFalse();
            assertThat(peer.question(STRANGER, call.method(), call.path()).getAsBoolean())
                    .isFalse();
            assertThat(peer.question(BARRED, call.method(), call.path()).getAsBoolean())
                    .isFalse();
        }
    }
}
