package dev.zt.policy;

import dev.zt.identity.Scopes;
import org.jspecify.annotations.Nullable;

/**
 * What the rules come to for one caller and one endpoint. Immutable; the verdicts are made when the policy is loaded.
 *
 * @param fixed the verdict whatever the caller's scopes: a never rule, no edge, too weak a proof
 * @param full the verdict for a caller that does not limit itself; null where {@code fixed} is set
 */
record Cell(@Nullable Decision fixed, @Nullable Decision full, String rule, Scopes granted, Scopes required) {
    static Cell fixed(Decision verdict) {
        return new Cell(verdict, null, "", Scopes.none(), Scopes.none());
    }

    static Cell granting(String rule, Scopes granted, Scopes required) {
        return new Cell(null, verdict(rule, granted, required), rule, granted, required);
    }

    Decision decide(Subject subject) {
        if (fixed != null) {
            return fixed;
        }
        return full == null || subject.isNarrowed() ? verdict(rule, subject.effective(granted), required) : full;
    }

    private static Decision verdict(String rule, Scopes effective, Scopes required) {
        if (effective.containsAll(required)) {
            return new Decision.Permit(rule, effective, false);
        }
        Scopes missing = required.without(effective);
        return new Decision.Deny(
                DenyReason.SCOPE_MISSING, rule, missing, rule + " leads here but leaves out " + missing);
    }
}
