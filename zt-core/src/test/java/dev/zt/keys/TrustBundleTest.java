package dev.zt.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zt.identity.IssuerUrl;
import dev.zt.identity.TrustDomain;
import dev.zt.jose.Algorithm;
import dev.zt.verify.Forge;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
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
    void reads_documentsOf512KibAndRefusesOneByteMore() {
        String longest = "{\"keys\":[]}" + " ".repeat(TrustBundle.MAX_BYTES - "{\"keys\":[]}".length());

        assertThat(read(longest).size()).isZero();
        assertThatThrownBy(() -> read(longest + " ")).hasMessageContaining("larger than");
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

    private static TrustBundle readKeySet(Set<Algorithm> algorithms, String... jwks) {
        return new BundleReader("keys", new KeyRules(ENGINE, algorithms))
                .keySet(
                        IssuerUrl.of("https://idp.example"),
                        ("{\"keys\":[" + String.join(",", jwks) + "]}").getBytes(StandardCharsets.UTF_8));
    }

    private static String ed25519() throws GeneralSecurityException {
        var key = (EdECPublicKey)
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic();
        byte[] encoded = key.getEncoded();
        byte[] point = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        return "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"ed\",\"x\":\"" + Forge.base64(point) + "\"%s}";
    }

    private static String rsa(String more) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        var key = (RSAPublicKey) generator.generateKeyPair().getPublic();
        byte[] modulus = key.getModulus().toByteArray();
        return "{\"kty\":\"RSA\",\"kid\":\"rsa\",\"e\":\"AQAB\",\"n\":\""
                + Forge.base64(Arrays.copyOfRange(modulus, 1, modulus.length)) + "\"" + more + "}";
    }

    @Test
    void never_mixesUses() {
        TrustBundle domain = read("{\"keys\":[" + jwk("\"kid\":\"wit\",\"use\":\"wit-svid\"") + ","
                + jwk("\"kid\":\"jwt\",\"use\":\"jwt-svid\"") + "," + jwk("\"kid\":\"sig\",\"use\":\"sig\"") + ","
                + jwk("\"kid\":\"free\"") + "]}");
        TrustBundle server = readKeySet(
                Algorithm.SPIFFE,
                jwk("\"kid\":\"wit\",\"use\":\"wit-svid\""),
                jwk("\"kid\":\"jwt\",\"use\":\"jwt-svid\""),
                jwk("\"kid\":\"enc\",\"use\":\"enc\""),
                jwk("\"kid\":\"odd\",\"use\":7"),
                jwk("\"kid\":\"sig\",\"use\":\"sig\""),
                jwk("\"kid\":\"free\""));

        for (KeyUse use : KeyUse.values()) {
            for (String kid : List.of("wit", "jwt", "enc", "odd", "sig", "free")) {
                assertThat(domain.key(use, kid).isPresent())
                        .as(use + " " + kid)
                        .isEqualTo(kid.concat("-svid").equals(use.jwkUse()));
                assertThat(server.key(use, kid).isPresent())
                        .as(use + " " + kid)
                        .isEqualTo(use == KeyUse.TOKEN && (kid.equals("sig") || kid.equals("free")));
            }
        }
    }

    @Test
    void believes_neitherOfTwoKeysOfOneNameAmongBothKindsOfToken() {
        TrustBundle bundle = read("{\"keys\":[" + jwk("\"kid\":\"twin\",\"use\":\"wit-svid\"") + ","
                + jwk("\"kid\":\"twin\",\"use\":\"jwt-svid\"") + "]}");

        assertThat(bundle.size()).isZero();
    }

    @Test
    void takes_ed25519OnlyFromAnIssuerForWhomItIsNamed() throws GeneralSecurityException {
        String key = ed25519();

        assertThat(readKeySet(Algorithm.SPIFFE, key.formatted("")).size()).isZero();
        assertThat(readKeySet(Set.of(Algorithm.ED25519), key.formatted("")).size())
                .isOne();
        assertThat(read("{\"keys\":[" + key.formatted(",\"use\":\"wit-svid\"") + "]}")
                        .size())
                .isZero();
    }

    @Test
    void takes_onlyKeysForAlgorithmsThatAreAllowed() throws GeneralSecurityException {
        String labelled = rsa(",\"alg\":\"RS256\"");
        String free = rsa("");

        assertThat(readKeySet(Set.of(Algorithm.PS256), labelled).size()).isZero();
        assertThat(readKeySet(Set.of(Algorithm.RS256), labelled).size()).isOne();
        assertThat(readKeySet(Algorithm.SPIFFE, free).key(KeyUse.TOKEN, "rsa"))
                .map(PublishedKey::algorithm)
                .contains(Algorithm.RS256);
        assertThat(readKeySet(Set.of(Algorithm.PS384, Algorithm.ES256), free).key(KeyUse.TOKEN, "rsa"))
                .map(PublishedKey::algorithm)
                .contains(Algorithm.PS384);
        assertThat(readKeySet(Set.of(Algorithm.ES256), free).size()).isZero();
    }

    @Test
    void takes_noKeyOfAnOddName() {
        assertThat(readKeySet(
                                Algorithm.SPIFFE,
                                jwk("\"kid\":\"\""),
                                jwk("\"kid\":\"a\\u0000\""),
                                jwk("\"kid\":\"" + "k".repeat(257) + "\""))
                        .size())
                .isZero();
        assertThat(readKeySet(Algorithm.SPIFFE, jwk("\"kid\":\"" + "k".repeat(256) + "\""))
                        .size())
                .isOne();
    }
}
