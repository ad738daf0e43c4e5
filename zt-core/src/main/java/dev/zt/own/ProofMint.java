package dev.zt.own;

import dev.zt.jose.Algorithm;
import dev.zt.jose.Base64Url;
import dev.zt.jose.JwsWriter;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Signs workload proof tokens (draft-ietf-wimse-wpt-02 §3.1). Safe for concurrent use. */
final class ProofMint {
    private static final int ID_BYTES = 16;

    // wpt-02: alg is string-equal to the alg of the key that the token confirms.
    private final Map<Algorithm, JwsWriter> writers = new EnumMap<>(Algorithm.class);
    private final SecureRandom random = new SecureRandom();
    private final Duration life;

    ProofMint(Duration life) {
        this.life = life;
        for (Algorithm algorithm : Algorithm.values()) {
            writers.put(algorithm, new JwsWriter("{\"typ\":\"wpt+jwt\",\"alg\":\"" + algorithm.joseName() + "\"}"));
        }
    }

    /** How long a proof lives. */
    Duration life() {
        return life;
    }

    /** A proof for one call; audience, scopes and hashes need no escaping in JSON by their grammars. */
    WorkloadProof mint(HeldIdentity identity, ProofPurpose purpose, Instant now) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        String payload = "{\"aud\":\"" + purpose.audience() + "\",\"exp\":"
                + now.plus(life).getEpochSecond() + ",\"jti\":\""
                + Base64Url.encode(id) + "\",\"wth\":\"" + identity.witHash() + "\""
                + purpose.transaction()
                        .map(token -> ",\"tth\":\"" + token.hash() + "\"")
                        .orElse("")
                + purpose.narrowedTo()
                        .map(scopes -> ",\"scope\":\"" + scopes + "\"")
                        .orElse("")
                + "}";
        JwsWriter writer =
                Objects.requireNonNull(writers.get(identity.key().publicJwk().algorithm()));
        return new WorkloadProof(identity.wit(), writer.sign(payload, identity.key()));
    }
}
