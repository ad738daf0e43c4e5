package dev.zt.verify;

import dev.zt.request.CredentialFault;
import java.time.Duration;
import java.util.Optional;

/** The outcome of checking who is calling. Exactly one of the four. */
public sealed interface VerifyResult {
    /**
     * The caller proved who it is.
     *
     * @param nextNonce what the caller should put into its next proof (RFC 9449 §8.2); empty if what it has will do
     * @param body what the body has to be, and whoever reads it has to compare; empty if the proof does not bind it
     * @param answer set if the answer must be signed
     */
    record Verified(
            VerifiedCaller caller, Optional<String> nextNonce, Optional<SignedBody> body, Optional<AnswerDemand> answer)
            implements VerifyResult {
        Verified(VerifiedCaller caller) {
            this(caller, Optional.empty());
        }

        Verified(VerifiedCaller caller, Optional<String> nextNonce) {
            this(caller, nextNonce, Optional.empty(), Optional.empty());
        }

        Verified with(VerifiedTransaction transaction) {
            return new Verified(caller.in(transaction), nextNonce, body, answer);
        }
    }

    /** The caller presented nothing. */
    record Anonymous() implements VerifyResult {}

    /**
     * The caller presented something that does not prove anything.
     *
     * @param presented as what kind of credential it was presented
     */
    record Rejected(Rejection reason, ProofKind presented) implements VerifyResult {
        Rejected(Rejection reason) {
            this(reason, ProofKind.WPT);
        }

        static Rejected of(CredentialFault fault) {
            return new Rejected(Rejection.of(fault), presentedWith(fault));
        }

        private static ProofKind presentedWith(CredentialFault fault) {
            return switch (fault) {
                case DPOP_MISSING, DPOP_REPEATED, DPOP_WITHOUT_TOKEN, DPOP_TOKEN_NOT_TOKEN68 -> ProofKind.DPOP;
                case BEARER_NOT_TOKEN68, CREDENTIAL_REPEATED -> ProofKind.BEARER;
                default -> ProofKind.WPT;
            };
        }
    }

    /**
     * Nothing can be said now.
     *
     * @param retryAfter when asking again makes sense
     */
    record Unavailable(Unverifiable reason, Duration retryAfter) implements VerifyResult {}
}
