package dev.zt.policy;

import dev.zt.identity.Scopes;

/** The verdict of a policy. Exactly one of the two. Immutable. */
public sealed interface Decision {
    /**
     * The call may go on.
     *
     * @param rule the ids of the edges that allow it, joined by {@code +}; {@code public} for a public endpoint and
     *     {@code mode:observe} where only that mode lets it pass
     * @param scopes what the call may do
     * @param wouldDeny whether the policy would have denied it in enforce mode
     */
    record Permit(String rule, Scopes scopes, boolean wouldDeny) implements Decision {}

    /**
     * The call may not go on.
     *
     * @param rule the id of the rule that forbids it or grants too little; empty if there is none
     * @param missing the scopes that are required and not there
     * @param nearestMiss in words, what would have come closest to allowing it; for operators, never for callers
     */
    record Deny(DenyReason reason, String rule, Scopes missing, String nearestMiss) implements Decision {}
}
