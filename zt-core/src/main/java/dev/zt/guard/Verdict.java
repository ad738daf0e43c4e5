package dev.zt.guard;

import dev.zt.policy.Decision;
import dev.zt.policy.DenyReason;
import dev.zt.policy.Endpoint;
import dev.zt.policy.Subject;
import dev.zt.posture.Posture;
import dev.zt.request.Target;
import dev.zt.verify.Rejection;
import dev.zt.verify.Unverifiable;
import dev.zt.verify.VerifiedCaller;
import dev.zt.verify.VerifyResult;
import java.time.Duration;
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
            implements Verdict {

        static Refusal of(RequestFault fault) {
            Answer answer = switch (fault.status()) {
                case 400 -> Answer.badRequest();
                case 401 -> Answer.proofRequired();
                default -> Answer.unavailable(Duration.ofSeconds(1));
            };
            return new Refusal(answer, fault.id(), null, null, null, Posture.NORMAL);
        }

        /** The refusal of a caller that is not proven. */
        static Refusal unproven(VerifyResult result, @Nullable Endpoint endpoint) {
            if (result instanceof VerifyResult.Rejected rejected) {
                boolean malformed = rejected.reason().kind() == Rejection.Kind.MALFORMED;
                Answer answer = malformed ? Answer.badRequest() : Answer.proofRequired();
                return unproven(answer, rejected.reason().id(), endpoint);
            }
            if (result instanceof VerifyResult.Unavailable away) {
                Answer answer = Answer.unavailable(away.retryAfter());
                return unproven(answer, away.reason().id(), endpoint);
            }
            return unproven(Answer.proofRequired(), RequestFault.NOTHING_PRESENTED.id(), endpoint);
        }

        private static Refusal unproven(Answer answer, String reason, @Nullable Endpoint endpoint) {
            return new Refusal(answer, reason, null, endpoint, null, Posture.NORMAL);
        }

        /** The refusal of a proven caller that its authority revoked. */
        static Refusal barred(Standing.Barred barred, @Nullable Endpoint endpoint, VerifiedCaller caller) {
            return new Refusal(Answer.forbidden(), barred.bar().id(), null, endpoint, caller, Posture.NORMAL);
        }

        /** The refusal of a proven caller of whom it is not known whether its authority revoked it. */
        static Refusal unknown(@Nullable Endpoint endpoint, VerifiedCaller caller) {
            Answer answer = Answer.unavailable(Duration.ofSeconds(1));
            return new Refusal(answer, Unverifiable.STATUS_UNAVAILABLE.id(), null, endpoint, caller, Posture.NORMAL);
        }

        static Refusal denied(Decision.Deny deny, @Nullable Endpoint endpoint, VerifiedCaller caller, Posture posture) {
            Answer answer = deny.reason() == DenyReason.SCOPE_MISSING
                    ? Answer.scopeMissing(deny.missing())
                    : Answer.forbidden();
            return new Refusal(answer, deny.reason().id(), deny, endpoint, caller, posture);
        }
    }

    /** What the policy is told of a proven caller. */
    static Subject subject(VerifiedCaller caller, Posture posture) {
        Subject.Binding binding = switch (caller.proofKind()) {
            case WPT -> Subject.Binding.AUDIENCE;
        };
        Subject subject = Subject.of(caller.id(), binding).at(posture);
        return caller.narrowedTo().map(subject::narrowedTo).orElse(subject);
    }
}
