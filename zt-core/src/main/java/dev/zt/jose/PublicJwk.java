package dev.zt.jose;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A public key in JWK form that may check signatures (RFC 7517), with exactly one algorithm (RFC 8725bis §3.1).
 *
 * <p>Refused: symmetric keys, private members, unknown types and curves, coordinates of the wrong length, points that
 * are not on the curve, a missing or different {@code alg} and {@code key_ops} without {@code verify}. Immutable.
 */
public final class PublicJwk {
    private static final Set<String> SECRET = Set.of("d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv");

    private final Algorithm algorithm;
    private final @Nullable String keyId;
    private final byte[] x;
    private final byte[] y;

    private PublicJwk(Algorithm algorithm, @Nullable String keyId, byte[] x, byte[] y) {
        this.algorithm = algorithm;
        this.keyId = keyId;
        this.x = x;
        this.y = y;
    }

    /** Reads a key whose {@code alg} must be stated, as in the {@code cnf} claim; null if it is not acceptable. */
    public static @Nullable PublicJwk readWithAlgorithm(JsonObject jwk) {
        Optional<Algorithm> algorithm = jwk.string("alg").flatMap(Algorithm::named);
        return algorithm.isPresent() ? read(jwk, algorithm.get()) : null;
    }

    /**
     * Reads a key of a published set, where {@code alg} may be missing because SPIFFE bundles need not state it: its
     * type and curve then name the one algorithm; null if it is not acceptable.
     */
    public static @Nullable PublicJwk readPublished(JsonObject jwk) {
        if (jwk.has("alg")) {
            return readWithAlgorithm(jwk);
        }
        for (Algorithm algorithm : Algorithm.values()) {
            if (jwk.string("crv").filter(algorithm.curve()::equals).isPresent()) {
                return read(jwk, algorithm);
            }
        }
        return null;
    }

    /** A key of known coordinates, as a signing key has them. */
    public static PublicJwk of(Algorithm algorithm, @Nullable String keyId, byte[] x, byte[] y) {
        return new PublicJwk(algorithm, keyId, x.clone(), y.clone());
    }

    private static @Nullable PublicJwk read(JsonObject jwk, Algorithm algorithm) {
        if (!jwk.string("kty").filter(algorithm.keyType()::equals).isPresent()
                || !jwk.string("crv").filter(algorithm.curve()::equals).isPresent()
                || jwk.names().stream().anyMatch(SECRET::contains)
                || !allowsVerifying(jwk)
                || isIllTyped(jwk, "kid")
                || isIllTyped(jwk, "use")) {
            return null;
        }
        byte[] x = coordinate(jwk, "x", algorithm);
        byte[] y = coordinate(jwk, "y", algorithm);
        if (x == null || y == null || !Curves.isOnCurve(algorithm, x, y)) {
            return null;
        }
        return new PublicJwk(algorithm, jwk.string("kid").orElse(null), x, y);
    }

    private static boolean allowsVerifying(JsonObject jwk) {
        if (!jwk.has("key_ops")) {
            return true;
        }
        List<?> operations = jwk.array("key_ops").orElse(List.of());
        return operations.contains("verify");
    }

    private static boolean isIllTyped(JsonObject jwk, String name) {
        return jwk.has(name) && jwk.string(name).isEmpty();
    }

    private static byte @Nullable [] coordinate(JsonObject jwk, String name, Algorithm algorithm) {
        String text = jwk.string(name).orElse("");
        byte[] bytes = text.length() > 2 * algorithm.coordinateBytes() ? null : Base64Url.decode(text);
        return bytes != null && bytes.length == algorithm.coordinateBytes() ? bytes : null;
    }

    /** The one algorithm of this key. */
    public Algorithm algorithm() {
        return algorithm;
    }

    /** The {@code kid}. */
    public Optional<String> keyId() {
        return Optional.ofNullable(keyId);
    }

    byte[] x() {
        return x.clone();
    }

    byte[] y() {
        return y.clone();
    }

    /** The RFC 7638 thumbprint with SHA-256, in base64url. */
    public String thumbprint() {
        String canonical = "{\"crv\":\"" + algorithm.curve() + "\",\"kty\":\"" + algorithm.keyType() + "\",\"x\":\""
                + Base64Url.encode(x) + "\",\"y\":\"" + Base64Url.encode(y) + "\"}";
        return Base64Url.encode(Sha256.of(canonical.getBytes(StandardCharsets.US_ASCII)));
    }

    /** The JWK with {@code alg}, and with {@code kid} and {@code use} if they are given, as JSON text. */
    public String toJson(@Nullable String withKeyId, @Nullable String withUse) {
        return "{\"kty\":\"" + algorithm.keyType() + "\",\"crv\":\"" + algorithm.curve() + "\",\"alg\":\""
                + algorithm.joseName() + "\",\"x\":\"" + Base64Url.encode(x) + "\",\"y\":\"" + Base64Url.encode(y)
                + "\""
                + (withKeyId == null ? "" : ",\"kid\":\"" + withKeyId + "\"")
                + (withUse == null ? "" : ",\"use\":\"" + withUse + "\"") + "}";
    }

    /** The members of the JWK with {@code alg}, to be written as a part of another document. */
    public Map<String, String> members() {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("kty", algorithm.keyType());
        members.put("crv", algorithm.curve());
        members.put("alg", algorithm.joseName());
        members.put("x", Base64Url.encode(x));
        members.put("y", Base64Url.encode(y));
        return members;
    }

    @Override
    public String toString() {
        return "PublicJwk[" + algorithm + " " + thumbprint() + "]";
    }
}
