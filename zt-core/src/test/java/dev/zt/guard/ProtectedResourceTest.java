package dev.zt.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.zt.identity.Audience;
import dev.zt.identity.Scopes;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProtectedResourceTest {
    private static final Audience ORDERS = Audience.of("https://orders.internal");

    private static String document(ProtectedResource resource, CredentialProfile... accepted) {
        Answer answer = new ResourceMetadata(resource, new Accepted(Set.of(accepted), List.of("ES256")))
                .answerTo(GuardTest.anonymous("GET", resource.wellKnown().raw()));
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "https://orders.internal, https://orders.internal/.well-known/oauth-protected-resource",
        "https://orders.internal/, https://orders.internal/.well-known/oauth-protected-resource",
        "HTTPS://Orders.Internal:443, https://orders.internal/.well-known/oauth-protected-resource",
        "https://shop.example:8443/orders, https://shop.example:8443/.well-known/oauth-protected-resource/orders",
        "https://shop.example/a/b/, https://shop.example/.well-known/oauth-protected-resource/a/b/",
        "https://[::2]/orders, https://[::2]/.well-known/oauth-protected-resource/orders",
        "http://127.0.0.1:8080, http://127.0.0.1:8080/.well-known/oauth-protected-resource",
        "http://[::1]:8080, http://[::1]:8080/.well-known/oauth-protected-resource"
    })
    void puts_theWellKnownNameBetweenHostAndPath(String identifier, String url) {
        ProtectedResource resource =
                ProtectedResource.builder(Audience.of(identifier)).build();

        assertThat(resource.metadataUrl()).hasToString(url);
        assertThat(resource.wellKnown().raw())
                .isEqualTo(URI.create(url).getRawPath())
                .startsWith("/.well-known/oauth-protected-resource");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "orders",
                "urn:orders",
                "http://orders.internal",
                "http://localhost:8080",
                "http://127.0.0.1.attacker.example",
                "https://orders.internal/a/../b",
                "https://orders.internal/a//b",
                "https://orders.internal/a%2Fb",
                "https://orders.internal/a;b"
            })
    void refuses_identifierThatIsNoTrustworthyUrl(String identifier) {
        assertThatIllegalArgumentException().isThrownBy(() -> ProtectedResource.builder(Audience.of(identifier)));
    }

    @Test
    void writes_nothingThatIsNotStated() {
        assertThat(document(ProtectedResource.builder(ORDERS).build(), CredentialProfile.WPT))
                .isEqualTo("{\"resource\":\"https://orders.internal\",\"bearer_methods_supported\":[]}");
    }

    @Test
    void writes_allThatIsStated() {
        ProtectedResource resource = ProtectedResource.builder(ORDERS)
                .authorizationServer(URI.create("https://login.example/realms/shop"))
                .authorizationServer(URI.create("https://second.example"))
                .scopes(Scopes.of("orders:write"))
                .scopes(Scopes.of("orders:read"))
                .name("Bestellungen \"für\" alle\u00A9")
                .documentation(URI.create("https://docs.example/orders?v=2#start"))
                .build();

        assertThat(document(resource, CredentialProfile.WPT))
                .isEqualTo("{\"resource\":\"https://orders.internal\",\"authorization_servers\":["
                        + "\"https://login.example/realms/shop\",\"https://second.example\"],"
                        + "\"scopes_supported\":[\"orders:read\",\"orders:write\"],"
                        + "\"bearer_methods_supported\":[],"
                        + "\"resource_name\":\"Bestellungen \\\"für\\\" alle\u00A9\","
                        + "\"resource_documentation\":\"https://docs.example/orders?v=2#start\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\'',
            value = {
                "WPT; \"bearer_methods_supported\":[]",
                "BEARER; \"bearer_methods_supported\":[\"header\"]",
                "DPOP; \"bearer_methods_supported\":[],\"dpop_signing_alg_values_supported\":[\"ES256\"],"
                        + "\"dpop_bound_access_tokens_required\":true",
                "DPOP BEARER; \"bearer_methods_supported\":[\"header\"],"
                        + "\"dpop_signing_alg_values_supported\":[\"ES256\"]",
                "BEARER CERTIFICATE; \"bearer_methods_supported\":[\"header\"],"
                        + "\"tls_client_certificate_bound_access_tokens\":true",
                "WPT CERTIFICATE HTTP_SIGNATURE; \"bearer_methods_supported\":[]"
            })
    void tells_howAccessTokensAreTaken(String accepted, String members) {
        CredentialProfile[] profiles = List.of(accepted.split(" ")).stream()
                .map(CredentialProfile::valueOf)
                .toArray(CredentialProfile[]::new);

        assertThat(document(ProtectedResource.builder(ORDERS).build(), profiles))
                .isEqualTo("{\"resource\":\"https://orders.internal\"," + members + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "login.example",
                "http://login.example",
                "https://login.example?a=b",
                "https://login.example#a",
                "https://me@login.example",
                "https:login",
                "https://login.example/ü",
                "HTTPS://login.example"
            })
    void refuses_authorizationServerThatIsNoIssuer(String issuer) {
        ProtectedResource.Builder builder = ProtectedResource.builder(ORDERS);

        assertThatIllegalArgumentException().isThrownBy(() -> builder.authorizationServer(URI.create(issuer)));
    }

    @Test
    void refuses_authorizationServersThatRepeatOrAreTooMany() {
        ProtectedResource.Builder builder = ProtectedResource.builder(ORDERS);
        IntStream.range(0, ProtectedResource.MAX_AUTHORIZATION_SERVERS)
                .forEach(i -> builder.authorizationServer(URI.create("https://login" + i + ".example")));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.authorizationServer(URI.create("https://login0.example")))
                .withMessageContaining("once");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.authorizationServer(URI.create("https://other.example")))
                .withMessageContaining("at most 16");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\nb", "a\u0000", "a\u202Eb", "a\u2028b", "a\uD800", "a\uE000"})
    void refuses_nameThatCannotBeSeen(String name) {
        ProtectedResource.Builder builder = ProtectedResource.builder(ORDERS);

        assertThatIllegalArgumentException().isThrownBy(() -> builder.name(name));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.name("n".repeat(129)));
    }

    @Test
    void refuses_documentationThatIsNotOverHttps() {
        ProtectedResource.Builder builder = ProtectedResource.builder(ORDERS);

        assertThatIllegalArgumentException().isThrownBy(() -> builder.documentation(URI.create("javascript:alert(1)")));
    }
}
