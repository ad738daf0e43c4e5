package dev.zt.verify;

import dev.zt.identity.InstanceId;
import dev.zt.request.Call;
import dev.zt.request.PresentedCredential;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Checks callers that come with a token in {@code Authorization}. A token that is bound to a key or a certificate never
 * passes as less than that. Safe for concurrent use.
 */
final class ClientVerifier {
    private final VerifierRules rules;
    private final TokenVerifier tokens;
    private final DpopVerifier proofs;
    private final SingleUse uses;

    ClientVerifier(VerifierRules rules, TokenVerifier tokens, DpopVerifier proofs, SingleUse uses) {
        this.rules = rules;
        this.tokens = tokens;
        this.proofs = proofs;
        this.uses = uses;
    }

    /** Checks a bearer token, which may be bound to the certificate of the connection. */
    VerifyResult verify(PresentedCredential.BearerToken presented, Call call, Instant now) {
        if (!rules.tokens().acceptBearer()) {
            return rejected(Rejection.SCHEME_NOT_ACCEPTED, ProofKind.BEARER);
        }
        TokenCheck check = tokens.verify(presented.token(), now);
        if (!(check instanceof TokenCheck.Passed passed)) {
            return failed(check, ProofKind.BEARER);
        }
        CheckedToken token = passed.token;
        // RFC 9449 §7.1: a token that is bound to a key is refused under Bearer.
        if (token.keyThumbprint() != null) {
            return rejected(Rejection.TOKEN_BOUND, ProofKind.BEARER);
        }
        String certificate = token.certificateThumbprint();
        if (certificate == null) {
            return new VerifyResult.Verified(caller(token, InstanceId.unknown(), ProofKind.BEARER, null));
        }
        return CertificateHash.isOfClient(call, certificate)
                ? new VerifyResult.Verified(
                        caller(token, InstanceId.ofKey(certificate), ProofKind.CERTIFICATE_BOUND, certificate))
                : rejected(Rejection.TOKEN_CERTIFICATE, ProofKind.BEARER);
    }

    /** Checks an access token that is bound to a key, with the proof of that key. */
    VerifyResult verify(PresentedCredential.BoundToken presented, Call call, Instant now) {
        if (!rules.tokens().acceptBound()) {
            return rejected(Rejection.SCHEME_NOT_ACCEPTED, ProofKind.DPOP);
        }
        TokenCheck check = tokens.verify(presented.token(), now);
        if (!(check instanceof TokenCheck.Passed passed)) {
            return failed(check, ProofKind.DPOP);
        }
        CheckedToken token = passed.token;
        String thumbprint = token.keyThumbprint();
        if (thumbprint == null) {
            return rejected(Rejection.TOKEN_UNBOUND, ProofKind.DPOP);
        }
        // RFC 8705 §3: bound to both, it takes both.
        String certificate = token.certificateThumbprint();
        if (certificate != null && !CertificateHash.isOfClient(call, certificate)) {
            return rejected(Rejection.TOKEN_CERTIFICATE, ProofKind.DPOP);
        }
        DpopVerifier.Check proof = proofs.verify(presented.proof(), thumbprint, passed.digest, call, now);
        if (proof instanceof DpopVerifier.Check.Failed failed) {
            return rejected(failed.reason(), ProofKind.DPOP);
        }
        return useOnce((DpopVerifier.Check.Passed) proof, token, thumbprint);
    }

    private VerifyResult useOnce(DpopVerifier.Check.Passed proof, CheckedToken token, String thumbprint) {
        VerifyResult refusal = uses.refusal(
                ReplayKey.of(ProofKind.DPOP, thumbprint, proof.id()),
                token.caller(),
                proof.until(),
                new VerifyResult.Rejected(Rejection.DPOP_REPLAYED, ProofKind.DPOP));
        return refusal != null
                ? refusal
                : new VerifyResult.Verified(
                        caller(token, InstanceId.ofKey(thumbprint), ProofKind.DPOP, thumbprint), proof.nextNonce());
    }

    private VerifiedCaller caller(
            CheckedToken token, InstanceId instance, ProofKind kind, @Nullable String keyThumbprint) {
        return new VerifiedCaller(
                token.caller(),
                instance,
                kind,
                null,
                token.validity().until(),
                token.use(),
                token.issuerKey(),
                keyThumbprint,
                token.facts(),
                null,
                null);
    }

    private static VerifyResult failed(TokenCheck check, ProofKind kind) {
        return check instanceof TokenCheck.Unavailable away
                ? away.result()
                : rejected(((TokenCheck.Rejected) check).reason(), kind);
    }

    private static VerifyResult rejected(Rejection reason, ProofKind kind) {
        return new VerifyResult.Rejected(reason, kind);
    }
}
