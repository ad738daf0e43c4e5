package dev.zt.verify;

import dev.zt.identity.Scopes;
import dev.zt.jose.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the claims of a transaction token (draft-ietf-oauth-transaction-tokens). */
final class TransactionClaims {
    private static final int MAX_TEXT = 1024;

    private TransactionClaims() {}

    /** Reads claims; the signature over them was checked. */
    static TransactionCheck read(
            String text,
            JsonObject claims,
            TokenRules.Transactions trusted,
            Duration skew,
            IssuerSignature.Check.Passed signed) {
        // The trust domain is the one audience; iss may be missing.
        boolean otherIssuer = claims.has("iss")
                && !claims.string("iss").equals(Optional.of(trusted.issuer().text()));
        boolean here =
                claims.string("aud").equals(Optional.of(trusted.trustDomain().name()));
        if (otherIssuer || !here) {
            return new TransactionCheck.Failed(Rejection.TRANSACTION_AUDIENCE);
        }
        Instant expiry = claims.time("exp").orElse(null);
        Instant notBefore = TokenClaims.notBefore(claims);
        if (expiry == null || notBefore == null) {
            return new TransactionCheck.Failed(Rejection.TRANSACTION_EXPIRED);
        }
        Instant issuedAt = claims.time("iat").orElse(null);
        String id = text(claims, "txn");
        String subject = text(claims, "sub");
        String requester = text(claims, "req_wl");
        Scopes scopes = claims.string("scope").flatMap(Scopes::parse).orElse(null);
        boolean contexts = isObject(claims, "tctx") && isObject(claims, "rctx");
        if (issuedAt == null || id == null || subject == null || requester == null || scopes == null || !contexts) {
            return new TransactionCheck.Failed(Rejection.TRANSACTION_CLAIMS);
        }
        VerifiedTransaction transaction = new VerifiedTransaction(
                text, id, subject, requester, scopes, expiry, texts(claims, "tctx"), texts(claims, "rctx"));
        Instant begin = notBefore.isAfter(issuedAt) ? notBefore : issuedAt;
        return new TransactionCheck.Passed(new CheckedTransaction(
                transaction, trusted.issuer(), Validity.of(begin, expiry, skew), signed.epoch()));
    }

    // Texts alone are shown; whatever else a context holds is not worth remembering.
    private static Map<String, String> texts(JsonObject claims, String name) {
        JsonObject context = claims.object(name).orElse(null);
        if (context == null) {
            return Map.of();
        }
        Map<String, String> texts = new HashMap<>();
        for (String member : context.names()) {
            context.string(member).ifPresent(text -> texts.put(member, text));
        }
        return Map.copyOf(texts);
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
