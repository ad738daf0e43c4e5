package dev.zt.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zt.identity.TrustDomain;
import dev.zt.verify.Forge;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustBundleTest {
    private static final SignatureProvider ENGINE = SignatureProvider.bouncyCastle();
    private static final TrustDomain DOMAIN = TrustDomain.of("shop.example");

    private static TrustBundle read(String json) {
        return TrustBundle.read(DOMAIN, "bundle.json", json.getBytes(StandardCharsets.UTF_8), ENGINE);
    }

    private static String jwk(String members) {
        return Forge.publicJwk(Forge.newKey()).replace("}", "," + members + "}");
    }

    @Test
    void keeps_onlyUsableWitKeys() {
        TrustBundle bundle = read("{\"keys\":["
                + jwk("\"kid\":\"good\",\"use\":\"wit-svid\"") + ","
                + jwk("\"kid\":\"jwt\",\"use\":\"jwt-svid\"") + ","
                + jwk("\"kid\":\"none\"") + ","
                + jwk("\"use\":\"wit-svid\"") + ","
                + "{\"kty\":\"XYZ\",\"kid\":\"odd\",\"use\":\"wit-svid\"},"
                + "7,null,"
                + jwk("\"kid\":\"secret\",\"use\":\"wit-svid\",\"d\":\"AAAA\"")
                + "],\"spiffe_sequence\":7,\"unknown\":{}}");

        assertThat(bundle.size(KeyUse.WIT_SVID)).isOne();
        assertThat(bundle.key(KeyUse.WIT_SVID, "good")).isPresent();
        assertThat(bundle.onlyKey(KeyUse.WIT_SVID)).map(PublishedKey::keyId).contains("good");
        assertThat(bundle.sequence()).hasValue(7);
    }

    @Test
    void believes_neitherOfTwoKeysOfOneName() {
        TrustBundle bundle = read("{\"keys\":["
                + jwk("\"kid\":\"twin\",\"use\":\"wit-svid\"") + ","
                + jwk("\"kid\":\"twin\",\"use\":\"wit-svid\"") + "]}");

        assertThat(bundle.size(KeyUse.WIT_SVID)).isZero();
    }

    @Test
    void reads_emptyKeysAsDistrust() {
        assertThat(read("{\"keys\":[]}").size(KeyUse.WIT_SVID)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"keys\":{}}", "{\"keys\":[],\"keys\":[]}", "{\"keys\":[]}x", "not json"})
    void refuses_whatIsNoBundle(String json) {
        assertThatThrownBy(() -> read(json)).hasMessageContaining("bundle.json: not a SPIFFE bundle");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.0", "-1", "\"4\"", "1e3"})
    void refuses_sequenceThatIsNoWholeNumber(String sequence) {
        assertThatThrownBy(() -> read("{\"spiffe_sequence\":" + sequence + ",\"keys\":[]}"))
                .hasMessageContaining("'spiffe_sequence' must be a whole number");
    }

    @Test
    void refuses_documentBeyondTheLimit() {
        assertThatThrownBy(() -> read("{\"keys\":[],\"x\":\"" + "a".repeat(TrustBundle.MAX_BYTES) + "\"}"))
                .hasMessageContaining("not a SPIFFE bundle");
    }

    @Test
    void reads_theBundlesOfOtherImplementations() throws IOException {
        Path files = Path.of(System.getProperty("zt.vectors", ""))
                .resolve("spiffe-testdata/go-spiffe/bundle/spiffebundle/testdata");
        assumeTrue(Files.exists(files), "no vectors: name their directory by -Dzt.vectors=DIR");

        TrustBundle withWit = TrustBundle.read(
                TrustDomain.of("domain.test"),
                "valid_with_wit",
                Files.readAllBytes(files.resolve("spiffebundle_valid_with_wit.json")),
                ENGINE);
        assertThat(withWit.size(KeyUse.WIT_SVID)).isPositive();

        TrustBundle withoutWit = TrustBundle.read(
                TrustDomain.of("domain.test"),
                "valid_1",
                Files.readAllBytes(files.resolve("spiffebundle_valid_1.json")),
                ENGINE);
        assertThat(withoutWit.size(KeyUse.WIT_SVID)).isZero();

        byte[] noKeys = Files.readAllBytes(files.resolve("spiffebundle_no_keys.json"));
        assertThatThrownBy(() -> TrustBundle.read(TrustDomain.of("domain.test"), "no_keys", noKeys, ENGINE))
                .hasMessageContaining("'keys' must be an array");
    }
}
