package dev.zt.policy;

import dev.zt.identity.Scopes;
import dev.zt.posture.Posture;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the edges that lead one caller to one endpoint grant together. Immutable; the verdicts for callers that can use
 * all of it are made when the policy is loaded.
 */
final class Grant {
    private final String rule;
    private final Scopes scopes;
    private final boolean observed;
    private final PostureLimits limits;
    private final @Nullable UserAuthentication demand;
    private final Decision normal;
    private final Decision elevated;
    private final Decision lockdown;

    private Grant(String rule, Scopes scopes, boolean observed, Endpoint endpoint, PostureLimits limits) {
        this.rule = rule;
        this.scopes = scopes;
        this.observed = observed;
        this.limits = limits;
        this.demand = endpoint.userAuthentication().orElse(null);
        this.normal = verdict(scopes);
        this.elevated = limits.elevated().limit(normal);
        this.lockdown = limits.lockdown().limit(normal);
    }

    /** What at least one edge grants. */
    static Grant of(List<PolicyDocument.Allow> edges, Endpoint endpoint, PostureLimits limits) {
        if (edges.size() == 1) {
            return new Grant(edges.get(0).id(), edges.get(0).scopes(), false, endpoint, limits);
        }
        String rule = edges.stream().map(PolicyDocument.Allow::id).collect(Collectors.joining("+"));
        Scopes granted = edges.stream().map(PolicyDocument.Allow::scopes).reduce(Scopes.none(), Scopes::union);
        return new Grant(rule, granted, false, endpoint, limits);
    }

    /** What observe mode lets pass without an edge: the call, and no scope. */
    static Grant observed(Endpoint endpoint, PostureLimits limits) {
        return new Grant("mode:observe", Scopes.none(), true, endpoint, limits);
    }

    /** The ids of the edges. */
    String rule() {
        return rule;
    }

    /** The verdict for a caller whose proof is strong enough: scopes, then its user, then its posture. */
    Decision decide(Subject subject) {
        boolean whole = subject.canUseAll(scopes);
        Decision byScopes = whole ? normal : verdict(subject.effective(scopes));
        if (byScopes instanceof Decision.Deny) {
            return byScopes;
        }
        if (demand != null && !subject.meets(demand)) {
            return new Decision.Deny(
                    DenyReason.USER_AUTHENTICATION,
                    rule,
                    Scopes.none(),
                    rule + " allows it to a user who authenticated: " + demand);
        }
        Posture posture = subject.posture();
        if (posture == Posture.NORMAL) {
            return byScopes;
        }
        if (whole) {
            return posture == Posture.ELEVATED ? elevated : lockdown;
        }
        return (posture == Posture.ELEVATED ? limits.elevated() : limits.lockdown()).limit(byScopes);
    }

    // What only observe mode lets pass was granted nothing, so scopes are not asked for.
    private Decision verdict(Scopes effective) {
        Scopes required = limits.required();
        if (observed || effective.containsAll(required)) {
            return new Decision.Permit(rule, effective, observed);
        }
        Scopes ungranted = required.without(scopes);
        Scopes missing = required.without(effective);
        return new Decision.Deny(
                DenyReason.SCOPE_MISSING,
                rule,
                missing,
                ungranted.isEmpty()
                        ? rule + " grants " + missing + " but the caller's token or proof leaves it out"
                        : rule + " leads here but leaves out " + ungranted);
    }
}
