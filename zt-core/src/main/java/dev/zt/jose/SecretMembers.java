package dev.zt.jose;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.KeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The private members of a JWK (RFC 7518 §6.2.2, §6.3.2, RFC 8037 §2), to and from the platform's keys. */
final class SecretMembers {
    private static final List<String> RSA = List.of("d", "p", "q", "dp", "dq", "qi");

    private SecretMembers() {}

    /** Reads a private key; null if a member is missing or not in its one spelling. */
    static @Nullable PrivateKey read(JsonObject jwk, Algorithm algorithm) {
        KeySpec spec = switch (algorithm.scheme()) {
            case ECDSA -> ec(jwk, Curve.of(algorithm));
            case RSA_PKCS1, RSA_PSS -> rsa(jwk);
            case EDDSA -> ed(jwk);
            case ML_DSA -> null;
        };
        return spec == null ? null : platformKey(algorithm, spec);
    }

    /** The platform's key of a specification; null if it refuses it. */
    static @Nullable PrivateKey platformKey(Algorithm algorithm, KeySpec spec) {
        try {
            return keyFactory(algorithm).generatePrivate(spec);
        } catch (GeneralSecurityException e) {
            return null;
        }
    }

    static KeyFactory keyFactory(Algorithm algorithm) throws GeneralSecurityException {
        return KeyFactory.getInstance(algorithm == Algorithm.ED25519 ? "Ed25519" : algorithm.keyType());
    }

    private static @Nullable KeySpec ec(JsonObject jwk, Curve curve) {
        byte[] d = UnsignedIntegers.fixed(jwk, "d", curve.coordinateBytes());
        return d == null || !curve.isSecret(new BigInteger(1, d))
                ? null
                : new ECPrivateKeySpec(new BigInteger(1, d), curve.platform());
    }

    private static @Nullable KeySpec ed(JsonObject jwk) {
        byte[] d = UnsignedIntegers.fixed(jwk, "d", EdPublic.KEY_BYTES);
        return d == null ? null : new EdECPrivateKeySpec(NamedParameterSpec.ED25519, d);
    }

    // All members of the Chinese remainder form, and no third prime.
    private static @Nullable KeySpec rsa(JsonObject jwk) {
        BigInteger n = UnsignedIntegers.shortest(jwk, "n", RsaShape.MAX_BITS / 8);
        BigInteger e = UnsignedIntegers.shortest(jwk, "e", RsaShape.MAX_EXPONENT_BITS / 8);
        List<BigInteger> secrets = new ArrayList<>();
        for (String name : RSA) {
            BigInteger secret = UnsignedIntegers.shortest(jwk, name, RsaShape.MAX_BITS / 8);
            if (secret == null) {
                return null;
            }
            secrets.add(secret);
        }
        return n == null || e == null || jwk.has("oth")
                ? null
                : new RSAPrivateCrtKeySpec(
                        n,
                        e,
                        secrets.get(0),
                        secrets.get(1),
                        secrets.get(2),
                        secrets.get(3),
                        secrets.get(4),
                        secrets.get(5));
    }

    /** The members of a key that {@link PublicHalf} knows. */
    static Map<String, String> of(PrivateKey key, Algorithm algorithm) {
        Map<String, String> members = new LinkedHashMap<>();
        if (key instanceof RSAPrivateCrtKey rsa) {
            List<BigInteger> secrets = List.of(
                    rsa.getPrivateExponent(),
                    rsa.getPrimeP(),
                    rsa.getPrimeQ(),
                    rsa.getPrimeExponentP(),
                    rsa.getPrimeExponentQ(),
                    rsa.getCrtCoefficient());
            for (int i = 0; i < RSA.size(); i++) {
                members.put(RSA.get(i), Base64Url.encode(UnsignedIntegers.shortest(secrets.get(i))));
            }
        } else if (key instanceof ECPrivateKey ec) {
            int length = Curve.of(algorithm).coordinateBytes();
            members.put("d", Base64Url.encode(UnsignedIntegers.fixed(ec.getS(), length)));
        } else {
            members.put("d", Base64Url.encode(seed(key)));
        }
        return members;
    }

    static byte[] seed(PrivateKey ed25519) {
        return ((EdECPrivateKey) ed25519)
                .getBytes()
                .orElseThrow(() -> new IllegalStateException("the platform hides the private key"));
    }
}
