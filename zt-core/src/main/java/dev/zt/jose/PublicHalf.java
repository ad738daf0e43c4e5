package dev.zt.jose;

import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.NamedParameterSpec;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.jspecify.annotations.Nullable;

/** Works out the public half from the private one, so that no mixed-up pair is ever put to use. */
final class PublicHalf {
    private PublicHalf() {}

    /** The public half; null if the key is of another type or curve, or its parts contradict each other. */
    static @Nullable PublicMaterial of(PrivateKey key, Algorithm algorithm) {
        return switch (algorithm.scheme()) {
            case ECDSA -> key instanceof ECPrivateKey ec ? of(ec, algorithm) : null;
            case RSA_PKCS1, RSA_PSS -> key instanceof RSAPrivateCrtKey rsa ? of(rsa) : null;
            case EDDSA -> key instanceof EdECPrivateKey ed ? of(ed) : null;
            case ML_DSA -> null;
        };
    }

    private static @Nullable PublicMaterial of(ECPrivateKey key, Algorithm algorithm) {
        Curve curve = Curve.of(algorithm);
        boolean fits = key.getParams().getCurve().equals(curve.platform().getCurve())
                && key.getParams().getGenerator().equals(curve.platform().getGenerator())
                && curve.isSecret(key.getS());
        return fits ? EcPublic.ofSecret(algorithm, key.getS()) : null;
    }

    private static @Nullable PublicMaterial of(EdECPrivateKey key) {
        byte[] seed = key.getBytes().orElse(new byte[0]);
        boolean fits = key.getParams().getName().equals(NamedParameterSpec.ED25519.getName())
                && seed.length == EdPublic.KEY_BYTES;
        return fits
                ? EdPublic.of(new Ed25519PrivateKeyParameters(seed, 0)
                        .generatePublicKey()
                        .getEncoded())
                : null;
    }

    private static @Nullable PublicMaterial of(RSAPrivateCrtKey key) {
        return isConsistent(key) ? RsaPublic.of(key.getModulus(), key.getPublicExponent()) : null;
    }

    // RFC 8017 §3.2. A wrong half of the Chinese remainder form would give away the key by its first signature.
    private static boolean isConsistent(RSAPrivateCrtKey key) {
        BigInteger p = key.getPrimeP();
        BigInteger q = key.getPrimeQ();
        if (p.signum() <= 0 || q.signum() <= 0 || !p.multiply(q).equals(key.getModulus())) {
            return false;
        }
        BigInteger p1 = p.subtract(BigInteger.ONE);
        BigInteger q1 = q.subtract(BigInteger.ONE);
        BigInteger d = key.getPrivateExponent();
        BigInteger e = key.getPublicExponent();
        return p1.signum() > 0
                && q1.signum() > 0
                && d.mod(p1).equals(key.getPrimeExponentP())
                && d.mod(q1).equals(key.getPrimeExponentQ())
                && d.multiply(e).mod(p1).equals(BigInteger.ONE)
                && d.multiply(e).mod(q1).equals(BigInteger.ONE)
                && key.getCrtCoefficient().multiply(q).mod(p).equals(BigInteger.ONE);
    }
}
