package dev.zt.jose;

import java.math.BigInteger;
import java.security.spec.KeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A modulus and an exponent (RFC 7518 §6.3.1). */
final class RsaPublic implements PublicMaterial {
    private final BigInteger modulus;
    private final BigInteger exponent;
    private final byte[] modulusBytes;

    private RsaPublic(BigInteger modulus, BigInteger exponent) {
        this.modulus = modulus;
        this.exponent = exponent;
        this.modulusBytes = UnsignedIntegers.shortest(modulus);
    }

    static @Nullable RsaPublic read(JsonObject jwk) {
        BigInteger n = UnsignedIntegers.shortest(jwk, "n", RsaShape.MAX_BITS / 8);
        BigInteger e = UnsignedIntegers.shortest(jwk, "e", RsaShape.MAX_EXPONENT_BITS / 8);
        return n == null || e == null ? null : of(n, e);
    }

    /** The key of these numbers; null if it is too small, too large or of a shape known to be broken. */
    static @Nullable RsaPublic of(BigInteger modulus, BigInteger exponent) {
        return RsaShape.isSound(modulus, exponent) ? new RsaPublic(modulus, exponent) : null;
    }

    int modulusBytes() {
        return modulusBytes.length;
    }

    @Override
    public Map<String, String> members() {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("e", Base64Url.encode(UnsignedIntegers.shortest(exponent)));
        members.put("kty", "RSA");
        members.put("n", Base64Url.encode(modulusBytes));
        return members;
    }

    @Override
    public KeySpec keySpec() {
        return new RSAPublicKeySpec(modulus, exponent);
    }

    // RFC 8017 §8.1.2, §8.2.2: the signature is as long as the modulus and, as a number, less than it (RSAVP1, §5.2.2).
    @Override
    public boolean isWellFormed(byte[] signature) {
        return signature.length == modulusBytes.length && Arrays.compareUnsigned(signature, modulusBytes) < 0;
    }
}
