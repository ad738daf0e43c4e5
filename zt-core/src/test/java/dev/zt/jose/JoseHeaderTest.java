package dev.zt.jose;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JoseHeaderTest {
    private static JoseHeader header(String json) {
        byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
        return JoseHeader.read(utf8, 0, utf8.length);
    }

    @Test
    void reads_theHeaderOfAToken() {
        JoseHeader header = header("{\"alg\":\"ES256\",\"kid\":\"k\",\"typ\":\"wit+jwt\"}");

        assertThat(header.algorithm()).contains(Algorithm.ES256);
        assertThat(header.keyId()).contains("k");
        assertThat(header.jwk()).isEmpty();
        assertThat(header.namesUnknownParameter()).isFalse();
        assertThat(header.namesUnknownProofParameter()).isTrue();
    }

    @Test
    void reads_theHeaderOfAProof() {
        JoseHeader header = header("{\"alg\":\"Ed25519\",\"jwk\":{\"kty\":\"OKP\"},\"typ\":\"dpop+jwt\"}");

        assertThat(header.algorithm()).contains(Algorithm.ED25519);
        assertThat(header.jwk().orElseThrow().string("kty")).contains("OKP");
        assertThat(header.namesUnknownParameter()).isTrue();
        assertThat(header.namesUnknownProofParameter()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "crit",
                "b64",
                "zip",
                "enc",
                "jku",
                "x5u",
                "x5c",
                "x5t",
                "x5t#S256",
                "cty",
                "p2c",
                "p2s",
                "epk",
                "apu",
                "iss",
                "ALG",
                ""
            })
    void rejects_anyOtherParameter(String name) {
        String rest = "\"typ\":\"t\",\"" + name + "\":[]}";

        assertThat(header("{\"alg\":\"ES256\"," + rest).namesUnknownParameter()).isTrue();
        assertThat(header("{\"alg\":\"ES256\",\"jwk\":{}," + rest).namesUnknownProofParameter())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"kid\":7", "\"typ\":7", "\"typ\":null", "\"kid\":[\"k\"]"})
    void rejects_parametersOfTheWrongType(String member) {
        assertThat(header("{\"alg\":\"ES256\"," + member + "}").namesUnknownParameter())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"jwk\":\"{}\"", "\"jwk\":[]", "\"jwk\":null", "\"jwk\":{},\"typ\":7"})
    void rejects_proofParametersOfTheWrongType(String member) {
        assertThat(header("{\"alg\":\"ES256\"," + member + "}").namesUnknownProofParameter())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "null", "[\"ES256\"]", "{\"ES256\":1}", "true"})
    void knows_noAlgorithmThatIsNoText(String algorithm) {
        assertThat(header("{\"alg\":" + algorithm + "}").algorithm()).isEmpty();
        assertThat(header("{}").algorithm()).isEmpty();
    }

    @Test
    void compares_typesByTheirExactLowerCase() {
        assertThat(header("{\"typ\":\"at+jwt\"}").isType("at+jwt")).isTrue();
        assertThat(header("{\"typ\":\"application/at+jwt\"}").isType("at+jwt")).isTrue();
        for (String other : new String[] {
            "AT+JWT", "Application/at+jwt", "at+jwt;x=y", " at+jwt", "application/application/at+jwt", "jwt", ""
        }) {
            assertThat(header("{\"typ\":\"" + other + "\"}").isType("at+jwt"))
                    .as(other)
                    .isFalse();
        }
        assertThat(header("{}").isType("at+jwt")).isFalse();
    }
}
