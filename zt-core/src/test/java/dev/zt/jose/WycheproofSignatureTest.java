package dev.zt.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every engine gives every vector of Project Wycheproof the verdict that the vector asks for. */
class WycheproofSignatureTest {
    /** Accepted and all vectors of a file. */
    private record File(String name, Algorithm algorithm, int accepted, int all) {}

    private static final List<File> FILES = List.of(
            new File("ecdsa_secp256r1_sha256_p1363", Algorithm.ES256, 173, 262),
            new File("ecdsa_secp384r1_sha384_p1363", Algorithm.ES384, 193, 280),
            new File("ecdsa_secp521r1_sha512_p1363", Algorithm.ES512, 231, 318),
            new File("ed25519", Algorithm.ED25519, 88, 151),
            new File("rsa_signature_2048_sha256", Algorithm.RS256, 7, 259),
            new File("rsa_signature_2048_sha384", Algorithm.RS384, 7, 258),
            new File("rsa_signature_2048_sha512", Algorithm.RS512, 7, 259),
            new File("rsa_signature_3072_sha256", Algorithm.RS256, 7, 259),
            new File("rsa_signature_3072_sha384", Algorithm.RS384, 7, 259),
            new File("rsa_signature_3072_sha512", Algorithm.RS512, 7, 260),
            new File("rsa_signature_4096_sha256", Algorithm.RS256, 7, 258),
            new File("rsa_signature_4096_sha384", Algorithm.RS384, 7, 259),
            new File("rsa_signature_4096_sha512", Algorithm.RS512, 7, 259),
            new File("rsa_pss_2048_sha256_mgf1_32", Algorithm.PS256, 63, 108),
            new File("rsa_pss_2048_sha384_mgf1_48", Algorithm.PS384, 95, 141),
            new File("rsa_pss_3072_sha256_mgf1_32", Algorithm.PS256, 63, 108),
            new File("rsa_pss_4096_sha384_mgf1_48", Algorithm.PS384, 95, 141),
            new File("rsa_pss_4096_sha512_mgf1_64", Algorithm.PS512, 132, 179));

    static Stream<SignatureEngine> engines() {
        return Vectors.engines();
    }

    static Stream<Arguments> filesByEngine() {
        return Vectors.engines().flatMap(engine -> FILES.stream().map(file -> arguments(engine, file)));
    }

    /**
     * {@code acceptable} is refused: all such vectors of these files are PKCS#1 signatures whose DigestInfo lacks the
     * NULL, which RFC 8017 §9.2 does not let a signer leave out. Keys with the exponent 3 do not pass the gate, so what
     * is valid under them is refused too.
     */
    @ParameterizedTest
    @MethodSource("filesByEngine")
    void agrees_withEveryVector(SignatureEngine engine, File file) throws Exception {
        JsonNode root = Vectors.read("wycheproof/" + file.name() + "_test.json");
        int accepted = 0;
        int all = 0;
        for (JsonNode group : root.get("testGroups")) {
            PublicMaterial material = material(file.algorithm(), group.get("publicKey"));
            VerificationKey key =
                    material == null ? null : engine.verificationKey(new PublicJwk(file.algorithm(), null, material));
            assertThat(key == null).isEqualTo(hasSmallExponent(group.get("publicKey")));
            for (JsonNode test : group.get("tests")) {
                boolean verified = key != null && verify(key, test);
                assertThat(verified)
                        .as("tcId %s %s", test.get("tcId"), test.get("comment"))
                        .isEqualTo(key != null && test.get("result").asText().equals("valid"));
                accepted += verified ? 1 : 0;
                all++;
            }
        }
        assertThat(accepted).isEqualTo(file.accepted());
        assertThat(all).isEqualTo(file.all());
    }

