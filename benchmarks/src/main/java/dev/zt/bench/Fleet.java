package dev.zt.bench;

import dev.zt.guard.Guard;
import dev.zt.guard.PolicySource;
import dev.zt.identity.Audience;
import dev.zt.identity.CallerId;
import dev.zt.identity.TrustDomain;
import dev.zt.jose.Algorithm;
import dev.zt.jose.JwsWriter;
import dev.zt.jose.PrivateJwk;
import dev.zt.jose.SigningKey;
import dev.zt.jose.VerificationKey;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.SignatureProvider;
import dev.zt.keys.TrustBundle;
import dev.zt.policy.Policy;
import dev.zt.verify.VerifierRules;
import dev.zt.verify.WitProfile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** A trust domain: the authority that signs its tokens, and a service that its workloads call. */
final class Fleet {
    static final Audience AUDIENCE = Audience.of("https://orders.internal");

    private static final int RULES = 1000;
    private static final String KEY_ID = "authority-2026-11";

    private final SignatureProvider signatures;
    private final PrivateJwk authority = PrivateJwk.generate(Algorithm.ES256);
    private final SigningKey signingKey;
    private final JwsWriter writer =
            new JwsWriter("{\"alg\":\"ES256\",\"kid\":\"" + KEY_ID + "\",\"typ\":\"wit+jwt\"}");
    private final TrustBundle bundle;
    private final Rules rules = rules();
    private final Policy policy = rules.policy();

    Fleet(SignatureProvider signatures) {
        this.signatures = signatures;
        this.signingKey = signatures.engine().signingKey(authority);
        byte[] document = keys("wit-svid").getBytes(StandardCharsets.UTF_8);
        this.bundle = TrustBundle.read(TrustDomain.of(Rules.TRUST_DOMAIN), "bundle", document, signatures);
    }

    /** What the service's policy says. */
    static Rules rules() {
        return Rules.of(RULES);
    }

    /** The authority's public key as a key set, for one use. */
    String keys(String use) {
        return "{\"keys\":[" + authority.publicJwk().toJson(KEY_ID, use) + "]}";
    }

    SignatureProvider signatures() {
        return signatures;
    }

    TrustBundle bundle() {
        return bundle;
    }

    PrivateJwk authority() {
        return authority;
    }

    /** The authority's key, prepared for bare checks. */
    VerificationKey authorityKey() {
        return signatures.engine().verificationKey(authority.publicJwk());
    }

    /** Calls that the service permits. */
    List<Rules.Permitted> calls(int count) {
        return rules.callsAcross(count);
    }

    /** A new running instance of a workload, with a key and a token of its own. */
    Instance instance(CallerId id) {
        PrivateJwk key = PrivateJwk.generate(Algorithm.ES256);
        long now = Instant.now().getEpochSecond();
        String claims = "{\"iss\":\"https://authority.shop.example\",\"sub\":\"" + id + "\",\"iat\":" + now
                + ",\"exp\":" + (now + 3600) + ",\"jti\":\"" + UUID.randomUUID() + "\",\"cnf\":{\"jwk\":"
                + key.publicJwk().toJson(null, null) + "}}";
        return new Instance(writer.sign(claims, signingKey), key, signatures);
    }

    /** An access token as an OAuth server gives one to a workload, for whoever holds it. */
    String accessToken(CallerId id, String scope) {
        long now = Instant.now().getEpochSecond();
        String claims = "{\"iss\":\"https://authority.shop.example\",\"sub\":\"" + id + "\",\"aud\":\"" + AUDIENCE
                + "\",\"iat\":" + now + ",\"exp\":" + (now + 3600) + ",\"jti\":\"" + UUID.randomUUID()
                + "\",\"client_id\":\"" + id + "\",\"scope\":\"" + scope + "\"}";
        return new JwsWriter("{\"alg\":\"ES256\",\"kid\":\"" + KEY_ID + "\",\"typ\":\"JWT\"}").sign(claims, signingKey);
    }

    /** A guard that has seen nobody yet and whose events go nowhere. */
    Guard guard() {
        return guard(bundle, signatures, policy).build();
    }

    /** The same for callers that sign whole requests. */
    Guard signedGuard() {
        return Guard.builder(
                        VerifierRules.of(AUDIENCE).acceptingSignatures(),
                        domain -> domain.equals(bundle.issuer())
                                ? new BundleLookup.Found(bundle, 1)
                                : new BundleLookup.NotTrusted(),
                        PolicySource.fixed(policy))
                .signatures(signatures)
                .audit(event -> {}, Guard.AuditNeed.BEST_EFFORT)
                .build();
    }

    /** The same where only the authority's public keys are known. */
    static Guard.Builder guard(TrustBundle bundle, SignatureProvider signatures, Policy policy) {
        VerifierRules verifierRules = new VerifierRules(
                List.of(AUDIENCE),
                WitProfile.SPIFFE,
                Duration.ofSeconds(30),
                VerifierRules.MOST_AHEAD,
                8 << 10,
                Set.of());
        return Guard.builder(
                        verifierRules,
                        domain -> domain.equals(bundle.issuer())
                                ? new BundleLookup.Found(bundle, 1)
                                : new BundleLookup.NotTrusted(),
                        PolicySource.fixed(policy))
                .signatures(signatures)
                .allowLoopbackHttp()
                .audit(event -> {}, Guard.AuditNeed.BEST_EFFORT);
    }
}
