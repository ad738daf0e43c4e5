package dev.zt.guard;

import dev.zt.policy.Decision;
import dev.zt.policy.Endpoint;
import dev.zt.posture.Posture;
import dev.zt.verify.DpopNonces;
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
    private final @Nullable DpopNonces nonces;

    Refusals(Answers answers, @Nullable DpopNonces nonces) {
        this.answers = answers;
        this.nonces = nonces;
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
            return unproven(answer(rejected), rejected.reason().id(), endpoint);
        }
        if (result instanceof VerifyResult.Unavailable away) {
            return unproven(
                    answers.unavailable(away.retryAfter()), away.reason().id(), endpoint);
        }
        return unproven(answers.nothingPresented(), RequestFault.NOTHING_PRESENTED.id(), endpoint);
    }

    private Answer answer(VerifyResult.Rejected rejected) {
        Rejection reason = rejected.reason();
        CredentialProfile presented = CredentialProfile.of(rejected.presented());
        if (reason == Rejection.SCHEME_NOT_ACCEPTED) {
            return answers.nothingPresented();
        }
        return switch (reason.kind()) {
            // RFC 6750 §3.1: more than one way of presenting a token is an invalid request.
            case MALFORMED -> answers.flawed(presented, presented == CredentialProfile.WPT ? Flaw.TOKEN : Flaw.REQUEST);
            case UNPROVEN -> answers.flawed(CredentialProfile.WPT, Flaw.PROOF);
            case SIGNATURE -> answers.flawed(presented, Flaw.PROOF);
            case TOKEN -> answers.flawed(presented, Flaw.TOKEN);
            case DPOP_PROOF -> answers.flawed(presented, Flaw.PROOF);
            case DPOP_NONCE -> nonces == null ? answers.nothingPresented() : answers.nonceNeeded(nonces.next());
            case CERTIFICATE -> answers.flawed(CredentialProfile.CERTIFICATE, Flaw.TOKEN);
            case TRANSACTION -> answers.flawed(presented, Flaw.TRANSACTION);
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
        Answer answer = endpoint == null ? answers.forbidden() : answer(deny, endpoint, caller);
        return new Verdict.Refusal(answer, deny.reason().id(), deny, endpoint, caller, posture);
    }

    private Answer answer(Decision.Deny deny, Endpoint endpoint, VerifiedCaller caller) {
        CredentialProfile proven = CredentialProfile.of(caller.proofKind());
        return switch (deny.reason()) {
            case SCOPE_MISSING -> answers.scopeMissing(proven, endpoint.requires(), deny.missing());
            case USER_AUTHENTICATION ->
                endpoint.userAuthentication()
                        .map(demand -> answers.stepUp(proven, demand))
                        .orElseGet(answers::forbidden);
            default -> answers.forbidden();
        };
    }
}
