package dev.zt.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import java.math.BigInteger;
import java.text.ParseException;
import java.util.HexFormat;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicJwkTest {
    private static final String EC = Keys.published(Algorithm.ES256);

    private static PublicJwk read(String json) {
        return PublicJwk.readWithAlgorithm(Vectors.object(json));
    }

    private static PublicJwk readPublished(String json) {
        return PublicJwk.readPublished(Vectors.object(json));
    }

    private static String member(String json, String name) {
        return Vectors.object(json).string(name).orElseThrow();
    }

    private static String with(String json, String member) {
        return json.replace("}", "," + member + "}");
    }

    private static String without(String json, String name) {
        String removed = json.replaceFirst(",\"" + name + "\":\"[^\"]*\"", "");
        assertThat(removed).isNotEqualTo(json);
        return removed;
    }

    @ParameterizedTest
    @EnumSource(names = "ML_DSA_.*", mode = EnumSource.Mode.MATCH_NONE)
    void reads_whatItWrote(Algorithm algorithm) {
        PublicJwk key = Keys.of(algorithm).publicJwk();
        PublicJwk read = read(key.toJson("k", "sig"));

        assertThat(read.algorithm()).isEqualTo(algorithm);
        assertThat(read.keyId()).contains("k");
        assertThat(read.members()).isEqualTo(key.members());
        assertThat(read.thumbprint()).isEqualTo(key.thumbprint());
    }

    @ParameterizedTest
    @EnumSource(names = "ML_DSA_.*", mode = EnumSource.Mode.MATCH_NONE)
    void computes_theThumbprintThatNimbusDoes(Algorithm algorithm) throws ParseException, JOSEException {
        String json = Keys.published(algorithm);
        String expected = JWK.parse(json).computeThumbprint().toString();

        assertThat(read(json).thumbprint()).isEqualTo(expected);
        assertThat(PublicJwk.thumbprintOf(Vectors.object(json))).isEqualTo(expected);
    }

    @Test
    void computes_noThumbprintOfWhatIsNoKey() {
        for (String json : new String[] {
            "{}",
            "{\"kty\":\"oct\",\"k\":\"AAAA\"}",
            without(EC, "x"),
            EC.replace(member(EC, "x"), ""),
            EC.replace(member(EC, "x"), "a\\\"b"),
            EC.replace("\"" + member(EC, "x") + "\"", "7")
        }) {
            assertThat(PublicJwk.thumbprintOf(Vectors.object(json))).as(json).isNull();
        }
    }

    @Test
    void rejects_missingOrForeignAlgorithm() {
        assertThat(read(without(EC, "alg"))).isNull();
        assertThat(read(EC.replace("ES256", "ES384"))).isNull();
        assertThat(read(EC.replace("ES256", "RS256"))).isNull();
        assertThat(read(EC.replace("ES256", "none"))).isNull();
        assertThat(read(EC.replace("\"ES256\"", "7"))).isNull();
        assertThat(readPublished(EC.replace("\"ES256\"", "7"))).isNull();
        assertThat(read(Keys.published(Algorithm.ED25519).replace("\"alg\":\"Ed25519\"", "\"alg\":\"EdDSA\"")))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({"ES256,ES256", "ES384,ES384", "ES512,ES512", "ED25519,ED25519", "RS512,RS256", "PS256,RS256"})
    void infers_theAlgorithmOfPublishedKeys(Algorithm made, Algorithm inferred) {
        String json = without(Keys.published(made), "alg");

        assertThat(readPublished(json).algorithm()).isEqualTo(inferred);
    }

    @Test
    void takes_theConfiguredAlgorithmForRsaKeysThatStateNone() {
        JsonObject silent = Vectors.object(without(Keys.published(Algorithm.RS256), "alg"));
        JsonObject stating = Vectors.object(Keys.published(Algorithm.RS256));

        assertThat(PublicJwk.readPublished(silent, Algorithm.PS384).algorithm()).isEqualTo(Algorithm.PS384);
        assertThat(PublicJwk.readPublished(stating, Algorithm.PS384).algorithm())
                .isEqualTo(Algorithm.RS256);
        assertThatThrownBy(() -> PublicJwk.readPublished(silent, Algorithm.ES256))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void reads_aKeyForTheAlgorithmOfItsProof() {
        JsonObject silent = Vectors.object(without(EC, "alg"));

        assertThat(PublicJwk.readFor(silent, Algorithm.ES256)).isNotNull();
        assertThat(PublicJwk.readFor(silent, Algorithm.ES384)).isNull();
        assertThat(PublicJwk.readFor(silent, Algorithm.RS256)).isNull();
        assertThat(PublicJwk.readFor(Vectors.object(Keys.published(Algorithm.RS256)), Algorithm.PS256))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"d", "p", "q", "dp", "dq", "qi", "k", "priv", "oth"})
    void rejects_privateMembers(String name) {
        assertThat(read(with(EC, "\"" + name + "\":\"AAAA\""))).isNull();
        assertThat(read(with(EC, "\"" + name + "\":null"))).isNull();
        assertThat(read(with(Keys.published(Algorithm.RS256), "\"" + name + "\":\"AAAA\"")))
                .isNull();
    }

    @Test
    void rejects_pointsOffTheCurve() {
        assertThat(read(EC.replace("\"y\":\"" + member(EC, "y"), "\"y\":\"" + member(EC, "x"))))
                .isNull();
    }

    @Test
    void rejects_coordinatesOfTheWrongLength() {
        assertThat(read(EC.replace(member(EC, "x"), "AAAA"))).isNull();
        assertThat(read(EC.replace(member(EC, "x"), "A".repeat(2000)))).isNull();
        assertThat(read(EC.replace(member(EC, "x"), "AAAA" + member(EC, "x")))).isNull();
    }

    @Test
    void rejects_coordinatesBeyondTheField() {
        String max = Base64Url.encode(HexFormat.of().parseHex("ff".repeat(32)));

        assertThat(read(EC.replace(member(EC, "x"), max))).isNull();
    }

    @Test
    void rejects_otherTypesAndCurves() {
        assertThat(read(EC.replace("\"EC\"", "\"OKP\""))).isNull();
        assertThat(read(EC.replace("P-256", "secp256k1"))).isNull();
        assertThat(read(EC.replace("P-256", "P-384"))).isNull();
        assertThat(read("{\"kty\":\"oct\",\"alg\":\"HS256\",\"k\":\"AAAA\"}")).isNull();
        assertThat(readPublished(
                        without(Keys.published(Algorithm.ED25519), "alg").replace("\"Ed25519\"", "\"Ed448\"")))
                .isNull();
        assertThat(readPublished(
                        without(Keys.published(Algorithm.ED25519), "alg").replace("\"Ed25519\"", "\"X25519\"")))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"sig\"", "\"wit-svid\"", "\"jwt-svid\""})
    void accepts_usesForTokens(String use) {
        assertThat(read(with(EC, "\"use\":" + use))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"enc\"", "\"x509-svid\"", "\"SIG\"", "\"\"", "[\"sig\"]", "null"})
    void rejects_otherUses(String use) {
        assertThat(read(with(EC, "\"use\":" + use))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[\"verify\"]", "[\"sign\",\"verify\"]"})
    void accepts_operationsForSignatures(String operations) {
        assertThat(read(with(EC, "\"key_ops\":" + operations))).isNotNull();
        assertThat(read(with(EC, "\"use\":\"sig\",\"key_ops\":" + operations))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[\"sign\"]",
                "[\"encrypt\"]",
                "[\"verify\",\"encrypt\"]",
                "[\"verify\",\"verify\"]",
                "[\"verify\",7]",
                "[\"sign, verify\"]",
                "\"verify\"",
                "null"
            })
    void rejects_otherOperations(String operations) {
        assertThat(read(with(EC, "\"key_ops\":" + operations))).isNull();
    }

    @Test
    void rejects_useAndOperationsThatDisagree() {
        assertThat(read(with(EC, "\"use\":\"enc\",\"key_ops\":[\"verify\"]"))).isNull();
        assertThat(read(with(EC, "\"use\":\"sig\",\"key_ops\":[\"deriveKey\"]")))
                .isNull();
    }

    @Test
    void rejects_keyIdThatIsNoText() {
        assertThat(read(with(EC, "\"kid\":7"))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x5c", "x5u", "x5t", "x5t#S256"})
    void ignores_certificatesInTheKey(String name) {
        assertThat(read(with(EC, "\"" + name + "\":\"https://elsewhere.example\"")))
                .isNotNull();
    }

    @Test
    void rejects_leadingZerosInRsaNumbers() {
        String rsa = Keys.published(Algorithm.RS256);
        String padded = Base64Url.encode(new BigInteger(1, Base64Url.decode(member(rsa, "n"))).toByteArray());

        assertThat(Base64Url.decode(padded)[0]).isZero();
        assertThat(read(rsa.replace(member(rsa, "n"), padded))).isNull();
        assertThat(read(rsa.replace("AQAB", "AAEAAQ"))).isNull();
        assertThat(read(rsa)).isNotNull();
    }

    @Property(tries = 500)
    void reading_neverThrows(
            @ForAll("signing") Algorithm algorithm, @ForAll @IntRange(max = 2000) int place, @ForAll char replacement) {
        StringBuilder json = new StringBuilder(Keys.published(algorithm));
        json.setCharAt(place % json.length(), replacement);
        JsonObject object = Vectors.object(json.toString());
        if (object != null) {
            PublicJwk key = PublicJwk.readPublished(object);
            assertThat(key == null || key.thumbprint().equals(PublicJwk.thumbprintOf(object)))
                    .isTrue();
        }
    }

    @Provide
    Arbitrary<Algorithm> signing() {
        return Arbitraries.of(Algorithm.class).filter(Algorithm::signs);
    }
}
