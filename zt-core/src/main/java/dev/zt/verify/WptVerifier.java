package dev.zt.verify;

import dev.zt.identity.Scopes;
import dev.zt.jose.CompactJws;
import dev.zt.jose.JoseHeader;
import dev.zt.jose.JsonObject;
import dev.zt.jose.Sha256;
import dev.zt.request.Call;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks workload proof tokens, in the order of draft-ietf-wimse-wpt-02 §3.2. Safe for concurrent use. */
final class WptVerifier {
    private static final int MAX_ID_LENGTH = 1024;

    private final VerifierRules rules;
    private final ProofTimes times;
    private final SingleUse uses;

    WptVerifier(VerifierRules rules, SingleUse uses) {
        this.rules = rules;
        this.times = ProofTimes.of(rules);
        this.uses = uses;
    }

    VerifyResult verify(String text, WitCheck.Passed identity, Call call, Instant now) {
        if (text.length() > rules.maxTokenLength()) {
            return rejected(Rejection.PROOF_TOO_LARGE);
        }
        CompactJws proof = CompactJws.split(text);
        JsonObject claims = proof == null ? null : proof.payload();
        if (proof == null || claims == null) {
            return rejected(Rejection.PROOF_MALFORMED);
        }
        Rejection rejection = checkSignature(proof, identity.wit);
        if (rejection == null) {
            rejection = checkPurpose(claims, identity, call, now);
        }
        if (rejection == null) {
            rejection = checkCompanions(claims, call);
        }
        return rejection == null ? useOnce(claims, identity.wit) : rejected(rejection);
    }

    private static @Nullable Rejection checkSignature(CompactJws proof, CheckedWit wit) {
        JoseHeader header = proof.header();
        // wpt-02: alg is string-equal to cnf.jwk.alg.
        if (!header.algorithm()
                .filter(wit.confirmationKey().algorithm()::equals)
                .isPresent()) {
            return Rejection.PROOF_ALGORITHM;
        }
        if (header.namesUnknownParameter()) {
            return Rejection.PROOF_HEADER;
        }
        if (!proof.isSignedBy(wit.confirmationKey())) {
            return Rejection.PROOF_SIGNATURE;
        }
        return header.isType("wpt+jwt") ? null : Rejection.PROOF_TYPE;
    }

    private @Nullable Rejection checkPurpose(JsonObject claims, WitCheck.Passed identity, Call call, Instant now) {
        // wpt-02: aud is one of this service's own configured names; Host and X-Forwarded-Host play no part.
        if (!claims.string("aud").filter(aud -> rules.isAddressed(aud, call)).isPresent()) {
            return Rejection.PROOF_AUDIENCE;
        }
        Instant expiry = claims.time("exp").orElse(null);
        if (expiry == null) {
            return Rejection.PROOF_EXPIRY;
        }
        if (times.isOver(expiry, now)) {
            return Rejection.PROOF_EXPIRED;
        }
        if (times.isTooFarAhead(expiry, now)) {
            return Rejection.PROOF_TOO_FAR_AHEAD;
        }
        // wpt-02: wth is the hash of the token beside the proof, so a proof moves to no other token of the same key.
        if (!Hashes.matches(claims.string("wth"), identity.digest)) {
            return Rejection.PROOF_TOKEN_HASH;
        }
        String id = claims.string("jti").orElse("");
        return id.isEmpty() || id.length() > MAX_ID_LENGTH ? Rejection.PROOF_ID : null;
    }

    private @Nullable Rejection checkCompanions(JsonObject claims, Call call) {
        // wpt-02: tth stands exactly if a transaction token does, and is its hash.
        List<String> transaction = call.headers().values(TransactionVerifier.HEADER);
        if (claims.has("tth") || !transaction.isEmpty()) {
            if (transaction.size() != 1 || !isHash(claims.string("tth"), transaction.get(0))) {
                return Rejection.PROOF_TRANSACTION;
            }
        }
        // wpt-02: every entry of oth is known, stands once and has this hash.
        if (claims.has("oth")
                && !claims.object("oth").filter(oth -> coversContext(oth, call)).isPresent()) {
            return Rejection.PROOF_CONTEXT;
        }
        return claims.has("scope") && narrowedTo(claims) == null ? Rejection.PROOF_SCOPE : null;
    }

    private boolean coversContext(JsonObject oth, Call call) {
        for (String name : oth.names()) {
            // Known first: the caller's text never reaches a container as the name of a header.
            if (!rules.contextHeaders().contains(name)) {
                return false;
            }
            List<String> values = call.headers().values(name);
            if (values.size() != 1 || !isHash(oth.string(name), values.get(0))) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Scopes narrowedTo(JsonObject claims) {
        return claims.string("scope").flatMap(Scopes::parse).orElse(null);
    }

    private VerifyResult useOnce(JsonObject claims, CheckedWit wit) {
        Instant until = times.end(claims.time("exp").orElseThrow());
        ReplayKey key = ReplayKey.of(
                ProofKind.WPT, wit.thumbprint(), claims.string("jti").orElse(""));
        VerifyResult refusal = uses.refusal(key, wit.id(), until, new VerifyResult.Rejected(Rejection.PROOF_REPLAYED));
        return refusal != null
                ? refusal
                : new VerifyResult.Verified(VerifiedCaller.of(wit, ProofKind.WPT, narrowedTo(claims)));
    }

    // A character outside Latin-1 has no byte of its own here, so two texts could share one hash.
    private static boolean isHash(Optional<String> presented, String header) {
        String value = header.strip();
        return value.chars().allMatch(c -> c <= 0xFF)
                && Hashes.matches(presented, Sha256.of(value.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static VerifyResult rejected(Rejection reason) {
        return new VerifyResult.Rejected(reason);
    }
}
