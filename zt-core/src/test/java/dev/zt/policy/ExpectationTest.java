package dev.zt.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.identity.Scopes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a line of {@code tests:} holds. */
class ExpectationTest {
    private static final Decision PERMIT = new Decision.Permit("A1+A2", Scopes.none(), false);
    private static final Decision DENY = new Decision.Deny(DenyReason.NOT_ALLOWED, "N1", Scopes.none(), "");

    @ParameterizedTest
    @CsvSource({
        "allow, true",
        "allow A1, true",
        "allow A2, true",
        "allow A3, false",
        "allow A1+A2, false",
        "deny, false",
        "deny A1, false",
        "bad-request, false",
    })
    void isMet_byAPermit(String expected, boolean met) {
        assertThat(Expectation.met(expected, PERMIT)).isEqualTo(met);
    }

    @ParameterizedTest
    @CsvSource({
        "deny, true",
        "deny N1, true",
        "deny not-allowed, true",
        "deny N2, false",
        "deny scope-missing, false",
        "allow, false",
        "allow N1, false",
        "bad-request, false",
    })
    void isMet_byADenial(String expected, boolean met) {
        assertThat(Expectation.met(expected, DENY)).isEqualTo(met);
    }
}