    /**
     * PS256 means one hash, one MGF1 and one length of the salt (RFC 7518 §3.5), and so do its siblings: of these 150
     * signatures, each valid under parameters of its own, those are accepted whose parameters are just those.
     */
    @ParameterizedTest
    @MethodSource("engines")
    void rejects_pssParametersOfOtherAlgorithms(SignatureEngine engine) throws Exception {
        int accepted = 0;
        int all = 0;
        for (JsonNode group : Vectors.read("wycheproof/rsa_pss_misc_test.json").get("testGroups")) {
            for (Algorithm algorithm : List.of(Algorithm.PS256, Algorithm.PS384, Algorithm.PS512)) {
                PublicMaterial material = material(algorithm, group.get("publicKey"));
                boolean same = material != null
                        && group.get("sha").asText().equals(algorithm.hash())
                        && group.get("mgfSha").asText().equals(algorithm.hash())
                        && group.get("sLen").asInt() == algorithm.hashBytes();
                for (JsonNode test : group.get("tests")) {
                    boolean verified = material != null
                            && verify(engine.verificationKey(new PublicJwk(algorithm, null, material)), test);
                    assertThat(verified).as("tcId %s", test.get("tcId")).isEqualTo(same);
                    accepted += verified ? 1 : 0;
                    all++;
                }
            }
        }
        assertThat(accepted).isPositive();
        assertThat(all).isEqualTo(3 * 150);
    }

    /**
     * Three of these signatures are valid with a context of their own, of which RFC 9964 has none: the five with a context
     * that cannot be, and they, are refused as others are.
     */
    @ParameterizedTest
    @MethodSource("engines")
    void agrees_withEveryVectorOfMlDsa(SignatureEngine engine) throws Exception {
        int accepted = 0;
        int all = 0;
        for (JsonNode group :
                Vectors.read("wycheproof/mldsa_65_verify_test.json").get("testGroups")) {
            byte[] raw = HexFormat.of().parseHex(group.get("publicKey").asText());
            PublicJwk jwk = PublicJwk.readPublished(Vectors.object(
                    "{\"kty\":\"AKP\",\"alg\":\"ML-DSA-65\",\"pub\":\"" + Base64Url.encode(raw) + "\"}"));
            VerificationKey key = jwk == null ? null : engine.verificationKey(jwk);
            for (JsonNode test : group.get("tests")) {
                boolean withContext =
                        test.has("ctx") && !test.get("ctx").asText().isEmpty();
                boolean verified = key != null && verify(key, test);
                assertThat(verified)
                        .as("tcId %s %s", test.get("tcId"), test.get("comment"))
                        .isEqualTo(test.get("result").asText().equals("valid") && !withContext);
                accepted += verified ? 1 : 0;
                all++;
            }
        }
        assertThat(accepted).isBetween(76, 79);
        assertThat(all).isEqualTo(210);
    }

    @Test
    void rejects_keysOnTheCurveOfBitcoin() throws Exception {
        int keys = 0;
        for (JsonNode group : Vectors.read("wycheproof/ecdsa_secp256k1_sha256_p1363_test.json")
                .get("testGroups")) {
            if (group.has("publicKeyJwk")) {
                assertThat(PublicJwk.readPublished(Vectors.object(group.get("publicKeyJwk"))))
                        .isNull();
                assertThat(PublicJwk.readFor(Vectors.object(group.get("publicKeyJwk")), Algorithm.ES256))
                        .isNull();
                keys++;
            }
        }
        assertThat(keys).isPositive();
    }

    private static boolean verify(VerificationKey key, JsonNode test) {
        byte[] message = HexFormat.of().parseHex(test.get("msg").asText());
        byte[] signature = HexFormat.of().parseHex(test.get("sig").asText());
        return key.verify(message, message.length, signature);
    }

    private static PublicMaterial material(Algorithm algorithm, JsonNode key) {
        return switch (algorithm.scheme()) {
            case ECDSA -> {
                byte[] point = HexFormat.of().parseHex(key.get("uncompressed").asText());
                int end = 1 + point.length / 2;
                yield EcPublic.of(
                        algorithm, Arrays.copyOfRange(point, 1, end), Arrays.copyOfRange(point, end, point.length));
            }
            case EDDSA -> EdPublic.of(HexFormat.of().parseHex(key.get("pk").asText()));
            default -> RsaPublic.of(number(key, "modulus"), number(key, "publicExponent"));
        };
    }

    private static boolean hasSmallExponent(JsonNode key) {
        return key.has("publicExponent") && number(key, "publicExponent").intValueExact() == 3;
    }

    private static BigInteger number(JsonNode key, String name) {
        return new BigInteger(key.get(name).asText(), 16);
    }
}
