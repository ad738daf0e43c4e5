package dev.zt.verify;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes tokens by Nimbus keys and the platform's signatures, which share no code with what is tested. */
public final class Forge {
    public static final long NOW = 1_767_225_600L;

    public final ECKey issuer;
    public final ECKey holder;

    public Forge() {
        this.issuer = newKey();
        this.holder = newKey();
    }

    public static ECKey newKey() {
        try {
            return new ECKeyGenerator(Curve.P_256).generate();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public static Map<String, String> header(String typ) {
        Map<String, String> header = new LinkedHashMap<>();
        header.put("alg", "\"ES256\"");
        header.put("typ", "\"" + typ + "\"");
        return header;
    }

    public Map<String, String> witHeader() {
        Map<String, String> header = header("wit+jwt");
        header.put("kid", "\"key-1\"");
        return header;
    }

    public Map<String, String> witClaims() {
        Map<String, String> claims = new LinkedHashMap<>();
        claims.put("iss", "\"https://authority.shop.example\"");
        claims.put("sub", "\"spiffe://shop.example/gateway\"");
        claims.put("exp", Long.toString(NOW + 3600));
        claims.put("iat", Long.toString(NOW));
        claims.put("cnf", "{\"jwk\":" + publicJwk(holder) + "}");
        return claims;
    }

    public Map<String, String> proofClaims(String wit) {
        Map<String, String> claims = new LinkedHashMap<>();
        claims.put("aud", "\"https://orders.internal\"");
        claims.put("exp", Long.toString(NOW + 30));
        claims.put("jti", "\"" + java.util.UUID.randomUUID() + "\"");
        claims.put("wth", "\"" + hash(wit) + "\"");
        return claims;
    }

    public String wit() {
        return sign(witHeader(), witClaims(), issuer);
    }

    public String wit(Map<String, String> claims) {
        return sign(witHeader(), claims, issuer);
    }

    public String proof(String wit) {
        return proof(proofClaims(wit));
    }

    public String proof(Map<String, String> claims) {
        return sign(header("wpt+jwt"), claims, holder);
    }

    public static String publicJwk(ECKey key) {
        return "{\"kty\":\"EC\",\"crv\":\"P-256\",\"alg\":\"ES256\",\"x\":\"" + key.getX() + "\",\"y\":\"" + key.getY()
                + "\"}";
    }

    public static String bundle(String kid, ECKey key) {
        return bundle(kid, key, "wit-svid");
    }

    public static String bundle(String kid, ECKey key, String use) {
        String jwk = publicJwk(key).replace("}", ",\"kid\":\"" + kid + "\",\"use\":\"" + use + "\"}");
        return "{\"keys\":[" + jwk + "]}";
    }

    public static Map<String, String> with(Map<String, String> members, String name, String json) {
        Map<String, String> changed = new LinkedHashMap<>(members);
        changed.put(name, json);
        return changed;
    }

    public static Map<String, String> without(Map<String, String> members, String name) {
        Map<String, String> changed = new LinkedHashMap<>(members);
        changed.remove(name);
        return changed;
    }

    public static String json(Map<String, String> members) {
        return members.entrySet().stream()
                .map(member -> "\"" + member.getKey() + "\":" + member.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    public static String sign(Map<String, String> header, Map<String, String> claims, ECKey key) {
        return sign(json(header), json(claims), key);
    }

    public static String sign(String header, String payload, ECKey key) {
        String input = base64(header.getBytes(StandardCharsets.UTF_8)) + "."
                + base64(payload.getBytes(StandardCharsets.UTF_8));
        return input + "." + base64(signText(input, key));
    }

    public static byte[] signText(String text, ECKey key) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(key.toECPrivateKey());
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public static String hash(String text) {
        try {
            return base64(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
