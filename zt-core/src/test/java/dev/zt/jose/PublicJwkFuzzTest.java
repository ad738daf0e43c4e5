package dev.zt.jose;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import dev.zt.fuzz.FuzzTally;
import dev.zt.fuzz.NaiveJson;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Whatever the bytes: no key, or one without a secret that reads the same when it is written again, has the thumbprint that
 * Nimbus computes, and can be made ready to check signatures, none of which it then accepts.
 */
class PublicJwkFuzzTest {
    @RegisterExtension
    static final FuzzTally TALLY = new FuzzTally();

    private static final SignatureEngine ENGINE = SignatureEngines.bouncyCastle();
    private static final Set<String> SECRETS = Set.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

    @DictionaryEntries({
        "\"kty\":",
        "\"EC\"",
        "\"RSA\"",
        "\"OKP\"",
        "\"crv\":",
        "\"alg\":",
        "\"use\":",
        "\"key_ops\":",
        "\"d\":",
        "\"k\":",
        "\"oct\"",
        "\"verify\"",
        "\"AQAB\""
    })
    @FuzzTest
    void reads_whatItWouldWrite(byte[] bytes) {
        TALLY.run(bytes, text -> {
            JsonObject json = Json.object(bytes);
            PublicJwk key = json == null ? null : PublicJwk.readPublished(json);
            if (key != null) {
                check(key, json, NaiveJson.object(bytes).orElseThrow());
            }
        });
    }

    private static void check(PublicJwk key, JsonObject json, Map<String, Object> naive) {
        assertThat(naive.keySet()).doesNotContainAnyElementsOf(SECRETS);
        assertThat(naive).containsEntry("kty", key.algorithm().keyType());
        assertThat(naive.getOrDefault("alg", key.algorithm().joseName()))
                .isEqualTo(key.algorithm().joseName());
        assertThat(key.keyId().map(Object.class::cast).orElse("none")).isEqualTo(naive.getOrDefault("kid", "none"));
        assertThat(PublicJwk.thumbprintOf(json)).isEqualTo(key.thumbprint());
        key.material().members().forEach((name, value) -> assertThat(naive).containsEntry(name, value));

        String written = key.toJson(key.keyId().orElse(null), null);
        PublicJwk again = PublicJwk.readWithAlgorithm(Json.object(written.getBytes(StandardCharsets.UTF_8)));
        assertThat(again.members()).isEqualTo(key.members());
        assertThat(nimbus(key.toJson(null, null))).isEqualTo(key.thumbprint());
        assertThat(ENGINE.verificationKey(key).verify(new byte[3], 3, new byte[64]))
                .isFalse();
    }

    private static String nimbus(String json) {
        try {
            return JWK.parse(json).computeThumbprint().toString();
        } catch (ParseException | JOSEException e) {
            throw new AssertionError(json, e);
        }
    }
}
