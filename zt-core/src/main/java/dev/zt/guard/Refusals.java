package dev.zt.guard;

import dev.zt.policy.Decision;
import dev.zt.policy.DenyReason;
import dev.zt.policy.Endpoint;
import dev.zt.posture.Posture;
import dev.zt.verify.Rejection;
import dev.zt.verify.Unverifiable;
import dev.zt.verify.VerifiedCaller;
import dev.zt.verify.VerifyResult;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Makes the refusals of one guard: for each reason the answer and what the audit needs to know. Immutable. */
final class Refusals {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Answers answers;

    Refusals(Answers answers) {
        this.answers = answers;
    }

    /** The refusal of a request, whoever sends it. */
    Verdict.Refusal of(RequestFault fault) {
        Answer answer = switch (fault.status()) {
            case 400 -> answers.badRequest();
            case 401 -> answers.nothingPresented();
            default -> answers.unavailable(SOON);
        };
        return unproven(answer, fault.id(), null);
    }

    /** The refusal of a caller that is not proven. */
    Verdict.Refusal unproven(VerifyResult result, @Nullable Endpoint endpoint) {
        if (result instanceof VerifyResult.Rejected rejected) {
            return unproven(answer(rejected.reason()), rejected.reason().id(), endpoint);
        }
        if (result instanceof VerifyResult.Unavailable away) {
            return unproven(
                    answers.unavailable(away.retryAfter()), away.reason().id(), endpoint);
        }
        return unproven(answers.nothingPresented(), RequestFault.NOTHING_PRESENTED.id(), endpoint);
    }

    // Whatever is rejected by now came as a workload identity token, its proof, or both.
    private Answer answer(Rejection reason) {
        if (reason == Rejection.SCHEME_NOT_ACCEPTED) {
            return answers.nothingPresented();
        }
        return switch (reason.kind()) {
            case MALFORMED -> answers.flawed(CredentialProfile.WPT, Flaw.TOKEN);
            case UNPROVEN -> answers.flawed(CredentialProfile.WPT, Flaw.PROOF);
        };
    }

    private static Verdict.Refusal unproven(Answer answer, String reason, @Nullable Endpoint endpoint) {
        return new Verdict.Refusal(answer, reason, null, endpoint, null, Posture.NORMAL);
    }

    /** The refusal of a proven caller that its authority revoked. */
    Verdict.Refusal barred(Standing.Barred barred, @Nullable Endpoint endpoint, VerifiedCaller caller) {
        return new Verdict.Refusal(answers.forbidden(), barred.bar().id(), null, endpoint, caller, Posture.NORMAL);
    }

    /** The refusal of a proven caller of whom it is not known whether its authority revoked it. */
    Verdict.Refusal unknown(@Nullable Endpoint endpoint, VerifiedCaller caller) {
        return new Verdict.Refusal(
                answers.unavailable(SOON),
                Unverifiable.STATUS_UNAVAILABLE.id(),
                null,
                endpoint,
                caller,
                Posture.NORMAL);
    }

    /** The refusal of a proven caller by the policy. */
    Verdict.Refusal denied(Decision.Deny deny, @Nullable Endpoint endpoint, VerifiedCaller caller, Posture posture) {
        Answer answer = deny.reason() == DenyReason.SCOPE_MISSING && endpoint != null
                ? answers.scopeMissing(CredentialProfile.of(caller.proofKind()), endpoint.requires(), deny.missing())
                : answers.forbidden();
        return new Verdict.Refusal(answer, deny.reason().id(), deny, endpoint, caller, posture);
    }
}
