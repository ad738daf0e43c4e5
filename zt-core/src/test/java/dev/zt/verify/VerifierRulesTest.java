package dev.zt.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.identity.Audience;
import dev.zt.identity.IssuerUrl;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
        assertThatThrownBy(() -> rules(Duration.ZERO, minute, 1023)).hasMessageContaining("1,024");
        assertThatThrownBy(VerifierRules::of).hasMessageContaining("audience");
    }

    @Test
    void takes_theEndsOfItsRanges() {
        assertThat(rules(Duration.ofSeconds(60), Duration.ofMinutes(5), 16384).maxTokenLength())
                .isEqualTo(16384);
        assertThat(rules(Duration.ZERO, Duration.ofSeconds(1), 1024).proofAhead())
                .hasSeconds(1);
    }

    @Test
    void wants_anAudienceForEveryIssuer() {
        Map<IssuerUrl, List<Audience>> issuers = Map.of(IssuerUrl.of("https://idp.example"), List.of());
        TokenRules none = TokenRules.none();

        assertThatThrownBy(() -> new TokenRules(
                        issuers, none.jwtSvids(), none.origins(), none.proofAlgorithms(), none.transactions()))
                .hasMessageContaining("must name some audience");
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
