package dev.zt.jose;

import java.io.IOException;
import java.security.spec.KeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.jspecify.annotations.Nullable;

/** A public key of ML-DSA (RFC 9964 §3): every text of the right length is one. */
final class MlDsaPublic implements PublicMaterial {
    private final Algorithm algorithm;
    private final byte[] key;

    private MlDsaPublic(Algorithm algorithm, byte[] key) {
        this.algorithm = algorithm;
        this.key = key;
    }

    // RFC 9964 §3: alg is required, for neither the type nor the length alone may name the algorithm.
    static @Nullable MlDsaPublic read(JsonObject jwk, Algorithm algorithm) {
        byte[] key = UnsignedIntegers.fixed(jwk, "pub", keyBytes(algorithm));
        return key == null || !jwk.has("alg") ? null : new MlDsaPublic(algorithm, key);
    }

    // FIPS 204 §4, table 2.
    private static int keyBytes(Algorithm algorithm) {
        return switch (algorithm) {
            case ML_DSA_44 -> 1312;
            case ML_DSA_65 -> 1952;
            case ML_DSA_87 -> 2592;
            default -> throw new IllegalArgumentException(algorithm + " is no ML-DSA");
        };
    }

    private int signatureBytes() {
        return switch (algorithm) {
            case ML_DSA_44 -> 2420;
            case ML_DSA_65 -> 3309;
            default -> 4627;
        };
    }

    MLDSAPublicKeyParameters bouncyCastleKey() {
        return new MLDSAPublicKeyParameters(
                switch (algorithm) {
                    case ML_DSA_44 -> MLDSAParameters.ml_dsa_44;
                    case ML_DSA_65 -> MLDSAParameters.ml_dsa_65;
                    default -> MLDSAParameters.ml_dsa_87;
                },
                key);
    }

    /** RFC 7638 §3.2, with the members that RFC 9964 §6 requires. */
    @Override
    public Map<String, String> members() {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("alg", algorithm.joseName());
        members.put("kty", "AKP");
        members.put("pub", Base64Url.encode(key));
        return members;
    }

    @Override
    public KeySpec keySpec() {
        ASN1ObjectIdentifier name = switch (algorithm) {
            case ML_DSA_44 -> NISTObjectIdentifiers.id_ml_dsa_44;
            case ML_DSA_65 -> NISTObjectIdentifiers.id_ml_dsa_65;
            default -> NISTObjectIdentifiers.id_ml_dsa_87;
        };
        try {
            return new X509EncodedKeySpec(
                    new SubjectPublicKeyInfo(new AlgorithmIdentifier(name), key).getEncoded(ASN1Encoding.DER));
        } catch (IOException e) {
            throw new IllegalStateException("a key that cannot be encoded", e);
        }
    }

    // What is inside has one spelling as well, which FIPS 204 §7.2 has every engine insist on.
    @Override
    public boolean isWellFormed(byte[] signature) {
        return signature.length == signatureBytes();
    }
}
