package dev.zt.verify;

import dev.zt.identity.Audience;
import dev.zt.identity.IssuerUrl;
import dev.zt.identity.WorkloadId;
import dev.zt.jose.CompactJws;
import dev.zt.jose.JoseHeader;
import dev.zt.jose.JsonObject;
import dev.zt.keys.BundleSource;
import dev.zt.keys.KeyUse;
import dev.zt.request.PresentedToken;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks the tokens of {@code Authorization}: access tokens (RFC 9068 §4) and JWT-SVIDs (JWT-SVID §4), told apart by
 * {@code typ}. Remembers only that a signature was good. Safe for concurrent use.
 */
final class TokenVerifier {
    private final VerifierRules rules;
    // RFC 9068 §4: iss is compared by exact text.
    private final Map<String, IssuerUrl> issuers = new HashMap<>();
    private final IssuerSignature signatures;
    private final Remembered<CheckedToken> remembered;
    private final Workspaces workspaces;

    TokenVerifier(VerifierRules rules, BundleSource bundles) {
        this.rules = rules;
        rules.tokens().issuers().keySet().forEach(issuer -> issuers.put(issuer.text(), issuer));
        this.signatures = new IssuerSignature(bundles);
        this.remembered = new Remembered<>(bundles);
        this.workspaces = new Workspaces(rules.maxTokenLength());
    }

    TokenCheck verify(PresentedToken token, Instant now) {
        if (token.length() > rules.maxTokenLength()) {
            return new TokenCheck.Rejected(Rejection.TOKEN_TOO_LARGE);
        }
        Workspace workspace = workspaces.take();
        try {
            workspace.hold(token);
            byte[] digest = workspace.digest();
            CheckedToken known = remembered.find(digest);
            TokenCheck check =
                    known != null ? new TokenCheck.Passed(known, digest) : verifySignedText(workspace.split(), digest);
            return check instanceof TokenCheck.Passed passed ? verifyTimes(passed, now) : check;
        } finally {
            workspaces.giveBack(workspace);
        }
    }

    private TokenCheck verifySignedText(@Nullable CompactJws token, byte[] digest) {
        if (token == null) {
            return new TokenCheck.Rejected(Rejection.TOKEN_MALFORMED);
        }
        JoseHeader header = token.header();
        // RFC 8725 §3.1: an allow-list of algorithms, compared by exact bytes.
        if (header.algorithm().isEmpty()) {
            return new TokenCheck.Rejected(Rejection.TOKEN_ALGORITHM);
        }
        // RFC 7515 §4.1.11, RFC 8725 §3.10, JWT-SVID §2: no crit, and no key or URL from the token itself.
        if (header.namesUnknownParameter()) {
            return new TokenCheck.Rejected(Rejection.TOKEN_HEADER);
        }
        JsonObject claims = token.payload();
        if (claims == null) {
            return new TokenCheck.Rejected(Rejection.TOKEN_MALFORMED);
        }
        // RFC 9068 §4: typ keeps ID tokens and every other kind of JWT out.
        if (header.isType("at+jwt")) {
            return accessToken(token, claims, digest);
        }
        Optional<WorkloadId> subject = claims.string("sub").flatMap(WorkloadId::parse);
        return subject.isPresent() && mayBeJwtSvid(header)
                ? jwtSvid(token, claims, subject.get(), digest)
                : new TokenCheck.Rejected(Rejection.TOKEN_TYPE);
    }

    // JWT-SVID §2.3: typ is JWT or JOSE, if it is there.
    private boolean mayBeJwtSvid(JoseHeader header) {
        return rules.tokens().jwtSvids() == TokenRules.JwtSvids.ACCEPT
                && (!header.statesType() || header.isType("JWT") || header.isType("JOSE"));
    }

    private TokenCheck accessToken(CompactJws token, JsonObject claims, byte[] digest) {
        // It selects the keys, and says who vouches once they agree.
        IssuerUrl issuer = claims.string("iss").map(issuers::get).orElse(null);
        if (issuer == null) {
            return new TokenCheck.Rejected(Rejection.TOKEN_ISSUER_UNKNOWN);
        }
        IssuerSignature.Check check =
                signatures.check(token, issuer, KeyUse.TOKEN, IssuerSignature.KeyId.UNLESS_ONLY_ONE);
        return check instanceof IssuerSignature.Check.Passed passed
                ? remember(AccessTokenClaims.read(claims, issuer, audiences(issuer), rules.clockSkew(), passed), digest)
                : failed(check);
    }

    private TokenCheck jwtSvid(CompactJws token, JsonObject claims, WorkloadId subject, byte[] digest) {
        IssuerSignature.Check check =
                signatures.check(token, subject.trustDomain(), KeyUse.JWT_SVID, IssuerSignature.KeyId.REQUIRED);
        return check instanceof IssuerSignature.Check.Passed passed
                ? remember(JwtSvidClaims.read(claims, subject, rules, passed), digest)
                : failed(check);
    }

    private List<Audience> audiences(IssuerUrl issuer) {
        return rules.tokens().issuers().getOrDefault(issuer, List.of());
    }

    private TokenCheck remember(ClaimsCheck check, byte[] digest) {
        if (check instanceof ClaimsCheck.Rejected rejected) {
            return new TokenCheck.Rejected(rejected.reason());
        }
        CheckedToken token = ((ClaimsCheck.Passed) check).token();
        remembered.put(digest, token);
        return new TokenCheck.Passed(token, digest);
    }

    private static TokenCheck failed(IssuerSignature.Check check) {
        if (check instanceof IssuerSignature.Check.Unavailable away) {
            return new TokenCheck.Unavailable(
                    new VerifyResult.Unavailable(Unverifiable.KEYS_UNAVAILABLE, away.retryAfter()));
        }
        return new TokenCheck.Rejected(
                switch (((IssuerSignature.Check.Failed) check).fault()) {
                    case NOT_TRUSTED -> Rejection.TOKEN_ISSUER_UNKNOWN;
                    case KEY_ID_MISSING -> Rejection.TOKEN_KEY_ID_MISSING;
                    case KEY_UNKNOWN -> Rejection.TOKEN_KEY_UNKNOWN;
                    case ALGORITHM -> Rejection.TOKEN_ALGORITHM;
                    case SIGNATURE -> Rejection.TOKEN_SIGNATURE;
                });
    }

    private static TokenCheck verifyTimes(TokenCheck.Passed passed, Instant now) {
        if (passed.token.validity().isOver(now)) {
            return new TokenCheck.Rejected(Rejection.TOKEN_EXPIRED);
        }
        return passed.token.validity().isAhead(now) ? new TokenCheck.Rejected(Rejection.TOKEN_NOT_YET_VALID) : passed;
    }
}
