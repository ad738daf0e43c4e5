package dev.zt.authority;

import dev.zt.identity.WorkloadId;
import dev.zt.jose.JwsWriter;
import dev.zt.jose.PublicJwk;
import dev.zt.jose.SigningKey;
import java.time.Instant;

/** Signs workload identity tokens with one key (WIT-SVID §2, draft-ietf-wimse-workload-creds-02 §3). Immutable. */
public final class WitIssuer {
    private final JwsWriter writer;
    private final SigningKey key;
    private final String keyId;
    private final String issuer;

    /**
     * An issuer.
     *
     * @param keyId the {@code kid} under which the key is published
     * @param authority the authority's own id, for {@code iss}
     */
    public WitIssuer(SigningKey key, String keyId, WorkloadId authority) {
        this.writer = new JwsWriter("{\"typ\":\"wit+jwt\",\"alg\":\"ES256\",\"kid\":\"" + keyId + "\"}");
        this.key = key;
        this.keyId = keyId;
        this.issuer = authority.toString();
    }

    /**
     * A token; every value is free of characters that JSON escapes, by its grammar.
     *
     * @param tokenId the {@code jti}, in base64url
     * @param confirmed the key whose possession was proven
     */
    public String issue(
            WorkloadId workload,
            String instance,
            PublicJwk confirmed,
            String tokenId,
            Instant issuedAt,
            Instant expiry) {
        return writer.sign(
                "{\"iss\":\"" + issuer + "\",\"sub\":\"" + workload + "\",\"iat\":" + issuedAt.getEpochSecond()
                        + ",\"exp\":" + expiry.getEpochSecond() + ",\"jti\":\"" + tokenId + "\",\"instance\":\""
                        + instance + "\",\"cnf\":{\"jwk\":" + confirmed.toJson(null, null) + "}}",
                key);
    }

    String keyId() {
        return keyId;
    }

    SigningKey key() {
        return key;
    }
}
