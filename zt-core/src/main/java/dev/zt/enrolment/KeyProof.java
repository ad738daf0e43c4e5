package dev.zt.enrolment;

import dev.zt.jose.Base64Url;
import dev.zt.jose.Json;
import dev.zt.jose.JwsWriter;
import dev.zt.jose.Sha256;
import dev.zt.jose.SigningKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes the requests of an instance: each proves that the instance holds the key it asks a token for, and binds the
 * authority's nonce and everything else that is asked for, so that no part can be used elsewhere or exchanged.
 */
public final class KeyProof {
    private static final JwsWriter ENROL = new JwsWriter("{\"typ\":\"zt-enrol+jwt\",\"alg\":\"ES256\"}");
    private static final JwsWriter RENEW = new JwsWriter("{\"typ\":\"zt-renew+jwt\",\"alg\":\"ES256\"}");
    private static final JwsWriter SUCCESSOR = new JwsWriter("{\"typ\":\"zt-successor+jwt\",\"alg\":\"ES256\"}");

    private KeyProof() {}

    /**
     * The request for a first identity.
     *
     * @param key the new key, which the token will confirm
     * @param certificateRequest a PKCS#10 request in DER, by the key for TLS
     */
    public static String enrolment(
            URI authority, String nonce, String token, SigningKey key, byte[] certificateRequest) {
        Map<String, Object> claims = claims(authority, nonce);
        claims.put("tth", hash(token));
        claims.put("csrh", hash(certificateRequest));
        claims.put("cnf", confirmation(key));
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("token", token);
        request.put("proof", ENROL.sign(Json.write(claims), key));
        request.put("csr", Base64Url.encode(certificateRequest));
        return Json.write(request);
    }

    /**
     * The request for the next identity, proved by the present key and by its successor.
     *
     * @param certificateRequest a PKCS#10 request in DER, by the next key for TLS
     */
    public static String renewal(
            URI authority,
            String nonce,
            String instance,
            SigningKey current,
            SigningKey successor,
            byte[] certificateRequest) {
        Map<String, Object> claims = claims(authority, nonce);
        claims.put("instance", instance);
        claims.put("key", current.publicJwk().thumbprint());
        claims.put("csrh", hash(certificateRequest));
        claims.put("cnf", confirmation(successor));
        String proof = RENEW.sign(Json.write(claims), current);
        Map<String, Object> successorClaims = claims(authority, nonce);
        successorClaims.put("prh", hash(proof));
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("key", current.publicJwk().members());
        request.put("proof", proof);
        request.put("successor_proof", SUCCESSOR.sign(Json.write(successorClaims), successor));
        request.put("csr", Base64Url.encode(certificateRequest));
        return Json.write(request);
    }

    private static Map<String, Object> claims(URI authority, String nonce) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("aud", authority.toString());
        claims.put("nonce", nonce);
        return claims;
    }

    private static Map<String, Object> confirmation(SigningKey key) {
        return Map.of("jwk", key.publicJwk().members());
    }

    private static String hash(String ascii) {
        return hash(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    private static String hash(byte[] bytes) {
        return Base64Url.encode(Sha256.of(bytes));
    }
}
