package dev.zt.verify;

import dev.zt.identity.InstanceId;
import dev.zt.identity.WorkloadId;
import dev.zt.jose.Algorithm;
import dev.zt.jose.CompactJws;
import dev.zt.jose.JoseHeader;
import dev.zt.jose.JsonObject;
import dev.zt.jose.PublicJwk;
import dev.zt.jose.Sha256;
import dev.zt.jose.SignatureEngine;
import dev.zt.keys.BundleSource;
import dev.zt.keys.KeyUse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Checks workload identity tokens (draft-ietf-wimse-workload-creds-02 §5.1.4; SPIFFE WIT-SVID §3 to §5). Safe for
 * concurrent use.
 *
 * <p>Remembers what correctly signed tokens say, by the SHA-256 of their exact text and under the trust epoch of the
 * check; times are read on every call.
 */
final class WitVerifier {
    private final WitRules rules;
    private final IssuerSignature signatures;
    private final SignatureEngine engine;
    private final Remembered<CheckedWit> remembered;

    WitVerifier(WitRules rules, BundleSource bundles, SignatureEngine engine) {
        this.rules = rules;
        this.signatures = new IssuerSignature(bundles);
        this.engine = engine;
        this.remembered = new Remembered<>(bundles);
    }

    WitCheck verify(String text, Instant now) {
        if (text.length() > rules.maxTokenLength()) {
            return WitCheck.Failed.rejected(Rejection.WIT_TOO_LARGE);
        }
        byte[] digest = Sha256.of(text.getBytes(StandardCharsets.ISO_8859_1));
        CheckedWit known = remembered.find(digest);
        WitCheck check = known != null ? new WitCheck.Passed(known, digest) : verifySignedText(text, digest);
        return check instanceof WitCheck.Passed passed ? verifyTimes(passed, now) : check;
    }

    private WitCheck verifySignedText(String text, byte[] digest) {
        CompactJws token = CompactJws.split(text);
        JsonObject claims = token == null ? null : token.payload();
        if (token == null || claims == null) {
            return WitCheck.Failed.rejected(Rejection.WIT_MALFORMED);
        }
        JoseHeader header = token.header();
        // RFC 8725 §3.1: an allow-list of algorithms, compared by exact bytes. WIT-SVID §3: RS, ES and PS alone.
        if (header.algorithm().filter(Algorithm.SPIFFE::contains).isEmpty()) {
            return WitCheck.Failed.rejected(Rejection.WIT_ALGORITHM);
        }
        // RFC 7515 §4.1.11, RFC 8725 §3.10: no crit, and no key or URL from the token itself.
        if (header.namesUnknownParameter()) {
            return WitCheck.Failed.rejected(Rejection.WIT_HEADER);
        }
        // workload-creds-02 §5.1.4: the trust domain of sub selects the keys. It is used for nothing else.
        WorkloadId claimed = claimedId(claims);
        if (claimed == null) {
            return WitCheck.Failed.rejected(Rejection.WIT_SUBJECT);
        }
        // WIT-SVID §3: kid MUST be there. workload-creds-02 §5.1.4: without it only an unambiguous key.
        IssuerSignature.KeyId naming = rules.profile() == WitProfile.SPIFFE
                ? IssuerSignature.KeyId.REQUIRED
                : IssuerSignature.KeyId.UNLESS_ONLY_ONE;
        IssuerSignature.Check check = signatures.check(token, claimed.trustDomain(), KeyUse.WIT_SVID, naming);
        if (check instanceof IssuerSignature.Check.Unavailable away) {
            return new WitCheck.Failed(new VerifyResult.Unavailable(Unverifiable.KEYS_UNAVAILABLE, away.retryAfter()));
        }
        if (check instanceof IssuerSignature.Check.Failed failed) {
            return WitCheck.Failed.rejected(rejection(failed.fault()));
        }
        // workload-creds-02 §4.1: typ keeps every other kind of JWT out.
        if (!header.isType("wit+jwt")) {
            return WitCheck.Failed.rejected(Rejection.WIT_TYPE);
        }
        IssuerSignature.Check.Passed passed = (IssuerSignature.Check.Passed) check;
        return verifyClaims(claimed, claims, passed, digest);
    }

    private static Rejection rejection(IssuerSignature.Fault fault) {
        return switch (fault) {
            case NOT_TRUSTED -> Rejection.WIT_TRUST_DOMAIN_UNKNOWN;
            case KEY_ID_MISSING -> Rejection.WIT_KEY_ID_MISSING;
            case KEY_UNKNOWN -> Rejection.WIT_KEY_UNKNOWN;
            case ALGORITHM -> Rejection.WIT_ALGORITHM;
            case SIGNATURE -> Rejection.WIT_SIGNATURE;
        };
    }

    private WitCheck verifyClaims(
            WorkloadId id, JsonObject claims, IssuerSignature.Check.Passed signed, byte[] digest) {
        // WIT-SVID §4: aud MUST NOT be present.
        if (rules.profile() == WitProfile.SPIFFE && claims.has("aud")) {
            return WitCheck.Failed.rejected(Rejection.WIT_AUDIENCE_PRESENT);
        }
        Instant expiry = claims.time("exp").orElse(null);
        if (expiry == null) {
            return WitCheck.Failed.rejected(Rejection.WIT_EXPIRY);
        }
        Instant notBefore = TokenClaims.notBefore(claims);
        if (notBefore == null) {
            return WitCheck.Failed.rejected(Rejection.WIT_NOT_YET_VALID);
        }
        // workload-creds-02 §4.1: cnf.jwk with its alg; RFC 7800 §3.2: a public key.
        PublicJwk jwk = claims.object("cnf")
                .flatMap(cnf -> cnf.object("jwk"))
                .map(PublicJwk::readWithAlgorithm)
                .filter(key -> Algorithm.SPIFFE.contains(key.algorithm()))
                .orElse(null);
        if (jwk == null) {
            return WitCheck.Failed.rejected(Rejection.WIT_CONFIRMATION_KEY);
        }
        String thumbprint = jwk.thumbprint();
        InstanceId instance = instance(claims, thumbprint);
        if (instance == null) {
            return WitCheck.Failed.rejected(Rejection.WIT_INSTANCE);
        }
        CheckedWit wit = new CheckedWit(
                id,
                instance,
                Validity.of(notBefore, expiry, rules.clockSkew()),
                engine.verificationKey(jwk),
                thumbprint,
                signed.epoch(),
                signed.issuerKey());
        remembered.put(digest, wit);
        return new WitCheck.Passed(wit, digest);
    }

    private static WitCheck verifyTimes(WitCheck.Passed passed, Instant now) {
        if (passed.wit.validity().isOver(now)) {
            return WitCheck.Failed.rejected(Rejection.WIT_EXPIRED);
        }
        return passed.wit.validity().isAhead(now) ? WitCheck.Failed.rejected(Rejection.WIT_NOT_YET_VALID) : passed;
    }

    private @Nullable WorkloadId claimedId(JsonObject claims) {
        WorkloadId id = claims.string("sub").flatMap(WorkloadId::parse).orElse(null);
        boolean address = id != null
                && rules.profile() == WitProfile.WIMSE
                && id.trustDomain().looksLikeAddress();
        return address ? null : id;
    }

    private static @Nullable InstanceId instance(JsonObject claims, String thumbprint) {
        return claims.has("instance")
                ? claims.string("instance").flatMap(InstanceId::parse).orElse(null)
                : InstanceId.ofKey(thumbprint);
    }
}
