package dev.zt.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.config.Settings;
import dev.zt.identity.Audience;
import dev.zt.identity.IssuerUrl;
import dev.zt.identity.TrustDomain;
import dev.zt.jose.Algorithm;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeySettingsTest {
    private static final IssuerUrl ONE = IssuerUrl.of("https://one.example");

    private static final EndpointTls NOBODY = (url, server, bundles) -> {
        throw new AssertionError("nobody is called here");
    };

    @TempDir
    Path directory;

    private Settings yaml(String text) throws IOException {
        Files.writeString(directory.resolve("zt.yaml"), text);
        return Settings.read(Map.of(), directory);
    }

    private Settings variables(Map<String, String> variables) {
        return Settings.ofVariables(variables, directory);
    }

    private static TrustedKeys keys(Settings settings) {
        return KeySettings.read(settings, SignatureProvider.bouncyCastle(), NOBODY, new ManualClock())
                .build();
    }

    @Test
    void refuses_anEndpointOfItsOwnDomain_thatNothingRecognises() throws IOException {
        Settings settings = yaml("""
                bundles:
                  own.example: {url: "https://own.example/bundle", spiffe-id: "spiffe://own.example/bundles"}
                """);

        assertThatThrownBy(() -> keys(settings)).hasMessageContaining("first recognised by a bundle in a file");
    }

    @Test
    void refuses_anEndpointWhoseFirstBundleIsMissing() throws IOException {
        Settings settings = yaml("""
                bundles:
                  own.example:
                    url: https://own.example/bundle
                    spiffe-id: spiffe://own.example/bundles
                    bundle: first.json
                """);

        assertThatThrownBy(() -> keys(settings)).hasMessageContaining("first.json");
    }

    @Test
    void reads_issuersInEitherForm() throws IOException {
        Settings settings = yaml("""
                issuers:
                  https://one.example: discovery
                  https://two.example/realms/shop: https://two.example/keys
                  https://three.example: keys/three.json
                  https://four.example:
                    keys: discovery
                    algorithms: [RS256, Ed25519]
                    audience: [orders, https://orders.internal]
                """);

        assertThat(KeySettings.issuers(settings))
                .satisfiesExactly(
                        one -> assertThat(one).isEqualTo(TrustedIssuer.of(ONE, new KeyOrigin.Discovery())),
                        two -> assertThat(two.keys())
                                .isEqualTo(new KeyOrigin.Url(URI.create("https://two.example/keys"))),
                        three -> assertThat(three.keys())
                                .isEqualTo(new KeyOrigin.File(
                                        directory.toAbsolutePath().resolve("keys/three.json"))),
                        four -> {
                            assertThat(four.algorithms()).isEqualTo(Set.of(Algorithm.RS256, Algorithm.ED25519));
                            assertThat(four.audiences())
                                    .containsExactly(Audience.of("orders"), Audience.of("https://orders.internal"));
                        });
    }

    @Test
    void reads_issuersOfAVariable() {
        Settings settings = variables(
                Map.of("ZT_ISSUERS", "https://one.example=discovery,https://two.example=https://two.example/k?v=1"));

        assertThat(KeySettings.issuers(settings))
                .extracting(TrustedIssuer::keys)
                .containsExactly(new KeyOrigin.Discovery(), new KeyOrigin.Url(URI.create("https://two.example/k?v=1")));
    }

    @Test
    void allows_theNineAlgorithmsOfSpiffeAndNoOther() throws IOException {
        Settings settings = yaml("issuers: {'https://one.example': {keys: discovery}}\n");

        assertThat(KeySettings.issuers(settings).get(0).algorithms())
                .isEqualTo(Algorithm.SPIFFE)
                .doesNotContain(Algorithm.ED25519);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'http://one.example': discovery} | 1:33: an issuer is an HTTPS URL",
                "{'https://one.example': {key: discovery}} | 1:35: unknown key 'key'; did you mean 'keys'?",
                "{'https://one.example': {algorithms: [RS256]}} | 1:34: missing key 'keys'",
                "{'https://one.example': {keys: discovery, algorithms: [RS257]}} | 1:65: unknown algorithm 'RS257'; did you mean",
                "{'https://one.example': {keys: discovery, algorithms: [none]}} | unknown algorithm 'none'",
                "{'https://one.example': {keys: discovery, algorithms: [HS256]}} | unknown algorithm 'HS256'",
                "{'https://one.example': {keys: discovery, algorithms: []}} | an issuer needs an algorithm",
                "{'https://one.example': {keys: discovery, audience: 'https://a?b'}} | an audience is",
                "{'https://one.example': 'http://one.example/keys'} | 1:34: expected an HTTPS URL",
                "{'https://one.example': 'https://u:p@one.example/keys'} | expected an HTTPS URL",
                "{'https://one.example:0': discovery} | expected an HTTPS URL",
                "{'https://one.example': [discovery]} | expected text but found a list",
                "discovery | expected a mapping"
            })
    void refuses_issuersWithTheirPlace(String issuers, String message) throws IOException {
        Settings settings = yaml("issuers: " + issuers + "\n");

        assertThatThrownBy(() -> KeySettings.issuers(settings))
                .hasMessageContaining("zt.yaml:1:")
                .hasMessageContaining(message);
    }

    @Test
    void reads_bundlesFromFilesMapsAndEndpoints() throws IOException {
        Files.writeString(directory.resolve("shop.json"), Published.bundle(1, "a"));
        Files.writeString(
                directory.resolve("map.json"), "{\"trust_domains\":{\"c.example\":" + Published.bundle(1, "a") + "}}");
        Files.writeString(directory.resolve("idp.json"), Published.keySet("a"));
        TrustedKeys keys = keys(yaml("""
                bundles: {shop.example: shop.json, b.example: 'https://b.example/bundle'}
                bundle-map: map.json
                issuers: {'https://one.example': idp.json}
                """));

        assertThat(keys.issuers())
                .containsExactlyInAnyOrder(
                        TrustDomain.of("shop.example"), TrustDomain.of("b.example"), TrustDomain.of("c.example"), ONE);
        assertThat(keys.bundle(TrustDomain.of("shop.example"))).isInstanceOf(BundleLookup.Found.class);
        assertThat(keys.bundle(TrustDomain.of("b.example"))).isInstanceOf(BundleLookup.Unavailable.class);
        assertThat(keys.bundle(TrustDomain.of("c.example"))).isInstanceOf(BundleLookup.Found.class);
        assertThat(((BundleLookup.Found) keys.bundle(ONE)).bundle().key(KeyUse.TOKEN, "a"))
                .isPresent();
        assertThat(keys.age(ONE)).contains(Duration.ZERO);
    }

    @Test
    void refuses_filesThatAreNotThere() throws IOException {
        Settings settings = yaml("issuers: {'https://one.example': nowhere.json}\n");

        assertThatThrownBy(() -> keys(settings)).hasMessageContaining("nowhere.json: no such file");
    }

    @Test
    void refuses_endpointInPlainHttp() {
        Settings settings = variables(Map.of("ZT_BUNDLES", "b.example=http://b.example/bundle"));

        assertThatThrownBy(() -> keys(settings)).hasMessageContaining("ZT_BUNDLES: expected an HTTPS URL");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "refresh: 9s | out of range: 'keys.refresh'",
                "refresh: 2h | out of range: 'keys.refresh'",
                "max-stale: 25h | out of range: 'keys.max-stale'",
                "max-stale: 5m | 'keys.max-stale' must be longer than 'keys.refresh'",
                "refresh: 1h | 'keys.max-stale' must be longer than 'keys.refresh'",
                "cooldown: 500ms | out of range: 'keys.cooldown'"
            })
    void refuses_timesOutOfRange(String time, String message) throws IOException {
        Settings settings = yaml("keys: {" + time + "}\n");

        assertThatThrownBy(() -> keys(settings))
                .hasMessageContaining("zt.yaml:1:")
                .hasMessageContaining(message);
    }

    @Test
    void reads_theServiceOfTransactionTokens() throws IOException {
        Files.writeString(directory.resolve("txn.json"), Published.keySet("a"));

        TrustedKeys keys = keys(yaml("transaction-tokens: {issuer: 'https://one.example', keys: txn.json}\n"));

        assertThat(keys.issuers()).containsExactly(ONE);
        assertThat(keys.bundle(ONE)).isInstanceOf(BundleLookup.Found.class);
        assertThat(keys(yaml("transaction-tokens: {issuer: 'https://one.example'}\n"))
                        .bundle(ONE))
                .isInstanceOf(BundleLookup.Unavailable.class);
    }

    @Test
    void reads_theServiceOfTransactionTokens_thatIssuesOthersToo() throws IOException {
        Files.writeString(directory.resolve("idp.json"), Published.keySet("a"));

        TrustedKeys keys = keys(yaml("""
                issuers: {'https://one.example': idp.json}
                transaction-tokens: {issuer: 'https://one.example'}
                """));

        assertThat(keys.issuers()).containsExactly(ONE);
        assertThat(keys.bundle(ONE)).isInstanceOf(BundleLookup.Found.class);
    }

    @Test
    void refuses_keysOfTransactionTokens_thatBelongToNobodyOrAreNamedTwice() throws IOException {
        Settings nobodys = yaml("transaction-tokens: {keys: txn.json}\n");
        assertThatThrownBy(() -> keys(nobodys))
                .hasMessageContaining("says nothing without 'transaction-tokens.issuer'");

        Settings twice = yaml("""
                issuers: {'https://one.example': discovery}
                transaction-tokens: {issuer: 'https://one.example', keys: txn.json}
                """);
        assertThatThrownBy(() -> keys(twice)).hasMessageContaining("named under 'issuers'");
    }

    @Test
    void refuses_twoBundleMaps() throws IOException {
        Path map = Files.writeString(directory.resolve("map.json"), "{\"trust_domains\":{}}");
        TrustedKeys.Builder keys = TrustedKeys.builder(SignatureProvider.bouncyCastle(), new ManualClock());
        keys.bundleMap(map);

        assertThatThrownBy(() -> keys.bundleMap(map)).hasMessageContaining("one bundle map, not two");
    }

    @Test
    void knows_whoSpeaksForWhom() throws IOException {
        TrustDomain mapped = TrustDomain.of("c.example");
        Path map = Files.writeString(
                directory.resolve("map.json"), "{\"trust_domains\":{\"c.example\":" + Published.bundle(1, "a") + "}}");
        TrustedKeys.Builder keys = TrustedKeys.builder(SignatureProvider.bouncyCastle(), new ManualClock());
        assertThat(keys.names(mapped)).isFalse();

        keys.bundleMap(map).issuer(TrustedIssuer.of(ONE, new KeyOrigin.Discovery()));

        assertThat(keys.names(mapped)).isTrue();
        assertThat(keys.names(ONE)).isTrue();
        assertThat(keys.names(TrustDomain.of("d.example"))).isFalse();
    }

    @Test
    void believes_aBundleMapForAsLongAsTheSettingsSay() throws IOException {
        TrustDomain mapped = TrustDomain.of("c.example");
        Path map = Files.writeString(
                directory.resolve("map.json"), "{\"trust_domains\":{\"c.example\":" + Published.bundle(1, "a") + "}}");
        ManualClock clock = new ManualClock();
        TrustedKeys keys = TrustedKeys.builder(SignatureProvider.bouncyCastle(), clock)
                .bundleMap(map)
                .build();

        clock.passSeconds(3600);
        assertThat(keys.bundle(mapped)).isInstanceOf(BundleLookup.Found.class);
        assertThat(keys.age(mapped)).contains(Duration.ofHours(1));
        assertThat(keys.problems()).isEmpty();

        clock.passSeconds(1);
        assertThat(keys.bundle(mapped)).isInstanceOf(BundleLookup.Unavailable.class);
        assertThat(keys.problems()).singleElement().asString().contains("too old to be believed");
        assertThat(keys.age(TrustDomain.of("d.example"))).isEmpty();
    }

    @Test
    void says_whatIsTooOldToBeBelieved() throws IOException {
        Files.writeString(directory.resolve("shop.json"), Published.bundle(1, "a"));
        ManualClock clock = new ManualClock();
        TrustedKeys keys = KeySettings.read(
                        yaml("bundles: {shop.example: shop.json}\n"), SignatureProvider.bouncyCastle(), NOBODY, clock)
                .build();
        assertThat(keys.problems()).isEmpty();

        clock.passSeconds(3601);

        assertThat(keys.problems()).singleElement().asString().contains("shop.example", "too old to be believed");
        assertThat(keys.age(TrustDomain.of("shop.example"))).contains(Duration.ofSeconds(3601));
        assertThat(keys.age(TrustDomain.of("other.example"))).isEmpty();
    }

    @Test
    void believes_aFileForAsLongAsTheSettingsSay() throws IOException {
        Path file = Files.writeString(directory.resolve("idp.json"), Published.keySet("a"));
        ManualClock clock = new ManualClock();
        TrustedKeys keys = KeySettings.read(
                        yaml("keys: {max-stale: 10m}\nissuers: {'https://one.example': idp.json}\n"),
                        SignatureProvider.bouncyCastle(),
                        NOBODY,
                        clock)
                .build();
        Files.delete(file);
        clock.passSeconds(600);
        keys.refresh();
        assertThat(keys.bundle(ONE)).isInstanceOf(BundleLookup.Found.class);

        clock.passSeconds(1);
        keys.refresh();
        assertThat(keys.bundle(ONE)).isInstanceOf(BundleLookup.Unavailable.class);
    }
}
