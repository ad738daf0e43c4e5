package dev.zt.policy;

import dev.zt.identity.Scopes;
import dev.zt.posture.Posture;
import org.jspecify.annotations.Nullable;

/**
 * What raised postures take away at one endpoint. Immutable.
 *
 * @param required the scopes that the endpoint requires, at every posture
 * @param lockdown includes what {@code elevated} takes away, so that a higher posture never permits more
 */
record PostureLimits(Scopes required, Limit elevated, Limit lockdown) {
    /**
     * What one posture takes away.
     *
     * @param refusal why the endpoint is denied, for operators; null if it is not
     * @param cap the only scopes that are left; null if all are
     */
    record Limit(
            Scopes required,
            @Nullable String refusal,
            @Nullable Scopes cap,
            String capped) {
        static Limit of(Posture posture, Scopes required, @Nullable String refusal, @Nullable Scopes cap) {
            // Made once for the endpoint and not for each caller, of whom there may be many.
            String allowed = "allowed, but the caller's posture is " + posture.id() + ": ";
            return new Limit(
                    required,
                    refusal == null ? null : allowed + refusal,
                    cap,
                    allowed + "the scopes of posture." + posture.id() + " leave out what the endpoint requires");
        }

        /** The verdict at this posture, where {@code normal} is the one without it. */
        Decision limit(Decision normal) {
            if (!(normal instanceof Decision.Permit permit)) {
                return normal;
            }
            if (refusal != null) {
                return new Decision.Deny(DenyReason.POSTURE, permit.rule(), Scopes.none(), refusal);
            }
            if (cap == null) {
                return permit;
            }
            Scopes left = permit.scopes().intersect(cap);
            // What only observe mode lets pass never had the required scopes.
            return permit.wouldDeny() || left.containsAll(required)
                    ? new Decision.Permit(permit.rule(), left, permit.wouldDeny())
                    : new Decision.Deny(DenyReason.POSTURE, permit.rule(), required.without(left), capped);
        }
    }

    static PostureLimits of(PolicyDocument.Postures postures, Endpoint endpoint) {
        String elevatedRefusal = postures.elevated().refusal(endpoint);
        String lockdownRefusal = postures.lockdown().refusal(endpoint);
        Scopes elevatedCap = postures.elevated().scopes();
        Scopes lockdownCap = postures.lockdown().scopes();
        return new PostureLimits(
                endpoint.requires(),
                Limit.of(Posture.ELEVATED, endpoint.requires(), elevatedRefusal, elevatedCap),
                Limit.of(
                        Posture.LOCKDOWN,
                        endpoint.requires(),
                        elevatedRefusal == null ? lockdownRefusal : elevatedRefusal,
                        both(elevatedCap, lockdownCap)));
    }

    private static @Nullable Scopes both(@Nullable Scopes one, @Nullable Scopes other) {
        return one == null ? other : other == null ? one : one.intersect(other);
    }
}
