package dev.zt.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SignatureEngineTest {
    static Stream<SignatureEngine> engines() {
        Optional<SignatureEngine> corretto = SignatureEngines.corretto();
        return Stream.concat(Stream.of(SignatureEngines.bouncyCastle()), corretto.stream());
    }

    @ParameterizedTest
    @MethodSource("engines")
    void agrees_withEveryWycheproofVector(SignatureEngine engine) throws Exception {
        Path vectors = Path.of(System.getProperty("zt.vectors", ""))
                .resolve("wycheproof")
                .resolve("ecdsa_secp256r1_sha256_p1363_test.json");
        assumeTrue(Files.exists(vectors), "no vectors: name their directory by -Dzt.vectors=DIR");
        JsonNode root = new ObjectMapper().readTree(vectors.toFile());
        int checked = 0;
        for (JsonNode group : root.get("testGroups")) {
            VerificationKey key = key(engine, group.get("publicKey"));
            for (JsonNode test : group.get("tests")) {
                byte[] message = HexFormat.of().parseHex(test.get("msg").asText());
                byte[] signature = HexFormat.of().parseHex(test.get("sig").asText());
                boolean accepted =
                        Algorithm.ES256.isWellFormed(signature) && key.verify(message, message.length, signature);
                assertThat(accepted)
                        .as("tcId %s", test.get("tcId"))
                        .isEqualTo(test.get("result").asText().equals("valid"));
                checked++;
            }
        }
        assertThat(checked).isEqualTo(root.get("numberOfTests").asInt());
    }

    private static VerificationKey key(SignatureEngine engine, JsonNode publicKey) {
        byte[] point = HexFormat.of().parseHex(publicKey.get("uncompressed").asText());
        byte[] x = java.util.Arrays.copyOfRange(point, 1, 33);
        byte[] y = java.util.Arrays.copyOfRange(point, 33, 65);
        return engine.verificationKey(PublicJwk.of(Algorithm.ES256, null, x, y));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void checks_whatItSigned(SignatureEngine engine) {
        SigningKey key = engine.signingKey(PrivateJwk.generate(Algorithm.ES256));
        byte[] data = "a message".getBytes(StandardCharsets.UTF_8);
        byte[] signature = key.sign(data, data.length);

        for (SignatureEngine other : engines().toList()) {
            VerificationKey check = other.verificationKey(key.publicJwk());
            assertThat(check.verify(data, data.length, signature)).isTrue();
            assertThat(check.verify(data, data.length - 1, signature)).isFalse();
        }
    }
}
