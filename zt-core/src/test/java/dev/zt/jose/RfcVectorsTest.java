package dev.zt.jose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of RFC 7515, 7520, 7638, 8037 and 9449. */
class RfcVectorsTest {
    private static final String RFC_7515_CLAIMS =
            "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

    static Stream<SignatureEngine> engines() {
        return Vectors.engines();
    }

    private static boolean isSigned(SignatureEngine engine, String token, PublicJwk key) {
        CompactJws jws = CompactJws.split(token);
        return jws.header().algorithm().filter(key.algorithm()::equals).isPresent()
                && jws.isSignedBy(engine.verificationKey(key));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void verifies_rfc7515AppendixA2(SignatureEngine engine) {
        PublicJwk key = PublicJwk.readPublished(Vectors.object("{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\""
                + "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-"
                + "yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e"
                + "-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco"
                + "9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ\"}"));
        String token = "eyJhbGciOiJSUzI1NiJ9." + RFC_7515_CLAIMS
                + ".cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds"
                + "9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB"
                + "_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqV"
                + "t5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";

        assertThat(isSigned(engine, token, key)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void verifies_rfc7515AppendixA3(SignatureEngine engine) {
        PublicJwk key = PublicJwk.readPublished(Vectors.object(
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
                        + "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}"));
        String token = "eyJhbGciOiJFUzI1NiJ9." + RFC_7515_CLAIMS
                + ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

        assertThat(isSigned(engine, token, key)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void verifies_rfc7515AppendixA4(SignatureEngine engine) {
        PublicJwk key = PublicJwk.readPublished(Vectors.object("{\"kty\":\"EC\",\"crv\":\"P-521\",\"x\":\""
                + "AekpBQ8ST8a8VcfVOTNl353vSrDCLLJXmPk06wTjxrrjcBpXp5EOnYG_NjFZ6OvLFV1jSfS9tsz4qUxcWceqwQGk\",\"y\":\""
                + "ADSmRA43Z1DSNx_RvcLI87cdL07l6jQyyBXMoxVg_l2Th-x3S1WDhjDly79ajL4Kkd0AZMaZmh9ubmf63e3kyMj2\"}"));
        String token = "eyJhbGciOiJFUzUxMiJ9.UGF5bG9hZA.AdwMgeerwtHoh-l192l60hp9wAHZFVJbLfD_UxMi70cwnZOYaRI1bKPWROc-mZZ"
                + "qwqT2SI-KGDKB34XO0aw_7XdtAG8GaSwFKdCAPZgoXD2YBJZCPEX3xKpRwcdOO8KpEHwJjyqOgzDO7iKvU8vcnwNrmxYbSW9ERBXu"
                + "kOXolLzeO_Jn";

        assertThat(isSigned(engine, token, key)).isTrue();
    }

    @Test
    void rejects_rfc7515AppendixA1AndA5() {
        String mac = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9." + RFC_7515_CLAIMS
                + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

        assertThat(CompactJws.split(mac).header().algorithm()).isEmpty();
        assertThat(CompactJws.split("eyJhbGciOiJub25lIn0." + RFC_7515_CLAIMS + "."))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({"4_1.rsa_v15_signature, RS256", "4_2.rsa-pss_signature, PS384", "4_3.ecdsa_signature, ES512"})
    void verifies_rfc7520Signatures(String file, Algorithm algorithm) throws Exception {
        JsonNode example = Vectors.read("jose-cookbook/jws/" + file + ".json");
        PrivateJwk key =
                PrivateJwk.parse(example.at("/input/key").toString(), algorithm).orElseThrow();

        engines()
                .forEach(engine -> assertThat(
                                isSigned(engine, example.at("/output/compact").asText(), key.publicJwk()))
                        .isTrue());
        assertThat(CompactJws.split(example.at("/output/json").toString())).isNull();
        assertThat(CompactJws.split(example.at("/output/json_flat").toString())).isNull();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void makes_rfc7520Section41ByteForByte(SignatureEngine engine) throws Exception {
        JsonNode example = Vectors.read("jose-cookbook/jws/4_1.rsa_v15_signature.json");
        PrivateJwk key = PrivateJwk.parse(example.at("/input/key").toString()).orElseThrow();
        byte[] input = example.at("/signing/sig-input").asText().getBytes(StandardCharsets.US_ASCII);

        assertThat(Base64Url.encode(engine.signingKey(key).sign(input, input.length)))
                .isEqualTo(example.at("/signing/sig").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"4_4.hmac-sha2_integrity_protection", "4_5.signature_with_detached_content"})
    void rejects_rfc7520Macs(String file) throws Exception {
        JsonNode example = Vectors.read("jose-cookbook/jws/" + file + ".json");

        assertThat(CompactJws.split(example.at("/output/compact").asText())
                        .header()
                        .algorithm())
                .isEmpty();
        assertThat(PublicJwk.readPublished(Vectors.object(example.at("/input/key"))))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"4_6.protecting_specific_header_fields", "4_7.protecting_content_only", "4_8.multiple_signatures"
            })
    void rejects_rfc7520JsonSerializations(String file) throws Exception {
        JsonNode example = Vectors.read("jose-cookbook/jws/" + file + ".json");

        assertThat(example.at("/output/compact").isMissingNode()).isTrue();
        assertThat(CompactJws.split(example.at("/output/json").toString())).isNull();
    }

    @Test
    void reads_rfc7520Keys() throws Exception {
        JsonObject ec = Vectors.object(Vectors.read("jose-cookbook/jwk/3_1.ec_public_key.json"));
        JsonObject rsa = Vectors.object(Vectors.read("jose-cookbook/jwk/3_3.rsa_public_key.json"));

        assertThat(PublicJwk.readPublished(ec).algorithm()).isEqualTo(Algorithm.ES512);
        assertThat(PublicJwk.readPublished(rsa).algorithm()).isEqualTo(Algorithm.RS256);
        assertThat(PrivateJwk.parse(Vectors.read("jose-cookbook/jwk/3_2.ec_private_key.json")
                                .toString())
                        .orElseThrow()
                        .publicJwk()
                        .thumbprint())
                .isEqualTo(PublicJwk.thumbprintOf(ec));
        assertThat(PrivateJwk.parse(Vectors.read("jose-cookbook/jwk/3_4.rsa_private_key.json")
                                .toString())
                        .orElseThrow()
                        .publicJwk()
                        .thumbprint())
                .isEqualTo(PublicJwk.thumbprintOf(rsa));
        for (String secret : new String[] {"3_5.symmetric_key_mac_computation", "3_6.symmetric_key_encryption"}) {
            JsonNode key = Vectors.read("jose-cookbook/jwk/" + secret + ".json");
            assertThat(PublicJwk.readPublished(Vectors.object(key))).isNull();
            assertThat(PrivateJwk.parse(key.toString())).isEmpty();
        }
    }

    /**
     * RFC 8037 A.4 names its algorithm {@code EdDSA}, which stands for two curves and is no algorithm here (RFC 9864
     * §2.2). The signature is that of {@code Ed25519}; only the name is refused.
     */
    @ParameterizedTest
    @MethodSource("engines")
    void verifies_rfc8037SignatureAndRefusesItsName(SignatureEngine engine) throws Exception {
        JsonNode example = Vectors.read("jose-cookbook/curve25519/jws.json");
        PrivateJwk key = PrivateJwk.parse(example.at("/input/key").toString()).orElseThrow();
        CompactJws token = CompactJws.split(example.at("/output/compact").asText());
        byte[] input = example.at("/signing/sig-input").asText().getBytes(StandardCharsets.US_ASCII);

        assertThat(token.isSignedBy(engine.verificationKey(key.publicJwk()))).isTrue();
        assertThat(token.header().algorithm()).isEmpty();
        assertThat(Base64Url.encode(engine.signingKey(key).sign(input, input.length)))
                .isEqualTo(example.at("/signing/sig").asText());
        assertThat(key.publicJwk().thumbprint()).isEqualTo("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }

    @Test
    void computes_rfc7638Thumbprint() {
        JsonObject jwk = Vectors.object("{\"kty\":\"RSA\",\"n\":\""
                + "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjB"
                + "ZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8"
                + "KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_"
                + "xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw\","
                + "\"e\":\"AQAB\",\"alg\":\"RS256\",\"kid\":\"2011-04-29\"}");

        assertThat(PublicJwk.readWithAlgorithm(jwk).thumbprint())
                .isEqualTo("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
        assertThat(PublicJwk.thumbprintOf(jwk)).isEqualTo("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void verifies_rfc9449Proofs(SignatureEngine engine) throws Exception {
        int proofs = 0;
        for (JsonNode example : Vectors.read("rfc-vectors.json").at("/rfc9449/proofs")) {
            CompactJws proof = CompactJws.split(example.get("proof").asText());
            JsonObject jwk = proof.header().jwk().orElseThrow();
            PublicJwk key = PublicJwk.readFor(jwk, proof.header().algorithm().orElseThrow());

            assertThat(proof.header().namesUnknownProofParameter()).isFalse();
            assertThat(proof.header().namesUnknownParameter()).isTrue();
            assertThat(proof.header().isType("dpop+jwt")).isTrue();
            assertThat(proof.isSignedBy(engine.verificationKey(key))).isTrue();
            assertThat(key.thumbprint()).isEqualTo("0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I");
            assertThat(PublicJwk.thumbprintOf(jwk)).isEqualTo(key.thumbprint());
            proofs++;
        }
        assertThat(proofs).isEqualTo(3);
    }
}
