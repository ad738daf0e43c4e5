package dev.zt.jose;

import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.KeySpec;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a public key is made of, apart from its names. Immutable. */
sealed interface PublicMaterial permits EcPublic, RsaPublic, EdPublic, MlDsaPublic {
    /** The members that RFC 7638 §3.2 hashes, in its order. */
    Map<String, String> members();

    /** The key for the platform's providers. */
    KeySpec keySpec();

    /**
     * Whether a signature has the one length and its numbers the range that such a key's signatures have. Checked here
     * and not left to the engine: a zero passed for valid in JDK 15 to 18 (CVE-2022-21449), and a number that is not
     * reduced is a second spelling of the same signature.
     */
    boolean isWellFormed(byte[] signature);

    /** Reads the members of a key for this algorithm; null if they are not acceptable. */
    static @Nullable PublicMaterial read(JsonObject jwk, Algorithm algorithm) {
        return switch (algorithm.scheme()) {
            case ECDSA -> EcPublic.read(jwk, algorithm);
            case RSA_PKCS1, RSA_PSS -> RsaPublic.read(jwk);
            case EDDSA -> EdPublic.read(jwk);
            case ML_DSA -> MlDsaPublic.read(jwk, algorithm);
        };
    }

    /** The material of a key that the platform read; null if it is not acceptable, or not for this algorithm. */
    static @Nullable PublicMaterial of(PublicKey key, Algorithm algorithm) {
        return switch (algorithm.scheme()) {
            case ECDSA -> key instanceof ECPublicKey ec ? EcPublic.of(algorithm, ec) : null;
            case RSA_PKCS1, RSA_PSS ->
                key instanceof RSAPublicKey rsa ? RsaPublic.of(rsa.getModulus(), rsa.getPublicExponent()) : null;
            case EDDSA, ML_DSA -> null;
        };
    }
}
