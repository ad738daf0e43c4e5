package dev.zt.policy;

import dev.zt.identity.Scopes;
import org.jspecify.annotations.Nullable;

/** What the rules come to for one caller and one endpoint. Immutable; made when the policy is loaded. */
sealed interface Cell {
    /** The verdict for a caller that is admitted and not quarantined. */
    Decision decide(Subject subject);

    /** Nothing that the caller presents would help it. */
    record Closed(Decision.Deny verdict) implements Cell {
        @Override
        public Decision decide(Subject subject) {
            return verdict;
        }
    }

    /**
     * Edges lead here, or only observe mode does.
     *
     * @param critical whether the endpoint is critical
     * @param bound what a caller gets whose credential is bound to a key or connection
     * @param bearer what a caller gets whose credential is not; null if none of the edges is for such
     */
    record Open(boolean critical, Grant bound, @Nullable Grant bearer) implements Cell {
        @Override
        public Decision decide(Subject subject) {
            if (critical && !subject.binding().suitsCritical()) {
                return refused(
                        DenyReason.PROOF_TOO_WEAK,
                        "the endpoint is critical: the proof must bind the connection, or the"
                                + " request and be good once in all instances");
            }
            Grant grant = subject.binding() == Subject.Binding.NONE ? bearer : bound;
            return grant != null
                    ? grant.decide(subject)
                    : refused(
                            DenyReason.PROOF_UNBOUND,
                            "the caller presents a bearer token: it must be bound to a key or connection, or the edge"
                                    + " must say 'bound: false'");
        }

        private Decision.Deny refused(DenyReason reason, String why) {
            return new Decision.Deny(reason, bound.rule(), Scopes.none(), bound.rule() + " allows it, but " + why);
        }
    }
}
