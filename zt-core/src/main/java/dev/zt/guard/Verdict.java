package dev.zt.guard;

import dev.zt.identity.Scopes;
import dev.zt.policy.Decision;
import dev.zt.policy.Endpoint;
import dev.zt.policy.Subject;
import dev.zt.posture.Posture;
import dev.zt.request.Target;
import dev.zt.verify.VerifiedCaller;
import dev.zt.verify.VerifiedToken;
import dev.zt.verify.VerifierRules;
import java.time.Duration;
import java.time.Instant;
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
    static Subject subject(VerifiedCaller caller, Posture posture, Instant now, SingleUse use) {
        Subject.Binding binding = switch (caller.proofKind()) {
            case WPT -> Subject.Binding.AUDIENCE;
            // A proof that another instance would take once more binds no more than one request there.
            case DPOP, HTTP_SIGNATURE ->
                use.isOf(caller.proofKind()) ? Subject.Binding.REQUEST : Subject.Binding.AUDIENCE;
            case CERTIFICATE, CERTIFICATE_BOUND -> Subject.Binding.CONNECTION;
            case BEARER -> Subject.Binding.NONE;
        };
        Subject subject = Subject.of(caller.id(), binding).at(posture);
        Scopes narrowedTo = caller.narrowedTo().orElse(null);
        Subject narrowed = narrowedTo == null ? subject : subject.narrowedTo(narrowedTo);
        VerifiedToken token = caller.token().orElse(null);
        return token == null ? narrowed : holding(narrowed, token, now);
    }

    private static Subject holding(Subject subject, VerifiedToken token, Instant now) {
        Subject holding = subject.holding(token.scopes());
        return token.acr().isEmpty() && token.authenticatedAt().isEmpty()
                ? holding
                : holding.authenticated(token.acr(), token.authenticatedAt().map(at -> age(at, now)));
    }

    // An issuer's clock may go ahead of ours as far as any; what lies further ahead stays negative and counts as
    // unsaid.
    private static Duration age(Instant at, Instant now) {
        boolean ahead = at.isAfter(now) && !at.isAfter(now.plus(VerifierRules.MOST_SKEW));
        return ahead ? Duration.ZERO : Duration.between(at, now);
    }
}
