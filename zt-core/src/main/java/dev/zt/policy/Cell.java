package dev.zt.policy;

import dev.zt.identity.Scopes;
import dev.zt.posture.Posture;
import org.jspecify.annotations.Nullable;

/**
 * What the rules come to for one caller and one endpoint. Immutable; the verdicts are made when the policy is loaded.
 *
 * @param normal the verdict for a caller at normal posture that does not limit itself
 * @param elevated the same at elevated posture
 * @param lockdown the same in lockdown
 * @param grant what a caller that limits itself is judged by; null where its scopes do not matter: a never rule, no edge
 */
record Cell(
        Decision normal,
        Decision elevated,
        Decision lockdown,
        @Nullable Grant grant) {
    /** What the matching edges grant together. */
    record Grant(String rule, Scopes scopes, PostureLimits limits) {
        Decision verdict(Scopes effective) {
            Scopes required = limits.required();
            if (effective.containsAll(required)) {
                return new Decision.Permit(rule, effective, false);
            }
            Scopes missing = required.without(effective);
            return new Decision.Deny(
                    DenyReason.SCOPE_MISSING, rule, missing, rule + " leads here but leaves out " + missing);
        }
    }

    static Cell fixed(Decision verdict, PostureLimits limits) {
        return of(verdict, limits, null);
    }

    static Cell granting(String rule, Scopes granted, PostureLimits limits) {
        Grant grant = new Grant(rule, granted, limits);
        return of(grant.verdict(granted), limits, grant);
    }

    private static Cell of(Decision normal, PostureLimits limits, @Nullable Grant grant) {
        return new Cell(
                normal, limits.elevated().limit(normal), limits.lockdown().limit(normal), grant);
    }

    Decision decide(Subject subject) {
        Posture posture = subject.posture();
        if (grant != null && subject.isNarrowed()) {
            Decision narrowed = grant.verdict(subject.effective(grant.scopes()));
            return posture == Posture.NORMAL
                    ? narrowed
                    : grant.limits().at(posture).limit(narrowed);
        }
        return posture == Posture.NORMAL ? normal : posture == Posture.ELEVATED ? elevated : lockdown;
    }
}
