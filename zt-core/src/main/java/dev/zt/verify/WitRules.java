package dev.zt.verify;

import java.time.Duration;

/**
 * What workload identity tokens must be, whoever shows them. Immutable.
 *
 * @param profile whose rules they follow
 * @param clockSkew how far clocks may differ
 * @param maxTokenLength the longest one in characters
 */
record WitRules(WitProfile profile, Duration clockSkew, int maxTokenLength) {
    static WitRules of(VerifierRules rules) {
        return new WitRules(rules.profile(), rules.clockSkew(), rules.maxTokenLength());
    }

    /** The defaults of {@link VerifierRules}, for those who are called by nobody. */
    static WitRules defaults() {
        return new WitRules(WitProfile.SPIFFE, VerifierRules.USUAL_SKEW, VerifierRules.USUAL_TOKEN_LENGTH);
    }
}
