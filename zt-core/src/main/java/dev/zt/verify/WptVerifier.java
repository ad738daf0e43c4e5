package dev.zt.verify;

import dev.zt.identity.Scopes;
import dev.zt.jose.Base64Url;
import dev.zt.jose.CompactJws;
import dev.zt.jose.JoseHeader;
import dev.zt.jose.JsonObject;
import dev.zt.jose.Sha256;
import dev.zt.request.Call;
import dev.zt.request.Target;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks workload proof tokens, in the order of draft-ietf-wimse-wpt-02 §3.2. Safe for concurrent use. */
final class WptVerifier {
    private static final Logger LOG = LoggerFactory.getLogger(WptVerifier.class);
    private static final int MAX_ID_LENGTH = 1024;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final VerifierRules rules;
    private final ReplayStore replays;

    WptVerifier(VerifierRules rules, ReplayStore replays) {
        this.rules = rules;
        this.replays = replays;
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
        String path = call.target().map(Target::raw).orElse("");
        Optional<String> audience = claims.string("aud");
        if (audience.isEmpty() || rules.audiences().stream().noneMatch(mine -> mine.covers(audience.get(), path))) {
            return Rejection.PROOF_AUDIENCE;
        }
        Instant expiry = claims.time("exp").orElse(null);
        if (expiry == null) {
            return Rejection.PROOF_EXPIRY;
        }
        if (!now.isBefore(expiry.plus(rules.clockSkew()))) {
            return Rejection.PROOF_EXPIRED;
        }
        if (expiry.isAfter(now.plus(rules.proofAhead()))) {
            return Rejection.PROOF_TOO_FAR_AHEAD;
        }
        // wpt-02: wth is the hash of the token beside the proof, so a proof moves to no other token of the same key.
        if (!matches(claims.string("wth"), identity.digest)) {
            return Rejection.PROOF_TOKEN_HASH;
        }
        String id = claims.string("jti").orElse("");
        return id.isEmpty() || id.length() > MAX_ID_LENGTH ? Rejection.PROOF_ID : null;
    }

    private @Nullable Rejection checkCompanions(JsonObject claims, Call call) {
        // wpt-02: tth stands exactly if a transaction token does, and is its hash.
        List<String> transaction = call.headers().values("Txn-Token");
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

    // Last, so that a proof which fails for another reason is not used up by whoever sent it.
    private VerifyResult useOnce(JsonObject claims, CheckedWit wit) {
        Instant until = claims.time("exp").orElseThrow().plus(rules.clockSkew());
        ReplayKey key = ReplayKey.of(
                ProofKind.WPT, wit.thumbprint(), claims.string("jti").orElse(""));
        return switch (firstUse(key, wit, until)) {
            case FIRST ->
                new VerifyResult.Verified(new VerifiedCaller(
                        wit.id(),
                        wit.instance(),
                        ProofKind.WPT,
                        narrowedTo(claims),
                        wit.expiry().plus(rules.clockSkew()),
                        wit.issuerKey(),
                        wit.thumbprint()));
            case SEEN, FORGOTTEN -> rejected(Rejection.PROOF_REPLAYED);
            case SHARE_EXHAUSTED -> new VerifyResult.Unavailable(Unverifiable.REPLAY_SHARE_EXHAUSTED, RETRY_AFTER);
            case UNAVAILABLE -> new VerifyResult.Unavailable(Unverifiable.REPLAY_STORE_UNAVAILABLE, RETRY_AFTER);
        };
    }

    private ReplayStore.Use firstUse(ReplayKey key, CheckedWit wit, Instant until) {
        try {
            return replays.firstUse(key, wit.id(), until);
        } catch (RuntimeException e) {
            LOG.warn("zt: the replay store failed", e);
            return ReplayStore.Use.UNAVAILABLE;
        }
    }

    private static boolean matches(Optional<String> presented, byte[] digest) {
        byte[] expected = Base64Url.encodeToBytes(digest);
        return presented.isPresent()
                && MessageDigest.isEqual(presented.get().getBytes(StandardCharsets.UTF_8), expected);
    }

    // A character outside Latin-1 has no byte of its own here, so two texts could share one hash.
    private static boolean isHash(Optional<String> presented, String header) {
        String value = header.strip();
        return value.chars().allMatch(c -> c <= 0xFF)
                && matches(presented, Sha256.of(value.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static VerifyResult rejected(Rejection reason) {
        return new VerifyResult.Rejected(reason);
    }
}
