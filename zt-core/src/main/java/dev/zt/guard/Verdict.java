package dev.zt.guard;

import dev.zt.policy.Decision;
import dev.zt.policy.Endpoint;
import dev.zt.policy.Subject;
import dev.zt.posture.Posture;
import dev.zt.request.Target;
import dev.zt.verify.VerifiedCaller;
import org.jspecify.annotations.Nullable;

/** What came of one dispatch, with what the audit needs to know of it. */
sealed interface Verdict {
    /** The call may go on; without a caller, and then at normal posture, on a public endpoint. */
    record Permitted(
            String method,
            Target target,
            Endpoint endpoint,
            Decision.Permit permit,
            @Nullable VerifiedCaller caller,
            Posture posture)
            implements Verdict {}

    /** The call may not go on; at normal posture where there is no caller or nobody asked for its posture. */
    record Refusal(
            Answer answer,
            String reason,
            Decision.@Nullable Deny deny,
            @Nullable Endpoint endpoint,
            @Nullable VerifiedCaller caller,
            Posture posture)
            implements Verdict {}

    /** What the policy is told of a proven caller. */
    static Subject subject(VerifiedCaller caller, Posture posture) {
        Subject.Binding binding = switch (caller.proofKind()) {
            case WPT -> Subject.Binding.AUDIENCE;
        };
        Subject subject = Subject.of(caller.id(), binding).at(posture);
        return caller.narrowedTo().map(subject::narrowedTo).orElse(subject);
    }
}
