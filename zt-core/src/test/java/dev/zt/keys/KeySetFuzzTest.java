package dev.zt.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.zt.fuzz.FuzzTally;
import dev.zt.identity.IssuerUrl;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The JWK Set of an authorization server, whatever its bytes: see {@link PublishedDocument}. */
class KeySetFuzzTest {
    @RegisterExtension
    static final FuzzTally TALLY = new FuzzTally();

    private static final SignatureProvider SIGNATURES = SignatureProvider.bouncyCastle();
    private static final IssuerUrl ISSUER = IssuerUrl.of("https://idp.example");
    private static final PublishedDocument DOCUMENT =
            new PublishedDocument(bytes -> TrustBundle.readKeySet(ISSUER, "fuzzed", bytes, SIGNATURES));

    @DictionaryEntries({"{\"keys\":[", "\"kty\":", "\"kid\":", "\"use\":", "\"alg\":", "\"sig\"", "\"enc\"", "},{"})
    @FuzzTest
    void publishes_whatASecondReaderFinds(byte[] bytes) {
        TALLY.run(
                bytes,
                text -> DOCUMENT.check(bytes).ifPresent(keys -> {
                    assertThat(keys.size()).isEqualTo(keys.size(KeyUse.TOKEN));
                    assertThat(keys.x509Authorities()).isEmpty();
                }));
    }
}
