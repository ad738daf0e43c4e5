package dev.zt.jose;

import java.io.IOException;
import java.math.BigInteger;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.util.BigIntegers;
import org.jspecify.annotations.Nullable;

/** Signatures as certificates carry them (RFC 3279 §2.2.3), in the form of JWS (RFC 7518 §3.4). */
public final class DerSignature {
    private DerSignature() {}

    /** The same signature in the form of JWS; null if it is no signature of this algorithm in its one DER spelling. */
    public static byte @Nullable [] toJws(Algorithm algorithm, byte[] signature) {
        return algorithm.scheme() == Algorithm.Scheme.ECDSA ? ecdsa(Curve.of(algorithm), signature) : signature;
    }

    /** A signature in the form of JWS, of the length that its curve gives it, as certificates carry it. */
    static byte[] ofJws(Algorithm algorithm, byte[] jws) {
        int half = jws.length / 2;
        try {
            return StandardDSAEncoding.INSTANCE.encode(
                    Curve.of(algorithm).domain().getN(),
                    new BigInteger(1, jws, 0, half),
                    new BigInteger(1, jws, half, half));
        } catch (IOException e) {
            throw new IllegalStateException("two numbers that cannot be encoded", e);
        }
    }

    private static byte @Nullable [] ecdsa(Curve curve, byte[] der) {
        try {
            BigInteger[] rs = StandardDSAEncoding.INSTANCE.decode(curve.domain().getN(), der);
            int half = curve.coordinateBytes();
            byte[] jws = new byte[2 * half];
            BigIntegers.asUnsignedByteArray(rs[0], jws, 0, half);
            BigIntegers.asUnsignedByteArray(rs[1], jws, half, half);
            return jws;
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }
}
