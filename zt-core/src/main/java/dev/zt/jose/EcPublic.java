package dev.zt.jose;

import java.math.BigInteger;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.KeySpec;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.jspecify.annotations.Nullable;

/** A point on a NIST curve (RFC 7518 §6.2.1). */
final class EcPublic implements PublicMaterial {
    private final Curve curve;
    private final String curveName;
    private final byte[] x;
    private final byte[] y;

    private EcPublic(Algorithm algorithm, byte[] x, byte[] y) {
        this.curve = Curve.of(algorithm);
        this.curveName = algorithm.curve();
        this.x = x;
        this.y = y;
    }

    static @Nullable EcPublic read(JsonObject jwk, Algorithm algorithm) {
        if (!jwk.string("crv").filter(algorithm.curve()::equals).isPresent()) {
            return null;
        }
        int length = Curve.of(algorithm).coordinateBytes();
        byte[] x = UnsignedIntegers.fixed(jwk, "x", length);
        byte[] y = UnsignedIntegers.fixed(jwk, "y", length);
        return x == null || y == null ? null : of(algorithm, x, y);
    }

    /** The point of these coordinates, of the curve's length; null if it is not on the curve. */
    static @Nullable EcPublic of(Algorithm algorithm, byte[] x, byte[] y) {
        return Curve.of(algorithm).contains(new BigInteger(1, x), new BigInteger(1, y))
                ? new EcPublic(algorithm, x.clone(), y.clone())
                : null;
    }

    /** The point of a key that the platform read; null if it is on another curve. */
    static @Nullable EcPublic of(Algorithm algorithm, ECPublicKey key) {
        Curve curve = Curve.of(algorithm);
        ECPoint point = key.getW();
        return curve.isOf(key.getParams()) && curve.contains(point.getAffineX(), point.getAffineY())
                ? new EcPublic(
                        algorithm,
                        UnsignedIntegers.fixed(point.getAffineX(), curve.coordinateBytes()),
                        UnsignedIntegers.fixed(point.getAffineY(), curve.coordinateBytes()))
                : null;
    }

    /** The public half of a private key that is within its range. */
    static EcPublic ofSecret(Algorithm algorithm, BigInteger secret) {
        Curve curve = Curve.of(algorithm);
        org.bouncycastle.math.ec.ECPoint point = curve.publicPoint(secret);
        return new EcPublic(
                algorithm,
                UnsignedIntegers.fixed(point.getAffineXCoord().toBigInteger(), curve.coordinateBytes()),
                UnsignedIntegers.fixed(point.getAffineYCoord().toBigInteger(), curve.coordinateBytes()));
    }

    ECPublicKeyParameters bouncyCastleKey() {
        return new ECPublicKeyParameters(curve.point(new BigInteger(1, x), new BigInteger(1, y)), curve.domain());
    }

    @Override
    public Map<String, String> members() {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("crv", curveName);
        members.put("kty", "EC");
        members.put("x", Base64Url.encode(x));
        members.put("y", Base64Url.encode(y));
        return members;
    }

    @Override
    public KeySpec keySpec() {
        return new ECPublicKeySpec(new ECPoint(new BigInteger(1, x), new BigInteger(1, y)), curve.platform());
    }

    @Override
    public boolean isWellFormed(byte[] signature) {
        int half = curve.coordinateBytes();
        return signature.length == 2 * half && curve.isBelowOrder(signature, 0) && curve.isBelowOrder(signature, half);
    }
}
