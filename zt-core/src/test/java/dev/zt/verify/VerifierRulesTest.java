package dev.zt.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.identity.Audience;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VerifierRulesTest {
    private static VerifierRules rules(Duration skew, Duration ahead, int length) {
        return new VerifierRules(List.of(Audience.of("https://a")), WitProfile.SPIFFE, skew, ahead, length, Set.of());
    }

    @Test
    void refuses_whatIsOutOfRange() {
        Duration minute = Duration.ofMinutes(1);

        assertThatThrownBy(() -> rules(Duration.ofSeconds(61), minute, 8192)).hasMessageContaining("skew");
        assertThatThrownBy(() -> rules(Duration.ofSeconds(-1), minute, 8192)).hasMessageContaining("skew");
        assertThatThrownBy(() -> rules(Duration.ZERO, Duration.ofMinutes(6), 8192))
                .hasMessageContaining("ahead");
        assertThatThrownBy(() -> rules(Duration.ZERO, Duration.ZERO, 8192)).hasMessageContaining("ahead");
        assertThatThrownBy(() -> rules(Duration.ZERO, minute, 16385)).hasMessageContaining("16,384");
        assertThatThrownBy(VerifierRules::of).hasMessageContaining("audience");
    }

    @Test
    void keeps_contextHeadersInLowerCase() {
        VerifierRules rules = new VerifierRules(
                List.of(Audience.of("https://a")),
                WitProfile.SPIFFE,
                Duration.ZERO,
                Duration.ofSeconds(60),
                8192,
                Set.of("X-Context"));

        assertThat(rules.contextHeaders()).containsExactly("x-context");
    }
}
