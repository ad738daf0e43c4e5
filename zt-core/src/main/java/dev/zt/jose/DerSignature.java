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
