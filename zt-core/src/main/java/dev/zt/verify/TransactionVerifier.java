package dev.zt.verify;

import dev.zt.jose.CompactJws;
import dev.zt.jose.JoseHeader;
import dev.zt.jose.JsonObject;
import dev.zt.jose.Sha256;
import dev.zt.keys.BundleSource;
import dev.zt.keys.KeyUse;
import dev.zt.request.Call;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * Checks transaction tokens (draft-ietf-oauth-transaction-tokens), each of which comes with many calls. Remembers only
 * that a signature was good. Safe for concurrent use.
 */
final class TransactionVerifier {
    static final String HEADER = "Txn-Token";

    private final VerifierRules rules;
    private final IssuerSignature signatures;
    private final Remembered<CheckedTransaction> remembered;

    TransactionVerifier(VerifierRules rules, BundleSource bundles) {
        this.rules = rules;
        this.signatures = new IssuerSignature(bundles);
        this.remembered = new Remembered<>(bundles);
    }

    TransactionCheck verify(Call call, Instant now) {
        List<String> presented = call.headers().values(HEADER);
        if (presented.isEmpty()) {
            return new TransactionCheck.None();
        }
        if (presented.size() > 1) {
            return new TransactionCheck.Failed(Rejection.TRANSACTION_REPEATED);
        }
        TokenRules.Transactions trusted = rules.tokens().transactions().orElse(null);
        return trusted == null ? new TransactionCheck.None() : verify(presented.get(0), trusted, now);
    }

    private TransactionCheck verify(String text, TokenRules.Transactions trusted, Instant now) {
        if (text.length() > rules.maxTokenLength()) {
            return new TransactionCheck.Failed(Rejection.TRANSACTION_MALFORMED);
        }
        byte[] digest = Sha256.of(text.getBytes(StandardCharsets.UTF_8));
        CheckedTransaction known = remembered.find(digest);
        if (known != null) {
            return verifyTimes(new TransactionCheck.Passed(known), now);
        }
        TransactionCheck check = verifySignedText(text, trusted);
        TransactionCheck timely = check instanceof TransactionCheck.Passed passed ? verifyTimes(passed, now) : check;
        if (timely instanceof TransactionCheck.Passed passed) {
            remembered.put(digest, passed.checked());
        }
        return timely;
    }

    private TransactionCheck verifySignedText(String text, TokenRules.Transactions trusted) {
        CompactJws token = CompactJws.split(text);
        JsonObject claims = token == null ? null : token.payload();
        if (token == null || claims == null) {
            return new TransactionCheck.Failed(Rejection.TRANSACTION_MALFORMED);
        }
        JoseHeader header = token.header();
        if (header.namesUnknownParameter() || !header.isType("txntoken+jwt")) {
            return new TransactionCheck.Failed(Rejection.TRANSACTION_TYPE);
        }
        IssuerSignature.Check signed =
                signatures.check(token, trusted.issuer(), KeyUse.TOKEN, IssuerSignature.KeyId.UNLESS_ONLY_ONE);
        if (signed instanceof IssuerSignature.Check.Unavailable away) {
            return new TransactionCheck.Unavailable(
                    new VerifyResult.Unavailable(Unverifiable.KEYS_UNAVAILABLE, away.retryAfter()));
        }
        if (!(signed instanceof IssuerSignature.Check.Passed passed)) {
            return new TransactionCheck.Failed(Rejection.TRANSACTION_SIGNATURE);
        }
        return TransactionClaims.read(text, claims, trusted, rules.clockSkew(), passed);
    }

    private static TransactionCheck verifyTimes(TransactionCheck.Passed passed, Instant now) {
        Validity validity = passed.checked().validity();
        return validity.isOver(now) || validity.isAhead(now)
                ? new TransactionCheck.Failed(Rejection.TRANSACTION_EXPIRED)
                : passed;
    }
}
