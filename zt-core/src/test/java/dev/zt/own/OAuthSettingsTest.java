package dev.zt.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.config.ConfigurationException;
import dev.zt.config.Settings;
import dev.zt.keys.SignatureProvider;
import dev.zt.verify.Forge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OAuthSettingsTest {
    @TempDir
    Path directory;

    private final Forge forge = new Forge();
    private final Map<String, String> variables = new HashMap<>(Map.of(
            "ZT_OAUTH_ISSUER", "https://idp.example", "ZT_OAUTH_CLIENT_ID", "billing", "ZT_OAUTH_KEY_FILE", "key.jwk"));

    @BeforeEach
    void writeFiles() throws IOException {
        write("key.jwk", forge.holder.toJSONString());
        write("wit.jwt", forge.wit());
    }

    private void write(String name, String content) throws IOException {
        Path file = Files.writeString(directory.resolve(name), content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private Settings settings() {
        return Settings.ofVariables(variables, directory);
    }

    private OAuthClient client() {
        return OAuthSettings.read(settings(), SignatureProvider.bouncyCastle()).orElseThrow();
    }

    @Test
    void opens_aClientAloneWithoutATrustDomain() {
        try (ServiceIdentity me = ServiceIdentity.from(settings())) {
            assertThat(me.isWorkload()).isFalse();
            assertThat(me.caller()).hasToString("https://idp.example client_id=billing");
            assertThat(me.tokens()).isPresent();
            assertThat(me.problem()).isEmpty();
            assertThat(me.bundles().bundle(dev.zt.identity.TrustDomain.of("shop.example")))
                    .isInstanceOf(dev.zt.keys.BundleLookup.NotTrusted.class);
        }
    }

    @Test
    void opens_aWorkloadThatIsAClientAsWell() {
        variables.putAll(Map.of("ZT_IDENTITY_DIRECTORY", ".", "ZT_TRUST_DOMAIN", "shop.example"));

        try (ServiceIdentity me = ServiceIdentity.from(settings())) {
            assertThat(me.caller()).hasToString("spiffe://shop.example/gateway");
            assertThat(me.tokens().orElseThrow().client()).hasToString("https://idp.example client_id=billing");
        }
    }

    @Test
    void takes_theDefaults() {
        OAuthClient client = client();

        assertThat(client.dpop()).isEqualTo(DpopUse.REQUIRED);
        assertThat(client.targetParameter()).isEqualTo(TargetParameter.RESOURCE);
        assertThat(client.tokenEndpoint()).isEmpty();
        assertThat(client.keyId()).isEmpty();
        assertThat(client.algorithm()).isEmpty();
        assertThat(client).hasToString("OAuthClient[https://idp.example client_id=billing]");
    }

    @Test
    void takes_whatIsStated() {
        variables.putAll(Map.of(
                "ZT_OAUTH_DPOP", "optional",
                "ZT_OAUTH_TARGET_PARAMETER", "audience",
                "ZT_OAUTH_TOKEN_ENDPOINT", "https://idp.example/token",
                "ZT_OAUTH_KEY_ID", "k-1",
                "ZT_OAUTH_KEY_ALGORITHM", "ES256"));
        OAuthClient client = client();

        assertThat(client.dpop()).isEqualTo(DpopUse.OPTIONAL);
        assertThat(client.targetParameter()).isEqualTo(TargetParameter.AUDIENCE);
        assertThat(client.tokenEndpoint()).contains(java.net.URI.create("https://idp.example/token"));
        assertThat(client.keyId()).contains("k-1");
        assertThat(client.algorithm()).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "ZT_OAUTH_ISSUER, http://idp.example, an issuer is an HTTPS URL",
        "ZT_OAUTH_CLIENT_ID, a b, a client or actor has a name",
        "ZT_OAUTH_TOKEN_ENDPOINT, http://idp.example/token, a token endpoint is",
        "ZT_OAUTH_TOKEN_ENDPOINT, ':', Expected",
        "ZT_OAUTH_KEY_ALGORITHM, none, an algorithm is one such as",
        "ZT_OAUTH_DPOP, maybe, optional",
        "ZT_OAUTH_TARGET_PARAMETER, aud, audience",
        "ZT_OAUTH_KEY_FILE, missing.jwk, no such file"
    })
    void refuses_mistakesAtTheirPlace(String variable, String value, String problem) {
        variables.put(variable, value);

        assertThatThrownBy(() -> ServiceIdentity.from(settings()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ZT_OAUTH_CLIENT_ID", "ZT_OAUTH_KEY_FILE", "ZT_OAUTH_ISSUER"})
    void refuses_partsOfAClient(String missing) {
        variables.remove(missing);

        assertThatThrownBy(() -> ServiceIdentity.from(settings()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("oauth.");
    }

    @Test
    void refuses_theSourceWithoutAnIssuer() {
        variables.clear();
        variables.put("ZT_IDENTITY_SOURCE", "oauth");

        assertThatThrownBy(() -> ServiceIdentity.from(settings())).hasMessageContaining("missing 'oauth.issuer'");
    }

    @Test
    void prefers_aWorkloadIdentityWhereOneIsNamed() {
        assertThat(SourceKind.of(settings())).isEqualTo(SourceKind.OAUTH);
        variables.put("ZT_IDENTITY_DIRECTORY", ".");
        assertThat(SourceKind.of(settings())).isEqualTo(SourceKind.FILES);
        variables.put("ZT_AUTHORITY", "https://authority.internal");
        assertThat(SourceKind.of(settings())).isEqualTo(SourceKind.AUTHORITY);
        variables.put("ZT_IDENTITY_SOURCE", "oauth");
        assertThat(SourceKind.of(settings())).isEqualTo(SourceKind.OAUTH);
    }
}
