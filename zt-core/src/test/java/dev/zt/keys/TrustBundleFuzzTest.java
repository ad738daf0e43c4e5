package dev.zt.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.zt.fuzz.FuzzTally;
import dev.zt.identity.TrustDomain;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A SPIFFE bundle, whatever its bytes: see {@link PublishedDocument}; and each of its authorities is a CA. */
class TrustBundleFuzzTest {
    @RegisterExtension
    static final FuzzTally TALLY = new FuzzTally();

    private static final SignatureProvider SIGNATURES = SignatureProvider.bouncyCastle();
    private static final TrustDomain DOMAIN = TrustDomain.of("shop.example");
    private static final PublishedDocument DOCUMENT =
            new PublishedDocument(bytes -> TrustBundle.read(DOMAIN, "fuzzed", bytes, SIGNATURES));

    @DictionaryEntries({
        "{\"keys\":[",
        "\"kty\":",
        "\"kid\":",
        "\"use\":",
        "\"wit-svid\"",
        "\"jwt-svid\"",
        "\"x509-svid\"",
        "\"x5c\":[\"",
        "\"spiffe_sequence\":",
        "\"spiffe_refresh_hint\":",
        "},{"
    })
    @FuzzTest
    void publishes_whatASecondReaderFinds(byte[] bytes) {
        TALLY.run(
                bytes,
                text -> DOCUMENT.check(bytes).ifPresent(bundle -> {
                    assertThat(bundle.size(KeyUse.TOKEN)).isZero();
                    assertThat(bundle.x509Authorities())
                            .allMatch(authority -> authority.getBasicConstraints() >= 0
                                    && authority.getKeyUsage()[5]);
                }));
    }
}
