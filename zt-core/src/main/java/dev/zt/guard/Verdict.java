package dev.zt.guard;

import dev.zt.policy.Decision;
import dev.zt.policy.DenyReason;
import dev.zt.policy.Endpoint;
import dev.zt.policy.Subject;
import dev.zt.request.Target;
import dev.zt.verify.Rejection;
import dev.zt.verify.VerifiedCaller;
import dev.zt.verify.VerifyResult;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of one dispatch, with what the audit needs to know of it. */
sealed interface Verdict {
    /** The call may go on; without a caller on a public endpoint. */
    record Permitted(
            String method,
            Target target,
            Endpoint endpoint,
            Decision.Permit permit,
            @Nullable VerifiedCaller caller) implements Verdict {}

    /** The call may not go on. */
    record Refusal(
            Answer answer,
            String reason,
            Decision.@Nullable Deny deny,
            @Nullable Endpoint endpoint,
            @Nullable VerifiedCaller caller)
            implements Verdict {

        static Refusal of(RequestFault fault) {
            Answer answer = switch (fault.status()) {
                case 400 -> Answer.badRequest();
                case 401 -> Answer.proofRequired();
                default -> Answer.unavailable(Duration.ofSeconds(1));
            };
            return new Refusal(answer, fault.id(), null, null, null);
        }

        /** The refusal of a caller that is not proven. */
        static Refusal unproven(VerifyResult result, @Nullable Endpoint endpoint) {
            if (result instanceof VerifyResult.Rejected rejected) {
                boolean malformed = rejected.reason().kind() == Rejection.Kind.MALFORMED;
                Answer answer = malformed ? Answer.badRequest() : Answer.proofRequired();
                return new Refusal(answer, rejected.reason().id(), null, endpoint, null);
            }
            if (result instanceof VerifyResult.Unavailable away) {
                Answer answer = Answer.unavailable(away.retryAfter());
                return new Refusal(answer, away.reason().id(), null, endpoint, null);
            }
            return new Refusal(Answer.proofRequired(), RequestFault.NOTHING_PRESENTED.id(), null, endpoint, null);
        }

        static Refusal denied(Decision.Deny deny, @Nullable Endpoint endpoint, VerifiedCaller caller) {
            Answer answer = deny.reason() == DenyReason.SCOPE_MISSING
                    ? Answer.scopeMissing(deny.missing())
                    : Answer.forbidden();
            return new Refusal(answer, deny.reason().id(), deny, endpoint, caller);
        }
    }

    /** What the policy is told of a proven caller. */
    static Subject subject(VerifiedCaller caller) {
        Subject.Binding binding = switch (caller.proofKind()) {
            case WPT -> Subject.Binding.AUDIENCE;
        };
        Subject subject = Subject.of(caller.id(), binding);
        return caller.narrowedTo().map(subject::narrowedTo).orElse(subject);
    }
}
