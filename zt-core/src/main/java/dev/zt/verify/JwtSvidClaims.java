package dev.zt.verify;

import dev.zt.identity.WorkloadId;
import dev.zt.jose.JsonObject;
import dev.zt.keys.KeyUse;
import java.time.Instant;

/** Reads the claims of a JWT-SVID (JWT-SVID §3). */
final class JwtSvidClaims {
    private JwtSvidClaims() {}

    /** Reads claims; the signature over them was checked by a key of the subject's own trust domain. */
    static ClaimsCheck read(
            JsonObject claims, WorkloadId subject, VerifierRules rules, IssuerSignature.Check.Passed signed) {
        // JWT-SVID §3.2: one of the audiences is this service's own name.
        if (!TokenClaims.isMeantFor(claims, rules.audiences())) {
            return new ClaimsCheck.Rejected(Rejection.TOKEN_AUDIENCE);
        }
        // JWT-SVID §3.3: exp is required.
        Instant expiry = claims.time("exp").orElse(null);
        if (expiry == null) {
            return new ClaimsCheck.Rejected(Rejection.TOKEN_EXPIRY);
        }
        Instant notBefore = TokenClaims.notBefore(claims);
        if (notBefore == null) {
            return new ClaimsCheck.Rejected(Rejection.TOKEN_NOT_YET_VALID);
        }
        // A binding means that it is no bearer token; no text says how a JWT-SVID would be bound.
        if (claims.has("cnf")) {
            return new ClaimsCheck.Rejected(Rejection.TOKEN_CONFIRMATION);
        }
        return new ClaimsCheck.Passed(new CheckedToken(
                subject,
                KeyUse.JWT_SVID,
                Validity.of(notBefore, expiry, rules.clockSkew()),
                null,
                null,
                null,
                signed.epoch(),
                signed.issuerKey()));
    }
}
