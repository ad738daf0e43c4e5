package dev.zt.jose;

import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;

/** BouncyCastle's ML-DSA, for platforms that have none of their own, which is faster. */
final class MlDsaEngine implements RawEngine {
    @Override
    public String name() {
        return "BouncyCastle";
    }

    @Override
    public boolean knows(Algorithm algorithm) {
        return algorithm.scheme() == Algorithm.Scheme.ML_DSA;
    }

    @Override
    public Check check(PublicJwk jwk) {
        MLDSAPublicKeyParameters key = ((MlDsaPublic) jwk.material()).bouncyCastleKey();
        return (data, length, signature) -> {
            MLDSASigner signer = new MLDSASigner();
            signer.init(false, key);
            signer.update(data, 0, length);
            return signer.verifySignature(signature);
        };
    }

    @Override
    public Signer signer(PrivateJwk jwk) {
        throw new IllegalArgumentException(
                "nothing is signed by " + jwk.publicJwk().algorithm());
    }
}
