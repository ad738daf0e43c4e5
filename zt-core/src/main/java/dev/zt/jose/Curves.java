package dev.zt.jose;

import com.nimbusds.jose.jwk.ECKey;
import java.math.BigInteger;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** BouncyCastle's curves with their fast field arithmetic, one per algorithm. */
final class Curves {
    private static final ECDomainParameters P256 = domain("secp256r1");

    private Curves() {}

    static ECDomainParameters of(Algorithm algorithm) {
        return switch (algorithm) {
            case ES256 -> P256;
        };
    }

    static boolean isOnCurve(Algorithm algorithm, byte[] x, byte[] y) {
        ECDomainParameters domain = of(algorithm);
        BigInteger fieldSize = domain.getCurve().getField().getCharacteristic();
        if (new BigInteger(1, x).compareTo(fieldSize) >= 0 || new BigInteger(1, y).compareTo(fieldSize) >= 0) {
            return false;
        }
        return point(algorithm, x, y).isValid();
    }

    static ECPoint point(Algorithm algorithm, byte[] x, byte[] y) {
        return of(algorithm).getCurve().createPoint(new BigInteger(1, x), new BigInteger(1, y));
    }

    /** Whether the private half makes the public one, so that no mixed-up pair is ever put to use. */
    static boolean belongTogether(Algorithm algorithm, ECKey key) {
        ECDomainParameters domain = of(algorithm);
        BigInteger secret = key.getD().decodeToBigInteger();
        if (secret.signum() <= 0 || secret.compareTo(domain.getN()) >= 0) {
            return false;
        }
        ECPoint made =
                new FixedPointCombMultiplier().multiply(domain.getG(), secret).normalize();
        return made.getAffineXCoord().toBigInteger().equals(key.getX().decodeToBigInteger())
                && made.getAffineYCoord().toBigInteger().equals(key.getY().decodeToBigInteger());
    }

    private static ECDomainParameters domain(String name) {
        X9ECParameters curve = CustomNamedCurves.getByName(name);
        return new ECDomainParameters(curve.getCurve(), curve.getG(), curve.getN(), curve.getH());
    }
}
