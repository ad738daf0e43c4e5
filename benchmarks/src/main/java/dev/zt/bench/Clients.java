package dev.zt.bench;

import dev.zt.guard.Guard;
import dev.zt.guard.PolicySource;
import dev.zt.jose.Algorithm;
import dev.zt.jose.JwsWriter;
import dev.zt.jose.PrivateJwk;
import dev.zt.jose.SigningKey;
import dev.zt.jose.VerificationKey;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.SignatureProvider;
import dev.zt.keys.TrustBundle;
import dev.zt.policy.Policy;
import dev.zt.verify.TokenRules;
import dev.zt.verify.VerifierRules;
import dev.zt.verify.WitProfile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** An authorization server that signs access tokens (RFC 9068), its clients, and a service that they call. */
final class Clients {
    private static final int RULES = 1000;
    private static final String KEY_ID = "idp-2026-11";

    private final SignatureProvider signatures;
    private final PrivateJwk issuer = PrivateJwk.generate(Algorithm.ES256);
    private final SigningKey signingKey;
    private final JwsWriter writer = new JwsWriter("{\"typ\":\"at+jwt\",\"alg\":\"ES256\",\"kid\":\"" + KEY_ID + "\"}");
    private final BundleLookup keys;
    private final Rules rules = Rules.ofClients(RULES);
    private final Policy policy = rules.policy();

    Clients(SignatureProvider signatures) {
        this.signatures = signatures;
        this.signingKey = signatures.engine().signingKey(issuer);
        byte[] document = keySet().getBytes(StandardCharsets.UTF_8);
        this.keys = new BundleLookup.Found(TrustBundle.readKeySet(Rules.ISSUER, "issuer", document, signatures), 1);
    }

    /** The authorization server's public key as a key set. */
    String keySet() {
        return "{\"keys\":[" + issuer.publicJwk().toJson(KEY_ID, "sig") + "]}";
    }

    SignatureProvider signatures() {
        return signatures;
    }

    /** The authorization server's key, prepared for bare checks. */
    VerificationKey issuerKey() {
        return signatures.engine().verificationKey(issuer.publicJwk());
    }

    /** Clients that the service permits one call each. */
    List<Client> permitted(int count) {
        return rules.callsAcross(count).stream()
                .map(call -> new Client(this, call))
                .toList();
    }

    /**
     * An access token of an hour for a permitted call.
     *
     * @param more further members, each with a comma before it
     */
    String token(Rules.Permitted call, String name, String more) {
        long now = Instant.now().getEpochSecond();
        String claims = "{\"iss\":\"" + Rules.ISSUER + "\",\"sub\":\"" + name + "\",\"aud\":\"" + Fleet.AUDIENCE
                + "\",\"iat\":" + now + ",\"exp\":" + (now + 3600) + ",\"jti\":\"" + UUID.randomUUID()
                + "\",\"client_id\":\"" + name + "\",\"scope\":\"" + call.scope() + "\"" + more + "}";
        return writer.sign(claims, signingKey);
    }

    /** A guard that has seen nobody yet and whose events go nowhere. */
    Guard guard() {
        VerifierRules verifierRules = new VerifierRules(
                        List.of(Fleet.AUDIENCE),
                        WitProfile.SPIFFE,
                        Duration.ofSeconds(30),
                        VerifierRules.MOST_AHEAD,
                        8 << 10,
                        Set.of())
                .tokens(TokenRules.none().issuer(Rules.ISSUER, Fleet.AUDIENCE));
        return Guard.builder(
                        verifierRules,
                        whose -> whose.equals(Rules.ISSUER) ? keys : new BundleLookup.NotTrusted(),
                        PolicySource.fixed(policy))
                .signatures(signatures)
                .audit(event -> {}, Guard.AuditNeed.BEST_EFFORT)
                .build();
    }
}
