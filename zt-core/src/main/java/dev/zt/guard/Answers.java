package dev.zt.guard;

import dev.zt.identity.Scopes;
import dev.zt.policy.UserAuthentication;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one guard answers to whom, by the credentials that it accepts. An answer depends on what the caller
 * presented and on the class of the refusal, and on nothing else that was found out. Immutable.
 */
final class Answers {
    private final Accepted accepted;
    private final @Nullable URI metadata;

    /**
     * The answers of a guard.
     *
     * @param accepted the credentials that it can verify
     * @param metadata where the metadata of this service stands (RFC 9728), for those who might come with
     *     an access token; null if it has none
     */
    Answers(Accepted accepted, @Nullable URI metadata) {
        this.accepted = accepted;
        this.metadata = metadata;
    }

    /** To a caller that presented nothing, or nothing that this guard accepts. */
    Answer nothingPresented() {
        // RFC 6750 §3.1: no error code where no authentication was tried.
        List<Answer.Header> challenges = new ArrayList<>();
        for (CredentialProfile profile : accepted.profiles()) {
            switch (profile) {
                case WPT -> challenges.add(workloadProof().header());
                case DPOP, BEARER ->
                    challenges.add(
                            complete(Challenge.of(scheme(profile)), profile).header());
                case HTTP_SIGNATURE, CERTIFICATE -> {}
            }
        }
        if (!challenges.isEmpty()) {
            return Answer.problem(RefusalClass.PROOF_REQUIRED, "", challenges);
        }
        // RFC 9110 §15.5.2: every 401 carries a challenge, and these credentials have none.
        return accepted.includes(CredentialProfile.HTTP_SIGNATURE) ? badRequest() : forbidden();
    }

    /** To a caller whose credential does not prove who it is. */
    Answer flawed(CredentialProfile presented, Flaw flaw) {
        if (!accepted.includes(presented)) {
            return nothingPresented();
        }
        return switch (presented) {
            // workload-creds-02 §5: 400 for the token. wpt-02: 401 for the proof.
            case WPT ->
                flaw == Flaw.PROOF || flaw == Flaw.TRANSACTION
                        ? problem(RefusalClass.PROOF_REQUIRED, workloadProof())
                        : badRequest();
            // http-signature-08: 400, and 401 is not recommended.
            case HTTP_SIGNATURE -> badRequest();
            case CERTIFICATE -> forbidden();
            case DPOP, BEARER ->
                switch (flaw) {
                    // RFC 6750 §3.1.
                    case REQUEST -> problem(RefusalClass.BAD_REQUEST, error("invalid_request", presented));
                    case TOKEN -> problem(RefusalClass.PROOF_REQUIRED, error("invalid_token", presented));
                    case PROOF -> problem(RefusalClass.PROOF_REQUIRED, error(proofError(presented), presented));
                    // No error code: each of them would blame the access token, and its client would ask for another.
                    case TRANSACTION ->
                        problem(RefusalClass.PROOF_REQUIRED, complete(Challenge.of(scheme(presented)), presented));
                };
        };
    }

    // RFC 9449 §7.1. RFC 8705 §3: a token that is bound to another certificate is an invalid token.
    private static String proofError(CredentialProfile presented) {
        return presented == CredentialProfile.DPOP ? "invalid_dpop_proof" : "invalid_token";
    }

    /**
     * To a caller whose DPoP proof lacks the nonce that this side wants (RFC 9449 §9).
     *
     * @throws IllegalArgumentException if the nonce breaks its grammar (RFC 9449 §8.1)
     */
    Answer nonceNeeded(String nonce) {
        if (!FieldText.isWord(nonce)) {
            throw new IllegalArgumentException("not a nonce");
        }
        if (!accepted.includes(CredentialProfile.DPOP)) {
            return nothingPresented();
        }
        return Answer.problem(
                RefusalClass.PROOF_REQUIRED,
                "",
                List.of(
                        error("use_dpop_nonce", CredentialProfile.DPOP).header(),
                        new Answer.Header("DPoP-Nonce", nonce)));
    }

    /** To a request that is refused whoever sends it. */
    Answer badRequest() {
        return Answer.problem(RefusalClass.BAD_REQUEST, "", List.of());
    }

    /** To a proven caller that may not do this. */
    Answer forbidden() {
        return Answer.problem(RefusalClass.FORBIDDEN, "", List.of());
    }

    /**
     * To a proven caller that lacks scopes.
     *
     * @param required all scopes that the call needs (RFC 6750 §3)
     * @param missing those of them that the caller lacks
     */
    Answer scopeMissing(CredentialProfile proven, Scopes required, Scopes missing) {
        // A scope holds neither quotation mark nor backslash by its grammar, so it needs no escaping.
        String members = ",\"missing_scopes\":\"" + missing + "\"";
        if (!isToken(proven)) {
            return Answer.problem(RefusalClass.SCOPE_MISSING, members, List.of());
        }
        Challenge begun = Challenge.of(scheme(proven)).with("error", "insufficient_scope");
        Challenge scoped = required.isEmpty() ? begun : begun.with("scope", required.toString());
        return Answer.problem(
                RefusalClass.SCOPE_MISSING,
                members,
                List.of(complete(scoped, proven).header()));
    }

    /**
     * To a proven caller whose user must authenticate better or again (RFC 9470 §3); others are forbidden.
     */
    Answer stepUp(CredentialProfile proven, UserAuthentication demand) {
        if (!isToken(proven)) {
            return forbidden();
        }
        Challenge begun = Challenge.of(scheme(proven)).with("error", "insufficient_user_authentication");
        return problem(RefusalClass.STEP_UP_REQUIRED, complete(demanding(begun, demand), proven));
    }

    private static Challenge demanding(Challenge begun, UserAuthentication demand) {
        Challenge classes = demand.acr().isEmpty() ? begun : begun.with("acr_values", String.join(" ", demand.acr()));
        return demand.maxAge()
                .map(age -> classes.with("max_age", Long.toString(age.toSeconds())))
                .orElse(classes);
    }

    /** To whoever may ask again later. */
    Answer unavailable(Duration retryAfter) {
        long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
        return Answer.problem(
                RefusalClass.UNAVAILABLE, "", List.of(new Answer.Header("Retry-After", Long.toString(seconds))));
    }

    private static Answer problem(RefusalClass refusal, Challenge challenge) {
        return Answer.problem(refusal, "", List.of(challenge.header()));
    }

    private static boolean isToken(CredentialProfile profile) {
        return profile == CredentialProfile.DPOP || profile == CredentialProfile.BEARER;
    }

    private static String scheme(CredentialProfile profile) {
        return profile == CredentialProfile.DPOP ? "DPoP" : "Bearer";
    }

    // draft-ietf-wimse-wpt-02: the challenge has no parameters.
    private static Challenge workloadProof() {
        return Challenge.of("WPT");
    }

    private Challenge error(String code, CredentialProfile profile) {
        return complete(Challenge.of(scheme(profile)).with("error", code), profile);
    }

    // RFC 9449 §7.1: algs. RFC 9728 §5.1: resource_metadata. RFC 6750 §3: Bearer has at least one parameter.
    private Challenge complete(Challenge begun, CredentialProfile profile) {
        Challenge challenge = profile == CredentialProfile.DPOP
                ? begun.with("algs", String.join(" ", accepted.proofAlgorithms()))
                : begun;
        if (metadata != null) {
            return challenge.with("resource_metadata", metadata.toString());
        }
        return challenge.hasParameters() ? challenge : challenge.with("realm", "zt");
    }
}
