package dev.zt.own;

import dev.zt.identity.Audience;
import dev.zt.identity.Scopes;
import dev.zt.jose.Base64Url;
import dev.zt.jose.JwsWriter;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Signs workload proof tokens (draft-ietf-wimse-wpt-02 §3.1). Safe for concurrent use. */
final class ProofMint {
    private static final int ID_BYTES = 16;

    private final JwsWriter writer = new JwsWriter("{\"typ\":\"wpt+jwt\",\"alg\":\"ES256\"}");
    private final SecureRandom random = new SecureRandom();
    private final Duration life;

    ProofMint(Duration life) {
        this.life = life;
    }

    /** A proof for one call; audience, scopes and hash need no escaping in JSON by their grammars. */
    WorkloadProof mint(HeldIdentity identity, Audience audience, @Nullable Scopes narrowedTo, Instant now) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        String payload =
                "{\"aud\":\"" + audience + "\",\"exp\":" + now.plus(life).getEpochSecond() + ",\"jti\":\""
                        + Base64Url.encode(id) + "\",\"wth\":\"" + identity.witHash() + "\""
                        + (narrowedTo == null ? "" : ",\"scope\":\"" + narrowedTo + "\"") + "}";
        return new WorkloadProof(identity.wit(), writer.sign(payload, identity.key()));
    }
}
