package dev.zt.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.stream.Stream;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.MLDSAKeyPairGenerator;
import org.bouncycastle.crypto.params.MLDSAKeyGenerationParameters;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ML-DSA keys of issuers (RFC 9964; standards.md, case 56). */
class MlDsaTest {
    private static final byte[] TEXT = "header.payload".getBytes(StandardCharsets.US_ASCII);

    private static MLDSAParameters parameters(Algorithm algorithm) {
        return switch (algorithm) {
            case ML_DSA_44 -> MLDSAParameters.ml_dsa_44;
            case ML_DSA_65 -> MLDSAParameters.ml_dsa_65;
            default -> MLDSAParameters.ml_dsa_87;
        };
    }

    private static AsymmetricCipherKeyPair pair(Algorithm algorithm) {
        MLDSAKeyPairGenerator generator = new MLDSAKeyPairGenerator();
        generator.init(new MLDSAKeyGenerationParameters(new SecureRandom(), parameters(algorithm)));
        return generator.generateKeyPair();
    }

    private static byte[] sign(AsymmetricCipherKeyPair pair) throws Exception {
        MLDSASigner signer = new MLDSASigner();
        signer.init(true, pair.getPrivate());
        signer.update(TEXT, 0, TEXT.length);
        return signer.generateSignature();
    }

    private static String jwk(Algorithm algorithm, AsymmetricCipherKeyPair pair) {
        byte[] key = ((MLDSAPublicKeyParameters) pair.getPublic()).getEncoded();
        return "{\"kty\":\"AKP\",\"alg\":\"" + algorithm.joseName() + "\",\"kid\":\"k\",\"pub\":\""
                + Base64Url.encode(key) + "\"}";
    }

    private static PublicJwk read(String json) {
        return PublicJwk.readPublished(Vectors.object(json));
    }

    static Stream<Arguments> engines() {
        return Vectors.engines()
                .flatMap(engine -> Stream.of(Algorithm.ML_DSA_44, Algorithm.ML_DSA_65, Algorithm.ML_DSA_87)
                        .map(algorithm -> Arguments.of(engine, algorithm)));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void checks_whatWasSigned(SignatureEngine engine, Algorithm algorithm) throws Exception {
        AsymmetricCipherKeyPair pair = pair(algorithm);
        VerificationKey key = engine.verificationKey(read(jwk(algorithm, pair)));
        byte[] signature = sign(pair);

        assertThat(key.verify(TEXT, TEXT.length, signature)).isTrue();
        signature[7] ^= 1;
        assertThat(key.verify(TEXT, TEXT.length, signature)).isFalse();
        assertThat(key.verify(TEXT, TEXT.length, new byte[0])).isFalse();
        assertThat(key.verify(TEXT, TEXT.length - 1, sign(pair))).isFalse();
        assertThat(key.verify(TEXT, TEXT.length, sign(pair(algorithm)))).isFalse();
    }

    @Test
    void case56_refuses_aKeyWithoutItsAlgorithm_orOfAnotherOne() {
        String json = jwk(Algorithm.ML_DSA_44, pair(Algorithm.ML_DSA_44));

        assertThat(read(json)).isNotNull();
        assertThat(read(json.replace("\"alg\":\"ML-DSA-44\",", ""))).isNull();
        assertThat(PublicJwk.readFor(Vectors.object(json.replace("\"alg\":\"ML-DSA-44\",", "")), Algorithm.ML_DSA_44))
                .isNull();
        assertThat(read(json.replace("ML-DSA-44", "ML-DSA-65"))).isNull();
        assertThat(read(json.replace("AKP", "OKP"))).isNull();
        assertThat(PublicJwk.readFor(Vectors.object(json), Algorithm.ML_DSA_65)).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1311, 1313})
    void case56_refuses_aKeyOfAnotherLength(int length) {
        assertThat(read("{\"kty\":\"AKP\",\"alg\":\"ML-DSA-44\",\"pub\":\"" + Base64Url.encode(new byte[length])
                        + "\"}"))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {31, 32, 33})
    void case56_takes_noPrivateKeys(int length) {
        String json = jwk(Algorithm.ML_DSA_44, pair(Algorithm.ML_DSA_44));
        String secret = json.replace("\"pub\"", "\"priv\":\"" + Base64Url.encode(new byte[length]) + "\",\"pub\"");

        assertThat(read(secret)).isNull();
        assertThat(PrivateJwk.parse(secret)).isEmpty();
        assertThatThrownBy(() -> PrivateJwk.generate(Algorithm.ML_DSA_44)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource(names = "ML_DSA_.*", mode = EnumSource.Mode.MATCH_ALL)
    void counts_onlyWhereItIsNamed(Algorithm algorithm) {
        assertThat(Algorithm.SPIFFE).doesNotContain(algorithm);
        assertThat(Algorithm.named(algorithm.joseName())).contains(algorithm);
        assertThat(algorithm.signs()).isFalse();
    }

    @Test
    void prints_andKnowsAgain_whatItRead() {
        PublicJwk key = read(jwk(Algorithm.ML_DSA_87, pair(Algorithm.ML_DSA_87)));
        String printed = key.toJson("k", null);

        assertThat(read(printed).thumbprint()).isEqualTo(key.thumbprint());
        assertThat(PublicJwk.thumbprintOf(Vectors.object(printed))).isEqualTo(key.thumbprint());
    }
}
