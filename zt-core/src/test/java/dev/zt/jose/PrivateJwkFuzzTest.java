package dev.zt.jose;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.zt.fuzz.Edits;
import dev.zt.fuzz.FuzzTally;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Genuine private keys, changed by the fuzzer; the first byte says which one. None, or a key that reads the same when it is
 * written again, signs what its public half accepts and nothing else, and hides itself when it is printed. A private key
 * whose halves differ is never one.
 */
class PrivateJwkFuzzTest {
    @RegisterExtension
    static final FuzzTally TALLY = new FuzzTally();

    private static final SignatureEngine ENGINE = SignatureEngines.bouncyCastle();
    // RFC 7517 appendix A.2, RFC 8037 appendix A.1: everybody knows them.
    private static final List<String> GENUINE = List.of(
            "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\""
                    + ",\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM\""
                    + ",\"d\":\"870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE\",\"use\":\"sig\",\"kid\":\"1\"}",
            "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\""
                    + ",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\",\"key_ops\":[\"sign\"]}");

    @FuzzTest
    void reads_onlyKeysWhoseHalvesBelongTogether(byte[] bytes) {
        TALLY.run(bytes, text -> {
            String genuine = GENUINE.get(text.isEmpty() ? 0 : text.charAt(0) % GENUINE.size());
            PrivateJwk.parse(Edits.apply(text.isEmpty() ? "" : text.substring(1), genuine))
                    .ifPresent(PrivateJwkFuzzTest::check);
        });
    }

    private static void check(PrivateJwk key) {
        String written = key.toSecretJson();
        PrivateJwk again = PrivateJwk.parse(written).orElseThrow();
        assertThat(again.toSecretJson()).isEqualTo(written);

        byte[] data = {1, 2, 3};
        byte[] signature = ENGINE.signingKey(key).sign(data, data.length);
        VerificationKey check = ENGINE.verificationKey(key.publicJwk());
        assertThat(check.verify(data, data.length, signature)).isTrue();
        assertThat(check.verify(data, data.length - 1, signature)).isFalse();
        String secret = Json.object(written.getBytes(StandardCharsets.UTF_8))
                .string("d")
                .orElseThrow();
        assertThat(key.toString()).doesNotContain(secret);
    }
}
