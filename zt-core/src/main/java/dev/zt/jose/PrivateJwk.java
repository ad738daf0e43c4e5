package dev.zt.jose;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A private key in JWK form (RFC 7517), with exactly one algorithm. Immutable; {@code toString} shows only the public
 * half.
 */
public final class PrivateJwk {
    /** What {@link #generate} makes: 128 bits of strength for as long as anybody plans. */
    private static final int RSA_BITS = 3072;

    private final PublicJwk publicJwk;
    private final PrivateKey key;

    private PrivateJwk(PublicJwk publicJwk, PrivateKey key) {
        this.publicJwk = publicJwk;
        this.key = key;
    }

    /**
     * Makes a new key from the platform's strongest random source in reach; RSA keys have 3072 bits.
     *
     * @throws IllegalArgumentException if nothing is {@linkplain Algorithm#signs() signed} by the algorithm
     */
    public static PrivateJwk generate(Algorithm algorithm) {
        if (!algorithm.signs()) {
            throw new IllegalArgumentException("nothing is signed by " + algorithm);
        }
        try {
            return of(generator(algorithm).generateKeyPair().getPrivate(), algorithm, null)
                    .orElseThrow(() -> new IllegalStateException("the platform made an unsound " + algorithm + " key"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot make a " + algorithm + " key", e);
        }
    }

    private static KeyPairGenerator generator(Algorithm algorithm) throws GeneralSecurityException {
        if (algorithm == Algorithm.ED25519) {
            return KeyPairGenerator.getInstance("Ed25519");
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm.keyType());
        if (algorithm.scheme() == Algorithm.Scheme.ECDSA) {
            generator.initialize(Curve.of(algorithm).platform());
        } else {
            generator.initialize(RSA_BITS);
        }
        return generator;
    }

    /**
     * A key that the platform keeps, such as one from a key store.
     *
     * @throws IllegalArgumentException if it is not an EC key on P-256 whose two halves belong together
     */
    public static PrivateJwk of(ECPublicKey publicKey, ECPrivateKey privateKey) {
        return of(privateKey, Algorithm.ES256, null)
                .filter(key ->
                        ((ECPublicKey) key.toKeyPair().getPublic()).getW().equals(publicKey.getW()))
                .orElseThrow(() -> new IllegalArgumentException("no EC key on P-256 whose halves belong together"));
    }

    /**
     * Reads a private JWK. Its algorithm is the stated one, else that of the curve, else RS256; empty if it is not
     * acceptable, see {@link PublicJwk}, if its two halves do not belong together, or if it may not sign.
     */
    public static Optional<PrivateJwk> parse(String json) {
        return object(json).flatMap(jwk -> {
            Optional<Algorithm> algorithm = jwk.has("alg")
                    ? jwk.string("alg").flatMap(Algorithm::named)
                    : PublicJwk.impliedAlgorithm(jwk, Algorithm.RS256);
            return algorithm.flatMap(known -> read(jwk, known));
        });
    }

    /** Reads a private JWK for this algorithm; empty also if it states another one. */
    public static Optional<PrivateJwk> parse(String json, Algorithm algorithm) {
        return object(json).flatMap(jwk -> read(jwk, algorithm));
    }

    private static Optional<JsonObject> object(String json) {
        return Optional.ofNullable(Json.object(json.strip().getBytes(StandardCharsets.UTF_8)));
    }

    private static Optional<PrivateJwk> read(JsonObject jwk, Algorithm algorithm) {
        PublicMaterial stated = JwkTerms.allow(jwk, algorithm, "sign") ? PublicMaterial.read(jwk, algorithm) : null;
        PrivateKey key = stated == null ? null : SecretMembers.read(jwk, algorithm);
        return stated == null || key == null
                ? Optional.empty()
                : of(key, algorithm, jwk.string("kid").orElse(null))
                        .filter(read -> read.publicJwk.material().members().equals(stated.members()));
    }

    /** Reads the PKCS#8 private key of a PEM text; empty if it is none for this algorithm. */
    public static Optional<PrivateJwk> ofPem(String pem, Algorithm algorithm) {
        return Pkcs8Pem.decode(pem)
                .map(der -> SecretMembers.platformKey(algorithm, new PKCS8EncodedKeySpec(der)))
                .flatMap(key -> of(key, algorithm, null));
    }

    private static Optional<PrivateJwk> of(PrivateKey key, Algorithm algorithm, @Nullable String keyId) {
        PublicMaterial material = PublicHalf.of(key, algorithm);
        return material == null
                ? Optional.empty()
                : Optional.of(new PrivateJwk(new PublicJwk(algorithm, keyId, material), key));
    }

    /** The public half. */
    public PublicJwk publicJwk() {
        return publicJwk;
    }

    /** The whole key as JSON, secret included: only ever written to a file of mode 0600. */
    public String toSecretJson() {
        Map<String, String> members = publicJwk.members();
        publicJwk.keyId().ifPresent(keyId -> members.put("kid", keyId));
        members.putAll(SecretMembers.of(key, publicJwk.algorithm()));
        return Json.write(members);
    }

    /** The private half as the platform knows it. */
    public PrivateKey toPlatformKey() {
        return key;
    }

    /** Both halves as the platform knows them, for certificates. */
    public KeyPair toKeyPair() {
        try {
            PublicKey publicKey = SecretMembers.keyFactory(publicJwk.algorithm())
                    .generatePublic(publicJwk.material().keySpec());
            return new KeyPair(publicKey, key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the platform refuses the key", e);
        }
    }

    @Override
    public String toString() {
        return "PrivateJwk[" + publicJwk + "]";
    }
}
