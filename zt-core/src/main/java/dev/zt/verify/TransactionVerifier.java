package dev.zt.verify;

import dev.zt.identity.Scopes;
import dev.zt.jose.CompactJws;
import dev.zt.jose.JoseHeader;
import dev.zt.jose.JsonObject;
import dev.zt.keys.BundleSource;
import dev.zt.keys.KeyUse;
import dev.zt.request.Call;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks transaction tokens (draft-ietf-oauth-transaction-tokens). Safe for concurrent use. */
final class TransactionVerifier {
    static final String HEADER = "Txn-Token";

    private static final int MAX_TEXT = 1024;

    private final VerifierRules rules;
    private final IssuerSignature signatures;

    /** The outcome. */
    sealed interface Check {
        /** There is none, or nobody whose tokens would be verified. */
        record None() implements Check {}

        /** It holds. */
        record Passed(VerifiedTransaction transaction) implements Check {}

        /** It does not hold. */
        record Failed(Rejection reason) implements Check {}

        /** Nobody can tell now. */
        record Unavailable(VerifyResult.Unavailable result) implements Check {}
    }

    TransactionVerifier(VerifierRules rules, BundleSource bundles) {
        this.rules = rules;
        this.signatures = new IssuerSignature(bundles);
    }

    Check verify(Call call, Instant now) {
        List<String> presented = call.headers().values(HEADER);
        if (presented.isEmpty()) {
            return new Check.None();
        }
        if (presented.size() > 1) {
            return new Check.Failed(Rejection.TRANSACTION_REPEATED);
        }
        TokenRules.Transactions trusted = rules.tokens().transactions().orElse(null);
        return trusted == null ? new Check.None() : verify(presented.get(0), trusted, now);
    }

    private Check verify(String text, TokenRules.Transactions trusted, Instant now) {
        CompactJws token = text.length() > rules.maxTokenLength() ? null : CompactJws.split(text);
        JsonObject claims = token == null ? null : token.payload();
        if (token == null || claims == null) {
            return new Check.Failed(Rejection.TRANSACTION_MALFORMED);
        }
        JoseHeader header = token.header();
        if (header.namesUnknownParameter() || !header.isType("txntoken+jwt")) {
            return new Check.Failed(Rejection.TRANSACTION_TYPE);
        }
        IssuerSignature.Check check =
                signatures.check(token, trusted.issuer(), KeyUse.TOKEN, IssuerSignature.KeyId.UNLESS_ONLY_ONE);
        if (check instanceof IssuerSignature.Check.Unavailable away) {
            return new Check.Unavailable(
                    new VerifyResult.Unavailable(Unverifiable.KEYS_UNAVAILABLE, away.retryAfter()));
        }
        if (!(check instanceof IssuerSignature.Check.Passed)) {
            return new Check.Failed(Rejection.TRANSACTION_SIGNATURE);
        }
        return claims(text, claims, trusted, now);
    }

    private Check claims(String text, JsonObject claims, TokenRules.Transactions trusted, Instant now) {
        // The trust domain is the one audience; iss may be missing.
        boolean otherIssuer = claims.has("iss")
                && !claims.string("iss").equals(Optional.of(trusted.issuer().text()));
        if (otherIssuer
                || !claims.string("aud")
                        .equals(Optional.of(trusted.trustDomain().name()))) {
            return new Check.Failed(Rejection.TRANSACTION_AUDIENCE);
        }
        Instant expiry = claims.time("exp").orElse(null);
        if (expiry == null || !now.isBefore(expiry.plus(rules.clockSkew()))) {
            return new Check.Failed(Rejection.TRANSACTION_EXPIRED);
        }
        Instant notBefore = TokenClaims.notBefore(claims);
        Instant issuedAt = claims.time("iat").orElse(null);
        Instant latest = now.plus(rules.clockSkew());
        if (notBefore == null || notBefore.isAfter(latest) || (issuedAt != null && issuedAt.isAfter(latest))) {
            return new Check.Failed(Rejection.TRANSACTION_EXPIRED);
        }
        String id = text(claims, "txn");
        String subject = text(claims, "sub");
        String requester = text(claims, "req_wl");
        Scopes scopes = claims.string("scope").flatMap(Scopes::parse).orElse(null);
        boolean contexts = isObject(claims, "tctx") && isObject(claims, "rctx");
        if (id == null || subject == null || requester == null || scopes == null || !contexts || issuedAt == null) {
            return new Check.Failed(Rejection.TRANSACTION_CLAIMS);
        }
        return new Check.Passed(new VerifiedTransaction(
                text, id, subject, requester, scopes, expiry, claims.object("tctx"), claims.object("rctx")));
    }

    private static boolean isObject(JsonObject claims, String name) {
        return !claims.has(name) || claims.object(name).isPresent();
    }

    private static @Nullable String text(JsonObject claims, String name) {
        return claims.string(name)
                .filter(text -> !text.isEmpty() && text.length() <= MAX_TEXT)
                .orElse(null);
    }
}
