package dev.zt.jose;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.Arrays;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** The NIST curves, by BouncyCastle's fast field arithmetic, and as the platform describes them. Immutable. */
final class Curve {
    private static final Curve P256 = new Curve("secp256r1", 32);
    private static final Curve P384 = new Curve("secp384r1", 48);
    private static final Curve P521 = new Curve("secp521r1", 66);

    private final int coordinateBytes;
    private final ECDomainParameters domain;
    private final ECParameterSpec platform;
    private final byte[] order;

    private Curve(String name, int coordinateBytes) {
        X9ECParameters curve = CustomNamedCurves.getByName(name);
        this.coordinateBytes = coordinateBytes;
        this.domain = new ECDomainParameters(curve.getCurve(), curve.getG(), curve.getN(), curve.getH());
        this.platform = platform(name);
        this.order = UnsignedIntegers.fixed(curve.getN(), coordinateBytes);
    }

    private static ECParameterSpec platform(String name) {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(name));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the platform does not know " + name, e);
        }
    }

    static Curve of(Algorithm algorithm) {
        return switch (algorithm) {
            case ES256 -> P256;
            case ES384 -> P384;
            case ES512 -> P521;
            default -> throw new IllegalArgumentException(algorithm + " has no curve of NIST");
        };
    }

    ECDomainParameters domain() {
        return domain;
    }

    ECParameterSpec platform() {
        return platform;
    }

    /** The length of a coordinate, of a private key and of each half of a signature. */
    int coordinateBytes() {
        return coordinateBytes;
    }

    /** Whether these are the parameters of this curve, and not others under its name or its point of another order. */
    boolean isOf(ECParameterSpec parameters) {
        return parameters.getCurve().equals(platform.getCurve())
                && parameters.getGenerator().equals(platform.getGenerator())
                && parameters.getOrder().equals(platform.getOrder())
                && parameters.getCofactor() == platform.getCofactor();
    }

    boolean contains(BigInteger x, BigInteger y) {
        BigInteger fieldSize = domain.getCurve().getField().getCharacteristic();
        return x.compareTo(fieldSize) < 0
                && y.compareTo(fieldSize) < 0
                && point(x, y).isValid();
    }

    ECPoint point(BigInteger x, BigInteger y) {
        return domain.getCurve().createPoint(x, y);
    }

    boolean isSecret(BigInteger secret) {
        return secret.signum() > 0 && secret.compareTo(domain.getN()) < 0;
    }

    ECPoint publicPoint(BigInteger secret) {
        return new FixedPointCombMultiplier().multiply(domain.getG(), secret).normalize();
    }

    /** Whether the number at this place lies in 1 to n-1, as both halves of a signature must. */
    boolean isBelowOrder(byte[] bytes, int offset) {
        int end = offset + coordinateBytes;
        return Arrays.compareUnsigned(bytes, offset, end, order, 0, coordinateBytes) < 0
                && !UnsignedIntegers.isZero(bytes, offset, end);
    }
}
