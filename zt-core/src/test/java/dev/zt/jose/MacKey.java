package dev.zt.jose;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A MAC, so that the vectors for them try the parser too. It stands among the tests alone: no row of {@link Algorithm},
 * no setting and no key set leads to it.
 */
final class MacKey implements VerificationKey {
    private static final Map<String, Integer> HASH_BITS = Map.of("HS256", 256, "HS384", 384, "HS512", 512);

    private final String name;
    private final String keyId;
    private final byte[] secret;

    private MacKey(String name, String keyId, byte[] secret) {
        this.name = name;
        this.keyId = keyId;
        this.secret = secret;
    }

    /** The keys of a set by the rules of {@link PublicJwks}; none of a set that publishes keys beside secrets. */
    static ByKeyId<MacKey> read(List<JsonObject> elements) {
        boolean mixed =
                elements.stream().anyMatch(jwk -> !jwk.string("kty").orElse("").equals("oct"));
        List<MacKey> keys = elements.stream()
                .filter(jwk -> !mixed)
                .flatMap(jwk -> read(jwk).stream())
                .toList();
        return ByKeyId.of(keys, key -> Optional.of(key.keyId));
    }

    // RFC 7518 §3.2: a key at least as long as the hash. Its spelling is forgiven: the vector with two keys of one kid
    // has
    // one with bits behind its last byte.
    private static Optional<MacKey> read(JsonObject jwk) {
        String name = jwk.string("alg").orElse("");
        byte[] secret = Base64.getUrlDecoder().decode(jwk.string("k").orElse(""));
        return HASH_BITS.containsKey(name)
                        && jwk.string("use").orElse("sig").equals("sig")
                        && secret.length >= HASH_BITS.get(name) / 8
                ? Optional.of(new MacKey(name, jwk.string("kid").orElseThrow(), secret))
                : Optional.empty();
    }

    static boolean authenticates(MacKey key, String token, CompactJws split) {
        String header = token.substring(0, token.indexOf('.'));
        return Json.object(Base64Url.decode(header)).string("alg").orElse("").equals(key.name) && split.isSignedBy(key);
    }

    static String sign(String header, String payload, byte[] secret) {
        String signed = Base64Url.encode(header.getBytes(StandardCharsets.UTF_8)) + "."
                + Base64Url.encode(payload.getBytes(StandardCharsets.UTF_8));
        byte[] mac = new MacKey("HS256", "", secret).mac(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + Base64Url.encode(mac);
    }

    @Override
    public Algorithm algorithm() {
        throw new UnsupportedOperationException(name + " is no algorithm of zt");
    }

    @Override
    public boolean verify(byte[] data, int length, byte[] signature) {
        return MessageDigest.isEqual(mac(Arrays.copyOf(data, length)), signature);
    }

    private byte[] mac(byte[] data) {
        try {
            String platformName = "HmacSHA" + HASH_BITS.get(name);
            Mac mac = Mac.getInstance(platformName);
            mac.init(new SecretKeySpec(secret, platformName));
            return mac.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
