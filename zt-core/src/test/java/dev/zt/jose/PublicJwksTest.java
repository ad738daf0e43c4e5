package dev.zt.jose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PublicJwksTest {
    private static final String OCT =
            "{\"kty\":\"oct\",\"kid\":\"mac\",\"alg\":\"HS256\",\"k\":\"" + "A".repeat(43) + "\"}";

    private static String key(Algorithm algorithm, String keyId) {
        return Keys.of(algorithm).publicJwk().toJson(keyId, "sig");
    }

    private static PublicJwks read(String... keys) {
        JsonObject set = Vectors.object("{\"keys\":[" + String.join(",", keys) + "]}");
        return PublicJwks.read(set.array("keys").orElseThrow(), Algorithm.RS256);
    }

    @Test
    void finds_eachKeyByItsName() {
        PublicJwks set = read(key(Algorithm.ES256, "a"), key(Algorithm.RS256, "b"));

        assertThat(set.key("a").orElseThrow().algorithm()).isEqualTo(Algorithm.ES256);
        assertThat(set.key("b").orElseThrow().algorithm()).isEqualTo(Algorithm.RS256);
        assertThat(set.key("c")).isEmpty();
        assertThat(set.key("")).isEmpty();
        assertThat(set.key("../../dev/null")).isEmpty();
        assertThat(set.onlyKey()).isEmpty();
        assertThat(set.unusable()).isZero();
    }

    @Test
    void leaves_unusableElementsOut() {
        PublicJwks set = read(
                "7",
                "null",
                "[]",
                "{}",
                OCT,
                key(Algorithm.ES256, "enc").replace("\"sig\"", "\"enc\""),
                Keys.of(Algorithm.ES384).toSecretJson(),
                key(Algorithm.ES256, "a"));

        assertThat(set.keys()).hasSize(1);
        assertThat(set.unusable()).isEqualTo(7);
        assertThat(set.onlyKey()).isPresent();
    }

    @Test
    void rejects_bothKeysOfOneName() {
        PublicJwks set = read(key(Algorithm.ES256, "a"), key(Algorithm.RS256, "a"), key(Algorithm.ES384, "b"));

        assertThat(set.key("a")).isEmpty();
        assertThat(set.keys()).extracting(PublicJwk::algorithm).containsExactly(Algorithm.ES384);
        assertThat(set.repeatedKeyIds()).containsExactly("a");
    }

    @Test
    void rejects_oneKeyThatStandsThereTwice() {
        assertThat(read(key(Algorithm.ES256, "a"), key(Algorithm.ES256, "a")).keys())
                .isEmpty();
    }

    @Test
    void keeps_aUsableKeyBesideAnUnusableOneOfItsName() {
        PublicJwks set = read(OCT.replace("mac", "a"), key(Algorithm.ES256, "a"));

        assertThat(set.key("a")).isPresent();
    }

    @Test
    void keeps_keysWithoutName() {
        PublicJwks one = read(Keys.published(Algorithm.ES256));
        PublicJwks two = read(Keys.published(Algorithm.ES256), Keys.published(Algorithm.ES384));

        assertThat(one.onlyKey()).isPresent();
        assertThat(two.onlyKey()).isEmpty();
        assertThat(two.keys()).hasSize(2);
    }

    @Test
    void reads_byTheCallersOwnRule() {
        JsonObject key = Vectors.object(key(Algorithm.ES256, "a"));

        assertThat(PublicJwks.read(List.of(key), jwk -> null).keys()).isEmpty();
    }
}
