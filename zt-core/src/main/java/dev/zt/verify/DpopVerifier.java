package dev.zt.verify;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.zt.identity.Audience;
import dev.zt.jose.Algorithm;
import dev.zt.jose.CompactJws;
import dev.zt.jose.JoseHeader;
import dev.zt.jose.JsonObject;
import dev.zt.jose.PublicJwk;
import dev.zt.jose.SignatureEngine;
import dev.zt.jose.VerificationKey;
import dev.zt.request.Call;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks DPoP proofs (RFC 9449 §4.3). The token beside the proof was checked before, so a proof by another key than the
 * one that the token is bound to ends before anything expensive. Safe for concurrent use.
 */
final class DpopVerifier {
    private static final int MAX_ID_LENGTH = 1024;
    private static final int KEYS = 4096;
    // Of 4,096 bits, in base64url.
    private static final int MAX_MODULUS = 683;

    private final VerifierRules rules;
    private final ProofTimes times;
    private final RequestUri uris;
    private final @Nullable DpopNonces nonces;
    private final SignatureEngine engine;
    // Made ready once: the thumbprint holds all that a key consists of, and a key has one algorithm.
    private final Cache<KeyName, VerificationKey> keys =
            Caffeine.newBuilder().maximumSize(KEYS).executor(Runnable::run).build();

    private record KeyName(Algorithm algorithm, String thumbprint) {}

    /** The outcome. */
    sealed interface Check {
        /**
         * The proof holds, if it was not used before.
         *
         * @param id its {@code jti}
         * @param until the instant from which it is refused for its age anyway
         * @param nextNonce what its sender should put into the next one; empty if what it has will do
         */
        record Passed(String id, Instant until, Optional<String> nextNonce) implements Check {}

        /** It does not hold. */
        record Failed(Rejection reason) implements Check {}
    }

    DpopVerifier(VerifierRules rules, @Nullable DpopNonces nonces, SignatureEngine engine) {
        this.rules = rules;
        this.times = ProofTimes.of(rules);
        this.uris = new RequestUri(origins(rules));
        this.nonces = nonces;
        this.engine = engine;
    }

    private static Set<String> origins(VerifierRules rules) {
        Set<String> origins = new HashSet<>();
        rules.audiences().forEach(audience -> audience.origin().ifPresent(origins::add));
        rules.tokens().origins().stream().map(Audience::toString).forEach(origins::add);
        return origins;
    }

    Check verify(String text, String boundTo, byte[] tokenDigest, Call call, Instant now) {
        if (text.length() > rules.maxTokenLength()) {
            return new Check.Failed(Rejection.DPOP_TOO_LARGE);
        }
        CompactJws proof = CompactJws.split(text);
        JsonObject claims = proof == null ? null : proof.payload();
        if (proof == null || claims == null) {
            return new Check.Failed(Rejection.DPOP_MALFORMED);
        }
        Rejection rejection = checkSignature(proof, boundTo);
        if (rejection == null) {
            rejection = checkRequest(claims, call);
        }
        if (rejection == null) {
            rejection = checkTime(claims, now);
        }
        if (rejection == null && !Hashes.matches(claims.string("ath"), tokenDigest)) {
            rejection = Rejection.DPOP_TOKEN_HASH;
        }
        return rejection == null ? checkNonce(claims, now) : new Check.Failed(rejection);
    }

    private @Nullable Rejection checkSignature(CompactJws proof, String boundTo) {
        JoseHeader header = proof.header();
        if (!header.isType("dpop+jwt")) {
            return Rejection.DPOP_TYPE;
        }
        Algorithm algorithm = header.algorithm().orElse(null);
        if (algorithm == null || !rules.tokens().proofAlgorithms().contains(algorithm.joseName())) {
            return Rejection.DPOP_ALGORITHM;
        }
        JsonObject jwk = header.jwk().orElse(null);
        if (jwk == null || header.namesUnknownProofParameter()) {
            return Rejection.DPOP_HEADER;
        }
        // A key that its owner chose: large ones cost us more than him.
        String thumbprint = jwk.string("n").orElse("").length() > MAX_MODULUS ? null : PublicJwk.thumbprintOf(jwk);
        if (thumbprint == null) {
            return Rejection.DPOP_KEY;
        }
        // RFC 9449 §4.3(12): the key of the proof is the one that the token is bound to.
        if (!Hashes.equal(thumbprint, boundTo)) {
            return Rejection.DPOP_OTHER_KEY;
        }
        VerificationKey key = key(jwk, algorithm, thumbprint);
        if (key == null) {
            return Rejection.DPOP_KEY;
        }
        return proof.isSignedBy(key) ? null : Rejection.DPOP_SIGNATURE;
    }

    private @Nullable VerificationKey key(JsonObject jwk, Algorithm algorithm, String thumbprint) {
        KeyName name = new KeyName(algorithm, thumbprint);
        VerificationKey known = keys.getIfPresent(name);
        if (known != null) {
            return PublicJwk.allows(jwk, algorithm) ? known : null;
        }
        PublicJwk read = PublicJwk.readFor(jwk, algorithm);
        if (read == null) {
            return null;
        }
        VerificationKey made = engine.verificationKey(read);
        keys.put(name, made);
        return made;
    }

    private @Nullable Rejection checkRequest(JsonObject claims, Call call) {
        String id = claims.string("jti").orElse("");
        if (id.isEmpty() || id.length() > MAX_ID_LENGTH) {
            return Rejection.DPOP_ID;
        }
        // RFC 9110 §9.1: methods have a case.
        if (!claims.string("htm").equals(Optional.of(call.method()))) {
            return Rejection.DPOP_METHOD;
        }
        boolean named = call.target()
                .flatMap(target -> claims.string("htu").filter(htu -> uris.isNamedBy(htu, target)))
                .isPresent();
        return named ? null : Rejection.DPOP_URI;
    }

    private @Nullable Rejection checkTime(JsonObject claims, Instant now) {
        Instant issuedAt = claims.time("iat").orElse(null);
        if (issuedAt == null) {
            return Rejection.DPOP_ISSUED_AT;
        }
        // RFC 9449 §11.1: a proof from a clock that goes ahead a little is good.
        if (times.isMadeAhead(issuedAt, now)) {
            return Rejection.DPOP_TOO_FAR_AHEAD;
        }
        return now.isBefore(times.endOfUse(issuedAt)) ? null : Rejection.DPOP_EXPIRED;
    }

    // After everything else, so that only the holder of the key is told to come again.
    private Check checkNonce(JsonObject claims, Instant now) {
        if (nonces == null) {
            return passed(claims, Optional.empty());
        }
        return switch (nonces.check(claims.string("nonce"), now)) {
            case STALE -> new Check.Failed(Rejection.DPOP_NONCE);
            case FRESH -> passed(claims, Optional.empty());
            case AGING -> passed(claims, Optional.of(nonces.next()));
        };
    }

    private Check passed(JsonObject claims, Optional<String> nextNonce) {
        Instant issuedAt = claims.time("iat").orElseThrow();
        return new Check.Passed(claims.string("jti").orElseThrow(), times.endOfUse(issuedAt), nextNonce);
    }
}
