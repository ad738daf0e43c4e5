package dev.zt.jose;

import java.math.BigInteger;
import java.security.interfaces.ECPrivateKey;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.bouncycastle.util.BigIntegers;

/**
 * BouncyCastle's own elliptic curve code: about thirteen times as fast as the JDK 17 provider at checking ES256, eight
 * times at Ed25519, and always there. Signs deterministically (RFC 6979, RFC 8032), as RFC 8725bis recommends. RSA is
 * left to the platform, whose code is faster.
 */
final class BouncyCastleEngine implements RawEngine {
    @Override
    public String name() {
        return "BouncyCastle";
    }

    @Override
    public boolean knows(Algorithm algorithm) {
        return switch (algorithm.scheme()) {
            case ECDSA, EDDSA -> true;
            case RSA_PKCS1, RSA_PSS, ML_DSA -> false;
        };
    }

    @Override
    public Check check(PublicJwk jwk) {
        if (jwk.material() instanceof EcPublic key) {
            return new EcdsaCheck(jwk.algorithm(), key.bouncyCastleKey());
        }
        if (jwk.material() instanceof EdPublic key) {
            return new EddsaCheck(key.bouncyCastleKey());
        }
        throw new IllegalArgumentException(name() + " does no " + jwk.algorithm());
    }

    @Override
    public Signer signer(PrivateJwk jwk) {
        Algorithm algorithm = jwk.publicJwk().algorithm();
        if (algorithm == Algorithm.ED25519) {
            return new EddsaSigner(new Ed25519PrivateKeyParameters(SecretMembers.seed(jwk.toPlatformKey()), 0));
        }
        BigInteger secret = ((ECPrivateKey) jwk.toPlatformKey()).getS();
        return new EcdsaSigner(
                algorithm,
                new ECPrivateKeyParameters(secret, Curve.of(algorithm).domain()));
    }

    private record EcdsaCheck(Algorithm algorithm, ECPublicKeyParameters key) implements Check {
        @Override
        public boolean verify(byte[] data, int length, byte[] signature) {
            ECDSASigner signer = new ECDSASigner();
            signer.init(false, key);
            int half = signature.length / 2;
            BigInteger r = new BigInteger(1, signature, 0, half);
            BigInteger s = new BigInteger(1, signature, half, half);
            return signer.verifySignature(Hash.of(algorithm, data, length), r, s);
        }
    }

    private record EddsaCheck(Ed25519PublicKeyParameters key) implements Check {
        @Override
        public boolean verify(byte[] data, int length, byte[] signature) {
            return key.verify(Ed25519.Algorithm.Ed25519, null, data, 0, length, signature, 0);
        }
    }

    private static final class EcdsaSigner implements Signer {
        private final Algorithm algorithm;
        private final ECPrivateKeyParameters key;

        EcdsaSigner(Algorithm algorithm, ECPrivateKeyParameters key) {
            this.algorithm = algorithm;
            this.key = key;
        }

        @Override
        public byte[] sign(byte[] data, int length) {
            ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(digest(algorithm)));
            signer.init(true, key);
            BigInteger[] rs = signer.generateSignature(Hash.of(algorithm, data, length));
            int half = Curve.of(algorithm).coordinateBytes();
            byte[] signature = new byte[2 * half];
            BigIntegers.asUnsignedByteArray(rs[0], signature, 0, half);
            BigIntegers.asUnsignedByteArray(rs[1], signature, half, half);
            return signature;
        }

        private static Digest digest(Algorithm algorithm) {
            return switch (algorithm.hashBytes()) {
                case 32 -> new SHA256Digest();
                case 48 -> new SHA384Digest();
                default -> new SHA512Digest();
            };
        }
    }

    private static final class EddsaSigner implements Signer {
        private final Ed25519PrivateKeyParameters key;

        EddsaSigner(Ed25519PrivateKeyParameters key) {
            this.key = key;
        }

        @Override
        public byte[] sign(byte[] data, int length) {
            byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
            key.sign(Ed25519.Algorithm.Ed25519, null, data, 0, length, signature, 0);
            return signature;
        }
    }
}
