package dev.zt.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateJwkTest {
    private static String secret(String json, String name) {
        return Vectors.object(json).string(name).orElseThrow();
    }

    private static String json(Algorithm algorithm) {
        return Keys.of(algorithm).toSecretJson();
    }

    @ParameterizedTest
    @EnumSource(names = "ML_DSA_.*", mode = EnumSource.Mode.MATCH_NONE)
    void reads_whatItWrote(Algorithm algorithm) {
        PrivateJwk read = PrivateJwk.parse(json(algorithm)).orElseThrow();

        assertThat(read.publicJwk().algorithm()).isEqualTo(algorithm);
        assertThat(read.toSecretJson()).isEqualTo(json(algorithm));
        assertThat(PrivateJwk.parse(json(algorithm), algorithm)).isPresent();
    }

    @ParameterizedTest
    @EnumSource(names = "ML_DSA_.*", mode = EnumSource.Mode.MATCH_NONE)
    void prints_noSecret(Algorithm algorithm) {
        SigningKey key = SignatureEngines.bouncyCastle().signingKey(Keys.of(algorithm));

        assertThat(Keys.of(algorithm).toString()).doesNotContain(secret(json(algorithm), "d"));
        assertThat(key.toString()).doesNotContain(secret(json(algorithm), "d"));
    }

    @Test
    @Tag("thorough")
    void makes_rsaKeysOf3072Bits() {
        PrivateJwk key = PrivateJwk.generate(Algorithm.PS256);

        assertThat(Base64Url.decode(key.publicJwk().members().get("n"))).hasSize(384);
    }

    @ParameterizedTest
    @CsvSource({"ES384,ES384", "ED25519,ED25519", "PS512,RS256"})
    void infers_theAlgorithm(Algorithm made, Algorithm inferred) {
        String silent = json(made).replace("\"alg\":\"" + made.joseName() + "\",", "");

        assertThat(PrivateJwk.parse(silent).orElseThrow().publicJwk().algorithm())
                .isEqualTo(inferred);
        assertThat(PrivateJwk.parse(silent, made).orElseThrow().publicJwk().algorithm())
                .isEqualTo(made);
    }

    @Test
    void rejects_anotherAlgorithmThanItStates() {
        assertThat(PrivateJwk.parse(json(Algorithm.RS256), Algorithm.PS256)).isEmpty();
        assertThat(PrivateJwk.parse(json(Algorithm.ES256), Algorithm.ES384)).isEmpty();
        assertThat(PrivateJwk.parse(json(Algorithm.RS256).replace("RS256", "RSA-OAEP")))
                .isEmpty();
        assertThat(PrivateJwk.parse(json(Algorithm.ED25519).replace("\"alg\":\"Ed25519\"", "\"alg\":\"EdDSA\"")))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"ES256", "ES384", "ES512", "ED25519"})
    void rejects_halvesThatDoNotBelongTogether(Algorithm algorithm) {
        String mixed = json(algorithm)
                .replace(
                        secret(json(algorithm), "d"),
                        secret(PrivateJwk.generate(algorithm).toSecretJson(), "d"));

        assertThat(PrivateJwk.parse(mixed)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"n", "d", "p", "q", "dp", "dq", "qi"})
    void rejects_rsaKeysWithAWrongPart(String name) {
        String json = json(Algorithm.RS256);
        byte[] part = Base64Url.decode(secret(json, name));
        part[part.length - 1] ^= 2;

        assertThat(PrivateJwk.parse(json.replace(secret(json, name), Base64Url.encode(part))))
                .isEmpty();
        assertThat(PrivateJwk.parse(json.replace("\"" + name + "\":", "\"_\":")))
                .isEmpty();
    }

    @Test
    void rejects_rsaKeysOfThreePrimes() {
        assertThat(PrivateJwk.parse(json(Algorithm.RS256).replace("}", ",\"oth\":[]}")))
                .isEmpty();
    }

    @Test
    void rejects_whatIsNoPrivateKey() {
        for (String text :
                List.of("", "{}", "[]", "not json", Keys.published(Algorithm.ES256), Keys.published(Algorithm.RS256))) {
            assertThat(PrivateJwk.parse(text)).as(text).isEmpty();
        }
        assertThat(PrivateJwk.parse(json(Algorithm.ES256).replace("}", ",\"d\":\"AAAA\"}")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"use\":\"enc\"", "\"key_ops\":[\"verify\"]", "\"key_ops\":[\"decrypt\"]", "\"kid\":7"})
    void rejects_keysThatMayNotSign(String member) {
        assertThat(PrivateJwk.parse(json(Algorithm.ES256).replace("}", "," + member + "}")))
                .isEmpty();
    }

    @Test
    void keeps_theKeyId() {
        PrivateJwk key = PrivateJwk.parse(json(Algorithm.ES256).replace("}", ",\"kid\":\"k\",\"key_ops\":[\"sign\"]}"))
                .orElseThrow();

        assertThat(key.publicJwk().keyId()).contains("k");
        assertThat(secret(key.toSecretJson(), "kid")).isEqualTo("k");
    }

    @ParameterizedTest
    @EnumSource(names = "ML_DSA_.*", mode = EnumSource.Mode.MATCH_NONE)
    void reads_pkcs8(Algorithm algorithm) {
        String pem = Keys.pem(Keys.of(algorithm).toPlatformKey().getEncoded());

        assertThat(PrivateJwk.ofPem(pem, algorithm).orElseThrow().publicJwk().thumbprint())
                .isEqualTo(Keys.of(algorithm).publicJwk().thumbprint());
        assertThat(PrivateJwk.ofPem("\n" + pem.replace("\n", "\r\n"), algorithm))
                .isPresent();
    }

    @Test
    void rejects_pkcs8ForAnotherAlgorithm() throws Exception {
        String ec = Keys.pem(Keys.of(Algorithm.ES256).toPlatformKey().getEncoded());
        String ed448 = Keys.pem(KeyPairGenerator.getInstance("Ed448")
                .generateKeyPair()
                .getPrivate()
                .getEncoded());
        String small = Keys.pem(Keys.rsa(1024).getPrivate().getEncoded());

        assertThat(PrivateJwk.ofPem(ec, Algorithm.ES384)).isEmpty();
        assertThat(PrivateJwk.ofPem(ec, Algorithm.RS256)).isEmpty();
        assertThat(PrivateJwk.ofPem(ec, Algorithm.ED25519)).isEmpty();
        assertThat(PrivateJwk.ofPem(ed448, Algorithm.ED25519)).isEmpty();
        assertThat(PrivateJwk.ofPem(small, Algorithm.RS256)).isEmpty();
    }

    @Test
    void rejects_pemOfOtherForms() {
        String pem = Keys.pem(Keys.of(Algorithm.ES256).toPlatformKey().getEncoded());

        for (String text : List.of(
                "",
                pem + pem,
                "Bag Attributes\n" + pem,
                pem.replace("PRIVATE KEY", "EC PRIVATE KEY"),
                pem.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"),
                pem.replace("PRIVATE KEY", "PUBLIC KEY"),
                pem.replace("-----END", "=-----END"),
                pem.replace("M", "!"),
                pem.substring(0, 60) + "\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\n" + "A".repeat(1 << 20) + "\n-----END PRIVATE KEY-----")) {
            assertThat(PrivateJwk.ofPem(text, Algorithm.ES256)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = "ML_DSA_.*", mode = EnumSource.Mode.MATCH_NONE)
    void serves_thePlatform(Algorithm algorithm) throws Exception {
        KeyPair pair = Keys.of(algorithm).toKeyPair();
        String name = switch (algorithm.scheme()) {
            case ECDSA -> "SHA256withECDSA";
            case RSA_PKCS1, RSA_PSS -> "SHA256withRSA";
            case EDDSA -> "Ed25519";
            case ML_DSA -> throw new IllegalArgumentException("nothing is signed by it");
        };
        Signature signing = Signature.getInstance(name);
        signing.initSign(pair.getPrivate());
        signing.update(new byte[3]);
        byte[] signature = signing.sign();
        Signature check = Signature.getInstance(name);
        check.initVerify(pair.getPublic());
        check.update(new byte[3]);

        assertThat(check.verify(signature)).isTrue();
    }

    @Test
    void takes_keysOfThePlatformOnP256Alone() {
        KeyPair pair = Keys.of(Algorithm.ES256).toKeyPair();
        KeyPair other = PrivateJwk.generate(Algorithm.ES256).toKeyPair();
        KeyPair larger = Keys.of(Algorithm.ES384).toKeyPair();

        assertThat(PrivateJwk.of((ECPublicKey) pair.getPublic(), (ECPrivateKey) pair.getPrivate())
                        .toSecretJson())
                .isEqualTo(json(Algorithm.ES256));
        assertThatThrownBy(() -> PrivateJwk.of((ECPublicKey) other.getPublic(), (ECPrivateKey) pair.getPrivate()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PrivateJwk.of((ECPublicKey) larger.getPublic(), (ECPrivateKey) larger.getPrivate()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
