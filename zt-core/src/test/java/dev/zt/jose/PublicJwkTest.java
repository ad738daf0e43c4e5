package dev.zt.jose;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublicJwkTest {
    private ECKey key;
    private String json;

    @BeforeEach
    void newKey() throws Exception {
        key = new ECKeyGenerator(Curve.P_256).generate();
        json = "{\"kty\":\"EC\",\"crv\":\"P-256\",\"alg\":\"ES256\",\"x\":\"" + key.getX() + "\",\"y\":\"" + key.getY()
                + "\"}";
    }

    private static PublicJwk read(String json) {
        return PublicJwk.readWithAlgorithm(Json.object(json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void computes_theThumbprintThatNimbusDoes() throws Exception {
        assertThat(read(json).thumbprint()).isEqualTo(key.computeThumbprint().toString());
    }

    @Test
    void refuses_missingOrForeignAlgorithm() {
        assertThat(read(json.replace("\"alg\":\"ES256\",", ""))).isNull();
        assertThat(read(json.replace("ES256", "ES384"))).isNull();
        assertThat(read(json.replace("ES256", "none"))).isNull();
    }

    @Test
    void reads_publishedKeyWithoutAlgorithm() {
        String published = json.replace("\"alg\":\"ES256\",", "");

        assertThat(PublicJwk.readPublished(Json.object(published.getBytes(StandardCharsets.UTF_8))))
                .isNotNull();
    }

    @Test
    void refuses_privateMembers() {
        assertThat(read(json.replace("}", ",\"d\":\"" + key.getD() + "\"}"))).isNull();
        assertThat(read(json.replace("}", ",\"k\":\"AAAA\"}"))).isNull();
    }

    @Test
    void refuses_pointsOffTheCurve() {
        assertThat(read(json.replace("\"y\":\"" + key.getY(), "\"y\":\"" + key.getX())))
                .isNull();
    }

    @Test
    void refuses_coordinatesOfTheWrongLength() {
        assertThat(read(json.replace(key.getX().toString(), "AAAA"))).isNull();
        assertThat(read(json.replace(key.getX().toString(), "A".repeat(2000)))).isNull();
    }

    @Test
    void refuses_coordinatesBeyondTheField() {
        String max = Base64Url.encode(java.util.HexFormat.of().parseHex("ff".repeat(32)));

        assertThat(read(json.replace(key.getX().toString(), max))).isNull();
    }

    @Test
    void refuses_otherTypesAndCurves() {
        assertThat(read(json.replace("\"EC\"", "\"OKP\""))).isNull();
        assertThat(read(json.replace("P-256", "secp256k1"))).isNull();
        assertThat(read("{\"kty\":\"oct\",\"alg\":\"HS256\",\"k\":\"AAAA\"}")).isNull();
    }

    @Test
    void refuses_keyOperationsWithoutVerify() {
        assertThat(read(json.replace("}", ",\"key_ops\":[\"encrypt\"]}"))).isNull();
        assertThat(read(json.replace("}", ",\"key_ops\":\"verify\"}"))).isNull();
        assertThat(read(json.replace("}", ",\"key_ops\":[\"verify\"]}"))).isNotNull();
    }

    @Test
    void prints_noSecret() {
        PrivateJwk secret = PrivateJwk.generate(Algorithm.ES256);
        String d = Json.object(secret.toSecretJson().getBytes(StandardCharsets.UTF_8))
                .string("d")
                .orElseThrow();

        assertThat(secret.toString()).doesNotContain(d);
    }

    @Test
    void refuses_privateKeyWhoseHalvesDoNotBelongTogether() throws Exception {
        ECKey other = new ECKeyGenerator(Curve.P_256).generate();
        String mixed =
                key.toJSONString().replace(key.getD().toString(), other.getD().toString());

        assertThat(PrivateJwk.parse(mixed)).isEmpty();
        assertThat(PrivateJwk.parse(key.toJSONString())).isPresent();
        assertThat(PrivateJwk.parse(key.toPublicJWK().toJSONString())).isEmpty();
        assertThat(PrivateJwk.parse("{}")).isEmpty();
        assertThat(PrivateJwk.parse("not json")).isEmpty();
    }
}
