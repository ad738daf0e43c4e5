package dev.zt.jose;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompactJwsTest {
    private static final String HEADER = encode("{\"alg\":\"ES256\",\"kid\":\"k\",\"typ\":\"wit+jwt\"}");
    private static final String PAYLOAD = encode("{\"sub\":\"x\"}");
    private static final String GOOD = HEADER + "." + PAYLOAD + ".AAAA";

    private static String encode(String text) {
        return Base64Url.encode(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void splits_aCompactToken() {
        CompactJws token = CompactJws.split(GOOD);

        assertThat(token).isNotNull();
        assertThat(token.header().keyId()).contains("k");
        assertThat(token.header().isType("wit+jwt")).isTrue();
        assertThat(token.payload().string("sub")).contains("x");
    }

    @Test
    void hashes_theWholeTokensText() {
        String token = Keys.token("{\"alg\":\"ES256\"}", "{}", Keys.of(Algorithm.ES256));

        assertThat(CompactJws.split(token).textDigest())
                .isEqualTo(Sha256.of(token.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
    }

    @Test
    void splits_aTokenWithoutPayload() {
        CompactJws token = CompactJws.split(HEADER + "..AAAA");

        assertThat(token).isNotNull();
        assertThat(token.payload()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "...",
                "a",
                "a.b",
                ".e30.AAAA",
                "e30.e30.",
                "e30.e30.AAAA.AAAA",
                "e30.e30.AAAA.AAAA.AAAA",
                "e30.e30.A",
                "e30.e30.AAAA=",
                "e30=.e30.AAAA",
                " e30.e30.AAAA",
                "e30.e30.AAAA\n",
                "e30.e30.AA\u00c4A",
                "e30.e30.AA\u4e00A",
                "e3+.e30.AAAA",
                "{\"payload\":\"e30\"}",
                "e30.e30.AB",
                "e30.e30.AAB",
                "e31.e30.AAAA",
                "W10.e30.AAAA",
                "bnVsbA.e30.AAAA"
            })
    void refuses_everythingElse(String text) {
        assertThat(CompactJws.split(text)).isNull();
    }

    @Test
    void refuses_bitsBehindTheLastByte() {
        assertThat(CompactJws.split(HEADER + "." + PAYLOAD + ".AA")).isNotNull();
        assertThat(CompactJws.split(HEADER + "." + PAYLOAD + ".AB")).isNull();
        assertThat(CompactJws.split(HEADER + "." + PAYLOAD + ".AAE")).isNotNull();
        assertThat(CompactJws.split(HEADER + "." + PAYLOAD + ".AAF")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"ES256\",\"alg\":\"none\"}",
                "{\"alg\":\"ES256\"}{}",
                "{\"alg\":\"ES256\"",
                "[\"ES256\"]",
                " {\"alg\":\"ES256\"}",
                "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}",
                "{\"alg\":\"ES256\",\"x\":01}",
                "{\"alg\":\"ES256\",\"x\":NaN}",
                "{alg:\"ES256\"}",
                "{\"alg\":\"ES256\",}",
                "{\"alg\":\"ES256\"} // comment"
            })
    void refuses_headerThatIsNoStrictJsonObject(String header) {
        assertThat(CompactJws.split(encode(header) + "." + PAYLOAD + ".AAAA")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"crit", "jwk", "jku", "x5u", "x5c", "b64", "zip", "enc", "p2c"})
    void finds_unknownHeaderParameters(String name) {
        CompactJws token =
                CompactJws.split(encode("{\"alg\":\"ES256\",\"" + name + "\":true}") + "." + PAYLOAD + ".AAAA");

        assertThat(token.header().namesUnknownParameter()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "es256", "ES256 ", "HS256", "EdDSA", ""})
    void knows_noOtherAlgorithm(String name) {
        assertThat(Algorithm.named(name)).isEmpty();
    }

    @Test
    void refuses_utf16AndByteOrderMarks() {
        byte[] utf16 = "{\"a\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_16LE);
        byte[] marked = "\uFEFF{\"a\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_8);

        assertThat(Json.object(utf16)).isNull();
        assertThat(Json.object(marked)).isNull();
    }

    @Test
    void refuses_overlongUtf8() {
        byte[] overlong = "{\"sub\":\"__\"}".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        overlong[8] = (byte) 0xC1;
        overlong[9] = (byte) 0xB8;

        assertThat(Json.object(overlong)).isNull();
        assertThat(Json.object("{\"sub\":\"\u00e9\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isNotNull();
    }

    @Test
    void reads_numbersOnlyAsWholeNumbersOfSaneLength() {
        JsonObject json = Json.object("{\"a\":1,\"b\":1.0,\"c\":1e400,\"d\":-5,\"e\":12345678901234567890,\"f\":\"1\"}"
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));

        assertThat(json.wholeNumber("a")).hasValue(1);
        assertThat(json.wholeNumber("d")).hasValue(-5);
        assertThat(json.wholeNumber("b")).isEmpty();
        assertThat(json.wholeNumber("c")).isEmpty();
        assertThat(json.wholeNumber("e")).isEmpty();
        assertThat(json.wholeNumber("f")).isEmpty();
    }

    @Property
    void splitting_neverThrows(@ForAll @StringLength(max = 60) String text) {
        assertThat(CompactJws.split(text)).isNull();
    }

    @Property
    void decoding_isTheInverseOfEncoding(@ForAll byte[] bytes) {
        assertThat(Base64Url.decode(Base64Url.encode(bytes))).isEqualTo(bytes);
    }
}
