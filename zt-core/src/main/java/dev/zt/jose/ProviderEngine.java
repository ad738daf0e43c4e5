package dev.zt.jose;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;

/** The signatures of one JCA provider, asked by object and never by name, so that it need not be installed. */
final class ProviderEngine implements SignatureEngine {
    private final Provider provider;
    private final ECParameterSpec p256;

    ProviderEngine(Provider provider) throws GeneralSecurityException {
        this.provider = provider;
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        this.p256 = parameters.getParameterSpec(ECParameterSpec.class);
        Signature.getInstance(signatureName(Algorithm.ES256), provider);
    }

    @Override
    public String name() {
        return provider.getName() + " " + provider.getVersionStr();
    }

    @Override
    public VerificationKey verificationKey(PublicJwk jwk) {
        try {
            ECPoint point = new ECPoint(new BigInteger(1, jwk.x()), new BigInteger(1, jwk.y()));
            PublicKey key = KeyFactory.getInstance("EC", provider).generatePublic(new ECPublicKeySpec(point, p256));
            return new Verifying(jwk.algorithm(), key, provider);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(name() + " refuses a key that is on its curve", e);
        }
    }

    @Override
    public SigningKey signingKey(PrivateJwk jwk) {
        try {
            Key key = KeyFactory.getInstance("EC", provider).translateKey(jwk.toPlatformKey());
            return new Signing(jwk.publicJwk(), (PrivateKey) key, provider);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(name() + " refuses the private key", e);
        }
    }

    private static String signatureName(Algorithm algorithm) {
        return switch (algorithm) {
            case ES256 -> "SHA256withECDSAinP1363Format";
        };
    }

    private record Verifying(Algorithm algorithm, PublicKey key, Provider provider) implements VerificationKey {
        @Override
        public boolean verify(byte[] data, int length, byte[] signature) {
            try {
                Signature check = Signature.getInstance(signatureName(algorithm), provider);
                check.initVerify(key);
                check.update(data, 0, length);
                return check.verify(signature);
            } catch (SignatureException e) {
                return false;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(provider.getName() + " lost its " + algorithm, e);
            }
        }
    }

    private static final class Signing implements SigningKey {
        private final PublicJwk publicJwk;
        private final PrivateKey key;
        private final Provider provider;

        Signing(PublicJwk publicJwk, PrivateKey key, Provider provider) {
            this.publicJwk = publicJwk;
            this.key = key;
            this.provider = provider;
        }

        @Override
        public PublicJwk publicJwk() {
            return publicJwk;
        }

        @Override
        public byte[] sign(byte[] data, int length) {
            try {
                Signature signature = Signature.getInstance(signatureName(publicJwk.algorithm()), provider);
                signature.initSign(key);
                signature.update(data, 0, length);
                return signature.sign();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(provider.getName() + " cannot sign", e);
            }
        }
    }
}
