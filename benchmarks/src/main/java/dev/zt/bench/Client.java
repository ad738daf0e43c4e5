package dev.zt.bench;

import dev.zt.identity.ClientId;
import dev.zt.jose.Algorithm;
import dev.zt.jose.Base64Url;
import dev.zt.jose.JwsWriter;
import dev.zt.jose.PrivateJwk;
import dev.zt.jose.Sha256;
import dev.zt.jose.SigningKey;
import dev.zt.jose.VerificationKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** One client of an authorization server, with a key of its own and one call that it may make. */
final class Client {
    private final Rules.Permitted permitted;
    private final PrivateJwk key = PrivateJwk.generate(Algorithm.ES256);
    private final SigningKey signingKey;
    private final VerificationKey provenKey;
    private final JwsWriter writer;
    private final String bearerToken;
    private final String boundToken;
    private final String boundHash;

    Client(Clients clients, Rules.Permitted permitted) {
        this.permitted = permitted;
        this.signingKey = clients.signatures().engine().signingKey(key);
        this.provenKey = clients.signatures().engine().verificationKey(key.publicJwk());
        this.writer = new JwsWriter("{\"typ\":\"dpop+jwt\",\"alg\":\"ES256\",\"jwk\":" + jwk() + "}");
        String name = ((ClientId) permitted.caller()).name();
        this.bearerToken = clients.token(permitted, name, "");
        this.boundToken = clients.token(
                permitted, name, ",\"cnf\":{\"jkt\":\"" + key.publicJwk().thumbprint() + "\"}");
        this.boundHash = Base64Url.encode(Sha256.of(boundToken.getBytes(StandardCharsets.US_ASCII)));
    }

    // RFC 9449 §4.2: the public key and nothing else, as clients send it.
    private String jwk() {
        Map<String, String> members = key.publicJwk().members();
        return "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" + members.get("x") + "\",\"y\":\"" + members.get("y")
                + "\"}";
    }

    PrivateJwk key() {
        return key;
    }

    /** The key that its proofs are signed with, prepared for bare checks. */
    VerificationKey provenKey() {
        return provenKey;
    }

    /** The call with a token that whoever has it can use. */
    TokenCall bearing() {
        return new TokenCall(permitted, "Bearer " + bearerToken, null);
    }

    /** The call with a token that is bound to the key, and a proof of its own. */
    TokenCall proving() {
        String claims = "{\"jti\":\"" + UUID.randomUUID() + "\",\"htm\":\"" + permitted.method() + "\",\"htu\":\""
                + Fleet.AUDIENCE + permitted.path() + "\",\"iat\":"
                + Instant.now().getEpochSecond() + ",\"ath\":\""
                + boundHash + "\"}";
        return new TokenCall(permitted, "DPoP " + boundToken, writer.sign(claims, signingKey));
    }
}
