package dev.zt.own;

import dev.zt.jose.Algorithm;
import dev.zt.jose.Base64Url;
import dev.zt.jose.Json;
import dev.zt.jose.JwsWriter;
import dev.zt.jose.PrivateJwk;
import dev.zt.jose.SigningKey;
import dev.zt.keys.SignatureProvider;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Signs DPoP proofs (RFC 9449 §4.2) by a key of its own, which is never stored: whoever takes a token from this process
 * can do nothing with it elsewhere. Safe for concurrent use.
 */
final class DpopMint {
    private static final int ID_BYTES = 16;

    private final SigningKey key;
    private final JwsWriter writer;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    DpopMint(SigningKey key, InstantSource clock) {
        this.key = key;
        this.writer = new JwsWriter(header(key));
        this.clock = clock;
    }

    /** With a new ES256 key, which every server that knows DPoP accepts. */
    static DpopMint withNewKey(SignatureProvider signatures, InstantSource clock) {
        return new DpopMint(signatures.engine().signingKey(PrivateJwk.generate(Algorithm.ES256)), clock);
    }

    // RFC 9449 §4.2: the jwk represents the public key; its own alg would only repeat the header's.
    private static String header(SigningKey key) {
        Map<String, String> jwk = new LinkedHashMap<>(key.publicJwk().members());
        jwk.keySet().removeAll(java.util.Set.of("alg", "kid", "use"));
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("typ", "dpop+jwt");
        header.put("alg", key.publicJwk().algorithm().joseName());
        header.put("jwk", jwk);
        return Json.write(header);
    }

    /**
     * A proof for one request. Method, URI, hash and nonce need no escaping in JSON by their grammars.
     *
     * @param method the request method, with its case
     * @param tokenHash the {@code ath}; null at a token endpoint
     * @param nonce what the server wants in it; null if it wants nothing
     * @throws IllegalArgumentException if the URI has no scheme, no host, or user information
     */
    String mint(String method, URI uri, @Nullable String tokenHash, @Nullable DpopNonce nonce) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        String payload = "{\"jti\":\"" + Base64Url.encode(id) + "\",\"htm\":\"" + method + "\",\"htu\":\""
                + TargetUri.of(uri) + "\",\"iat\":" + clock.instant().getEpochSecond()
                + (tokenHash == null ? "" : ",\"ath\":\"" + tokenHash + "\"")
                + (nonce == null ? "" : ",\"nonce\":\"" + nonce.value() + "\"") + "}";
        return writer.sign(payload, key);
    }

    /** The RFC 7638 thumbprint of the key, as tokens bound to it have it in {@code cnf.jkt}. */
    String thumbprint() {
        return key.publicJwk().thumbprint();
    }

    @Override
    public String toString() {
        return "DpopMint[" + thumbprint() + "]";
    }
}
