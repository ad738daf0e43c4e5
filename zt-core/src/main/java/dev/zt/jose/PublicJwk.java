package dev.zt.jose;

import java.security.PublicKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A public key in JWK form that may check signatures (RFC 7517), with exactly one algorithm (RFC 8725bis §3.1).
 *
 * <p>Refused: symmetric keys, private members, unknown types and curves, numbers in another than their one spelling,
 * points that are not on the curve or of small order, RSA keys out of bounds or of a broken {@linkplain RsaShape
 * shape}, a different {@code alg}, and a {@code use} or {@code key_ops} for anything but signatures. Certificates and
 * URLs in a key ({@code x5c}, {@code x5u}) are not looked at. Immutable.
 */
public final class PublicJwk {
    // In this order, what a key that says nothing of it is for.
    private static final List<Algorithm> OF_KEYS =
            List.of(Algorithm.ES256, Algorithm.RS256, Algorithm.ES384, Algorithm.ES512);

    private final Algorithm algorithm;
    private final @Nullable String keyId;
    private final PublicMaterial material;

    PublicJwk(Algorithm algorithm, @Nullable String keyId, PublicMaterial material) {
        this.algorithm = algorithm;
        this.keyId = keyId;
        this.material = material;
    }

    /** Reads a key whose {@code alg} must be stated, as in the {@code cnf} claim; null if it is not acceptable. */
    public static @Nullable PublicJwk readWithAlgorithm(JsonObject jwk) {
        Optional<Algorithm> algorithm = jwk.string("alg").flatMap(Algorithm::named);
        return algorithm.isPresent() ? readFor(jwk, algorithm.get()) : null;
    }

    /**
     * Reads a key of a published set, where {@code alg} may be missing because SPIFFE bundles need not state it: its
     * curve then names the one algorithm, and an RSA key counts as RS256; null if it is not acceptable.
     */
    public static @Nullable PublicJwk readPublished(JsonObject jwk) {
        return readPublished(jwk, Algorithm.RS256);
    }

    /**
     * Reads a key of a published set.
     *
     * @param rsa the one algorithm of RSA keys that state none
     * @return null if it is not acceptable
     */
    public static @Nullable PublicJwk readPublished(JsonObject jwk, Algorithm rsa) {
        if (!rsa.keyType().equals("RSA")) {
            throw new IllegalArgumentException(rsa + " is not for RSA keys");
        }
        if (jwk.has("alg")) {
            return readWithAlgorithm(jwk);
        }
        Optional<Algorithm> implied = impliedAlgorithm(jwk, rsa);
        return implied.isPresent() ? readFor(jwk, implied.get()) : null;
    }

    /** The one algorithm of the key's curve, or the given one for RSA. */
    static Optional<Algorithm> impliedAlgorithm(JsonObject jwk, Algorithm rsa) {
        if (jwk.string("kty").filter("RSA"::equals).isPresent()) {
            return Optional.of(rsa);
        }
        String curve = jwk.string("crv").orElse("");
        for (Algorithm algorithm : Algorithm.values()) {
            if (!curve.isEmpty() && curve.equals(algorithm.curve())) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /**
     * Reads a key for an algorithm that is named elsewhere, as the header of a DPoP proof does (RFC 9449 §4.2); null if
     * it is not acceptable or states another {@code alg}.
     */
    public static @Nullable PublicJwk readFor(JsonObject jwk, Algorithm algorithm) {
        if (!allows(jwk, algorithm)) {
            return null;
        }
        PublicMaterial material = PublicMaterial.read(jwk, algorithm);
        return material == null
                ? null
                : new PublicJwk(algorithm, jwk.string("kid").orElse(null), material);
    }

    /**
     * A key that the platform read, with the one algorithm of its curve, or RS256 for RSA; null if it is not acceptable.
     */
    public static @Nullable PublicJwk of(PublicKey key) {
        for (Algorithm algorithm : OF_KEYS) {
            PublicJwk jwk = of(key, algorithm);
            if (jwk != null) {
                return jwk;
            }
        }
        return null;
    }

    /**
     * A key that the platform read, such as that of a certificate; null if it is not acceptable or of another kind than
     * the algorithm's.
     */
    public static @Nullable PublicJwk of(PublicKey key, Algorithm algorithm) {
        PublicMaterial material = PublicMaterial.of(key, algorithm);
        return material == null ? null : new PublicJwk(algorithm, null, material);
    }

    /**
     * Whether what a key says of itself beside its numbers lets it check signatures of an algorithm: all that is left to
     * ask of a key whose numbers were read before.
     */
    public static boolean allows(JsonObject jwk, Algorithm algorithm) {
        return !JwkTerms.namesSecret(jwk) && JwkTerms.allow(jwk, algorithm, "verify");
    }

    /**
     * The thumbprint that the key would have if it were acceptable, at the price of a hash: enough to find out that it
     * is another key than expected, or one that was read before. Null if a required member is missing or no base64url.
     */
    public static @Nullable String thumbprintOf(JsonObject jwk) {
        return switch (jwk.string("kty").orElse("")) {
            case "EC" -> thumbprintOf(jwk, List.of("crv", "kty", "x", "y"));
            case "RSA" -> thumbprintOf(jwk, List.of("e", "kty", "n"));
            case "OKP" -> thumbprintOf(jwk, List.of("crv", "kty", "x"));
            case "AKP" -> thumbprintOf(jwk, List.of("alg", "kty", "pub"));
            default -> null;
        };
    }

    private static @Nullable String thumbprintOf(JsonObject jwk, List<String> names) {
        Thumbprint thumbprint = new Thumbprint();
        for (String name : names) {
            String text = jwk.string(name).orElse("");
            if (text.isEmpty() || !Base64Url.hasOnlyDigits(text)) {
                return null;
            }
            thumbprint.add(name, text);
        }
        return thumbprint.text();
    }

    /** The one algorithm of this key. */
    public Algorithm algorithm() {
        return algorithm;
    }

    /** The {@code kid}. */
    public Optional<String> keyId() {
        return Optional.ofNullable(keyId);
    }

    PublicMaterial material() {
        return material;
    }

    /** The RFC 7638 thumbprint with SHA-256, in base64url. */
    public String thumbprint() {
        return Thumbprint.of(material.members());
    }

    /** The JWK with {@code alg}, and with {@code kid} and {@code use} if they are given, as JSON text. */
    public String toJson(@Nullable String withKeyId, @Nullable String withUse) {
        Map<String, String> members = members();
        if (withKeyId != null) {
            members.put("kid", withKeyId);
        }
        if (withUse != null) {
            members.put("use", withUse);
        }
        return Json.write(members);
    }

    /** The members of the JWK with {@code alg}, to be written as a part of another document. */
    public Map<String, String> members() {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("kty", algorithm.keyType());
        members.put("alg", algorithm.joseName());
        members.putAll(material.members());
        return members;
    }

    @Override
    public String toString() {
        return "PublicJwk[" + algorithm + " " + thumbprint() + "]";
    }
}
