package dev.zt.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import dev.zt.config.ConfigurationException;
import dev.zt.config.Reloader;
import dev.zt.config.WatchedFiles;
import dev.zt.fetch.FetchLimits;
import dev.zt.fetch.HttpFetcher;
import dev.zt.identity.Audience;
import dev.zt.identity.IssuerUrl;
import dev.zt.identity.Scopes;
import dev.zt.keys.SignatureProvider;
import dev.zt.own.StandInServer.Answer;
import dev.zt.verify.Forge;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OAuthClientTest {
    private static final TokenTarget ORDERS =
            TokenTarget.of(Audience.of("https://orders.internal"), Scopes.of("orders:read", "orders:write"));
    private static final URI ORDER = URI.create("https://orders.internal/orders/7");

    @TempDir
    Path directory;

    private volatile Instant now = Instant.ofEpochSecond(Forge.NOW);
    private StandInServer server;
    private ECKey key;
    private AccessTokens tokens;

    @BeforeEach
    void start() throws Exception {
        server = new StandInServer(() -> now);
        key = new ECKeyGenerator(Curve.P_256).keyID("k-1").generate();
        register(key);
    }

    @AfterEach
    void stop() {
        if (tokens != null) {
            tokens.close();
        }
        server.close();
    }

    private void register(JWK newKey) throws IOException {
        server.clientKeys.put("billing", newKey.toPublicJWK());
        write(newKey.toJSONString());
    }

    private void write(String content) throws IOException {
        Path next = Files.writeString(directory.resolve("next"), content);
        Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-------"));
        Files.move(next, file(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private Path file() {
        return directory.resolve("client.key");
    }

    private AccessTokens open(UnaryOperator<OAuthClient.Builder> more) {
        return open(more, Duration.ofMinutes(10), FetchLimits.standard());
    }

    private AccessTokens open(UnaryOperator<OAuthClient.Builder> more, Duration interval, FetchLimits limits) {
        OAuthClient.Builder builder = OAuthClient.builder(IssuerUrl.of(server.issuer()), "billing", file())
                .signatures(SignatureProvider.bouncyCastle());
        tokens = more.apply(builder).build().open(new HttpFetcher(limits), () -> now, new Reloader(interval));
        return tokens;
    }

    private AccessTokens open() {
        return open(builder -> builder);
    }

    private static Map<String, Object> claims(SignedJWT token) {
        return token.getPayload().toJSONObject();
    }

    private static Map<String, Object> claims(String token) {
        try {
            return claims(SignedJWT.parse(token));
        } catch (java.text.ParseException e) {
            throw new AssertionError(e);
        }
    }

    private void assertUnavailable(String problem) {
        assertThatThrownBy(() -> tokens.await(ORDERS))
                .isInstanceOf(IdentityUnavailableException.class)
                .hasMessageContaining("from " + server.issuer())
                .hasMessageContaining(problem);
    }

    @Test
    void gets_aTokenBoundToAKeyOfTheProcess() throws Exception {
        HeldToken token = open().await(ORDERS);

        assertThat(server.asked).containsExactly("GET /.well-known/oauth-authorization-server", "POST /token");
        assertThat(server.forms.get(0))
                .containsEntry("grant_type", "client_credentials")
                .containsEntry("client_id", "billing")
                .containsEntry("resource", "https://orders.internal")
                .containsEntry("scope", "orders:read orders:write")
                .containsOnlyKeys(
                        "grant_type", "client_id", "client_assertion_type", "client_assertion", "resource", "scope");
        assertThat(token.expiry()).isEqualTo(now.plusSeconds(300));
        Map<String, String> headers = token.show("GET", ORDER).headers();
        assertThat(headers.get("Authorization")).isEqualTo("DPoP at-1");
        JWK used = SignedJWT.parse(headers.get("DPoP")).getHeader().getJWK();
        assertThat(used).isEqualTo(server.proofs.get(0).getHeader().getJWK());
        assertThat(used.computeThumbprint()).isNotEqualTo(key.computeThumbprint());
    }

    @Test
    void case48_provesItself_toTheIssuerAloneAndNeverToAnEndpoint() {
        server.nonce = "n-1";
        open(builder -> builder.tokenEndpoint(server.tokenEndpoint())).await(ORDERS);

        assertThat(server.assertions).hasSize(2).allSatisfy(assertion -> {
            assertThat(claims(assertion))
                    .containsEntry("aud", server.issuer())
                    .containsEntry("iss", "billing")
                    .containsEntry("sub", "billing")
                    .containsEntry("exp", Forge.NOW + 60)
                    .containsOnlyKeys("iss", "sub", "aud", "jti", "iat", "exp");
            assertThat(assertion.getHeader().getKeyID()).isEqualTo("k-1");
        });
        assertThat(claims(server.assertions.get(0)).get("jti"))
                .isNotEqualTo(claims(server.assertions.get(1)).get("jti"));
        assertThat(server.asked).containsOnly("POST /token");
    }

    @Test
    void finds_theEndpointByTheMetadataOfOpenId() throws Exception {
        server.metadataPath = "/realms/shop/.well-known/openid-configuration";
        server.metadata.put("issuer", server.issuer() + "/realms/shop");
        OAuthClient client = OAuthClient.builder(IssuerUrl.of(server.issuer() + "/realms/shop"), "billing", file())
                .build();
        tokens = client.open(new HttpFetcher(FetchLimits.standard()), () -> now, new Reloader(Duration.ofMinutes(10)));

        // The stand-in knows itself by another name, so it sees an assertion for somebody else.
        assertThatThrownBy(() -> tokens.await(ORDERS)).hasMessageContaining("invalid_client");
        assertThat(server.asked)
                .containsExactly(
                        "GET /.well-known/oauth-authorization-server/realms/shop",
                        "GET /realms/shop/.well-known/openid-configuration",
                        "POST /token");
    }

    @Test
    void looks_forTheMetadataAgainAfterAnHourAndBelievesThemOnWithoutAnAnswer() {
        open().await(ORDERS);
        server.metadataPath = "/moved";
        now = now.plusSeconds(3600);

        tokens.await(ORDERS);

        assertThat(server.asked)
                .containsExactly(
                        "GET /.well-known/oauth-authorization-server",
                        "POST /token",
                        "GET /.well-known/oauth-authorization-server",
                        "GET /.well-known/openid-configuration",
                        "POST /token");
    }

    @ParameterizedTest
    @CsvSource({
        "issuer, https://evil.example, no metadata of this issuer",
        "token_endpoint, http://orders.internal/token, token_endpoint is not",
        "token_endpoint, ftp://127.0.0.1/token, token_endpoint is not",
        "token_endpoint, https://user@127.0.0.1/token, token_endpoint is not",
        "token_endpoint, https://10.0.0.1/token, not on the Internet",
        "token_endpoint, /token, token_endpoint is not",
        "token_endpoint_auth_methods_supported, client_secret_basic, does not offer private_key_jwt",
        "token_endpoint_auth_signing_alg_values_supported, PS256, does not accept assertions by ES256"
    })
    void case50_discards_metadata(String member, String value, String problem) {
        server.metadata.put(member, member.endsWith("_supported") ? List.of(value) : value);
        open();

        assertUnavailable(problem);
        assertThat(server.forms).isEmpty();
    }

    @Test
    void accepts_metadataThatOfferWhatItDoes() {
        server.metadata.put("token_endpoint_auth_methods_supported", List.of("client_secret_basic", "private_key_jwt"));
        server.metadata.put("token_endpoint_auth_signing_alg_values_supported", List.of("ES256"));

        assertThat(open().await(ORDERS)).isNotNull();
    }

    @Test
    void reads_noDowngradeFromTheMetadataOfAnHttpsIssuer() {
        byte[] document = "{\"issuer\":\"https://127.0.0.1\",\"token_endpoint\":\"http://127.0.0.1/token\"}"
                .getBytes(StandardCharsets.UTF_8);

        assertThat(ServerMetadata.read(IssuerUrl.of("https://127.0.0.1"), "ES256", document))
                .isInstanceOf(ServerMetadata.Reading.Refused.class);
    }

    @Test
    void puts_theWellKnownNamesWhereTheyBelong() {
        assertThat(ServerMetadata.locations(IssuerUrl.of("https://idp.example/a/b/")))
                .containsExactly(
                        URI.create("https://idp.example/.well-known/oauth-authorization-server/a/b"),
                        URI.create("https://idp.example/a/b/.well-known/openid-configuration"));
    }

    @Test
    void asks_onceMoreWithTheNonceThatTheServerWantsAndRemembersIt() {
        server.nonce = "n-1";

        open().await(ORDERS);
        tokens.await(other("stock"));

        assertThat(server.proofs)
                .extracting(proof -> claims(proof).get("nonce"))
                .containsExactly(null, "n-1", "n-1");
    }

    private static TokenTarget other(String name) {
        return TokenTarget.of(Audience.of("https://" + name + ".internal"), Scopes.none());
    }

    @Test
    void asks_onceMoreOnly() {
        server.nonce = "n-";
        server.nonceEveryTime = true;
        open();

        assertUnavailable("use_dpop_nonce");
        assertThat(server.forms).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"Bearer, the token is not bound", "N_A, a token_type that was not asked for", "'', a token_type that"})
    void refuses_anotherTokenTypeThanItAskedFor(String type, String problem) {
        server.tokenType = type;
        open();

        assertUnavailable(problem);
    }

    @Test
    void takes_anUnboundTokenOnlyWhereThatIsSaid() {
        server.tokenType = "Bearer";

        assertThat(open().await(ORDERS.allowUnbound()).isBound()).isFalse();
        tokens.close();
        assertThat(open(builder -> builder.dpop(DpopUse.OPTIONAL)).await(ORDERS).isBound())
                .isFalse();
        assertThat(server.proofs).hasSize(2);
        tokens.close();
        assertThat(open(builder -> builder.dpop(DpopUse.OFF)).await(ORDERS).isBound())
                .isFalse();
        assertThat(server.proofs).hasSize(2);
    }

    @Test
    void takes_noBoundTokenThatItDidNotAskFor() {
        server.tokenType = "Bearer";
        server.instead = () -> Answer.of(200, "{\"access_token\":\"at\",\"token_type\":\"DPoP\"}");
        open(builder -> builder.dpop(DpopUse.OFF));

        assertUnavailable("a token_type that was not asked for");
    }

    @ParameterizedTest
    @CsvSource({"'', 60", "',\"expires_in\":600', 600", "',\"expires_in\":9999999', 86400", "',\"expires_in\":1', 1"})
    void believes_aLifeWithinReason(String more, long seconds) {
        server.more = more;

        assertThat(open().await(ORDERS).expiry()).isEqualTo(now.plusSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "",
                "<html>",
                "{\"access_token\":\"a b\",\"token_type\":\"DPoP\"}",
                "{\"access_token\":\"\",\"token_type\":\"DPoP\"}",
                "{\"access_token\":7,\"token_type\":\"DPoP\"}",
                "{\"access_token\":\"a\\r\\nb\",\"token_type\":\"DPoP\"}",
                "{\"access_token\":\"at\",\"access_token\":\"at\",\"token_type\":\"DPoP\"}",
                "{\"access_token\":\"at\",\"token_type\":\"DPoP\",\"expires_in\":0}",
                "{\"access_token\":\"at\",\"token_type\":\"DPoP\",\"expires_in\":-5}",
                "{\"access_token\":\"at\",\"token_type\":\"DPoP\",\"expires_in\":\"300\"}",
                "{\"access_token\":\"at\",\"token_type\":\"DPoP\",\"expires_in\":1e3}"
            })
    void refuses_answersThatAreNone(String body) {
        server.instead = () -> Answer.of(200, body);
        open();

        assertUnavailable("the token endpoint answered");
    }

    @Test
    void refuses_answersWithoutEnd() {
        server.instead = () -> Answer.of(200, "x".repeat((512 << 10) + 1));
        open();

        assertUnavailable("more than 524288 bytes");
    }

    @Test
    void gives_upOnASlowServer() throws Exception {
        CountDownLatch forever = new CountDownLatch(1);
        server.instead = () -> {
            try {
                forever.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return null;
        };
        open(builder -> builder, Duration.ofMinutes(10), new FetchLimits(Duration.ofMillis(300), 1 << 10));

        assertUnavailable("within 300 ms");
        forever.countDown();
    }

    @Test
    void says_soWhenTheServerIsAway() {
        server.close();
        open();

        assertUnavailable("no answer from");
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_scope, invalid_scope",
        "400, invalid_target, invalid_target",
        "401, invalid_client, invalid_client; look at the client's key",
        "403, unauthorized_client, unauthorized_client",
        "503, temporarily_unavailable, the token endpoint answered 503",
        "400, at-secret-that-was-sent, the token endpoint answered 400",
        "302, invalid_scope, the token endpoint answered 302"
    })
    void names_theErrorAndNothingElse(int status, String code, String problem) {
        server.instead = () -> Answer.error(status, code);
        open();

        assertThatThrownBy(() -> tokens.await(ORDERS))
                .hasMessageContaining(problem)
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining("nothing to be repeated");
    }

    @Test
    void waits_asLongAsTheServerWants() {
        server.instead = () -> new Answer(503, "", Map.of("Retry-After", "120"));
        open();
        assertUnavailable("503");
        server.instead = () -> null;

        now = now.plusSeconds(85);
        assertUnavailable("503");
        now = now.plusSeconds(70);

        assertThat(tokens.await(ORDERS)).isNotNull();
    }

    @Test
    void names_theCalleeAsTheServerWantsIt() {
        open(builder -> builder.targetParameter(TargetParameter.AUDIENCE))
                .await(TokenTarget.of(Audience.of("orders"), Scopes.none()));

        assertThat(server.forms.get(0))
                .containsEntry("audience", "orders")
                .doesNotContainKey("resource")
                .doesNotContainKey("scope");
        tokens.close();
        assertThatThrownBy(() -> open().await(TokenTarget.of(Audience.of("orders"), Scopes.none())))
                .hasMessageContaining("oauth.target-parameter: audience");
    }

    @Test
    void exchanges_aToken() {
        server.more = ",\"expires_in\":60,\"issued_token_type\":\"urn:ietf:params:oauth:token-type:access_token\"";
        TokenTarget target = ORDERS.onBehalfOf(SecurityToken.accessToken("of-alice"))
                .actingBy(SecurityToken.of("of-me", "urn:ietf:params:oauth:token-type:jwt"));

        assertThat(open().await(target).isBound()).isTrue();
        assertThat(server.forms.get(0))
                .containsEntry("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange")
                .containsEntry("subject_token", "of-alice")
                .containsEntry("subject_token_type", "urn:ietf:params:oauth:token-type:access_token")
                .containsEntry("actor_token", "of-me")
                .containsEntry("actor_token_type", "urn:ietf:params:oauth:token-type:jwt")
                .containsEntry("requested_token_type", "urn:ietf:params:oauth:token-type:access_token")
                .containsEntry("resource", "https://orders.internal")
                .containsEntry("scope", "orders:read orders:write");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",\"issued_token_type\":\"urn:ietf:params:oauth:token-type:refresh_token\"",
                ",\"issued_token_type\":\"urn:ietf:params:oauth:token-type:id_token\""
            })
    void refuses_anExchangeForSomethingElse(String more) {
        server.more = more;
        open();

        assertThatThrownBy(() -> tokens.await(ORDERS.onBehalfOf(SecurityToken.accessToken("of-alice"))))
                .hasMessageContaining("issued_token_type")
                .hasMessageNotContaining("of-alice");
    }

    @Test
    void takes_aNewKeyWithoutARestart() throws Exception {
        open(builder -> builder, Duration.ofMillis(10), FetchLimits.standard()).await(ORDERS);
        ECKey next = new ECKeyGenerator(Curve.P_256).keyID("k-2").generate();
        register(next);

        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        for (int i = 0; !"k-2".equals(lastKeyId()) && System.nanoTime() < end; i++) {
            try {
                tokens.await(other("callee-" + i));
            } catch (IdentityUnavailableException e) {
                // The old key is refused until the file was read, and the new one makes an end of the pause.
                assertThat(e).hasMessageContaining("invalid_client");
            }
        }

        assertThat(lastKeyId()).isEqualTo("k-2");
        assertThat(tokens.await(other("last"))).isNotNull();
    }

    @Test
    void asks_againIfTheKeyChangedWhileTheOldOneWasRefused() throws Exception {
        OAuthClient client = OAuthClient.builder(IssuerUrl.of(server.issuer()), "billing", file())
                .tokenEndpoint(server.tokenEndpoint())
                .build();
        WatchedFiles<ClientAssertions> keys = ClientKeyFile.open(client, () -> now);
        ECKey next = new ECKeyGenerator(Curve.P_256).keyID("k-2").generate();
        HttpFetcher http = new HttpFetcher(FetchLimits.standard());
        server.clientKeys.put("billing", next.toPublicJWK());
        AuthorizationServer conversation = new AuthorizationServer(
                client,
                keys,
                request -> http.fetch(request).thenApply(fetched -> {
                    writeUnchecked(next.toJSONString());
                    keys.refresh();
                    keys.refresh();
                    return fetched;
                }),
                () -> now);

        assertThat(conversation.ask(ORDERS).get(10, TimeUnit.SECONDS)).isInstanceOf(TokenAnswer.Issued.class);
        assertThat(server.assertions)
                .extracting(assertion -> assertion.getHeader().getKeyID())
                .containsExactly("k-1", "k-2");
    }

    private void writeUnchecked(String content) {
        try {
            write(content);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private String lastKeyId() {
        return server.assertions.get(server.assertions.size() - 1).getHeader().getKeyID();
    }

    @Test
    void keeps_theOldKeyWhileTheFileIsBad() throws Exception {
        open(builder -> builder, Duration.ofMillis(10), FetchLimits.standard()).await(ORDERS);
        write("garbage");

        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
                tokens.problem().isEmpty() && System.nanoTime() < end; ) {
            Thread.onSpinWait();
        }

        assertThat(tokens.problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("no private key"));
        assertThat(tokens.await(other("stock"))).isNotNull();
    }

    @Test
    void signs_byKeysOfOtherKindsAndForms() throws Exception {
        RSAKey rsa = new RSAKeyGenerator(2048).generate();
        register(rsa);
        open(builder -> builder.algorithm("PS256")).await(ORDERS);
        tokens.close();
        write(pem(rsa.toPrivateKey().getEncoded()));
        open(builder -> builder.keyId("pem-1")).await(ORDERS);
        tokens.close();
        ECKey p384 = new ECKeyGenerator(Curve.P_384).generate();
        register(p384);
        write(pem(p384.toPrivateKey().getEncoded()));
        open().await(ORDERS);

        assertThat(server.assertions)
                .extracting(assertion -> assertion.getHeader().getAlgorithm() + " "
                        + assertion.getHeader().getKeyID())
                .containsExactly("PS256 null", "RS256 pem-1", "ES384 null");
    }

    private static String pem(byte[] der) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END PRIVATE KEY-----\n";
    }

    @Test
    void refuses_badKeyFilesWithoutShowingThem() throws Exception {
        write("{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}");
        assertThatThrownBy(this::open)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("client.key: no private key")
                .hasMessageNotContaining("c2VjcmV0");
        register(key);
        assertThatThrownBy(() -> open(builder -> builder.algorithm("PS256"))).hasMessageContaining("for PS256");
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(this::open).hasMessageContaining("readable only by its owner");
    }

    @Test
    void refuses_settingsThatAreNone() {
        OAuthClient.Builder builder = OAuthClient.builder(IssuerUrl.of(server.issuer()), "billing", file());

        for (Runnable mistake : List.<Runnable>of(
                () -> builder.tokenEndpoint(URI.create("http://idp.example/token")),
                () -> builder.tokenEndpoint(URI.create("/token")),
                () -> builder.algorithm("HS256"),
                () -> builder.algorithm("none"),
                () -> builder.keyId(""),
                () -> OAuthClient.builder(IssuerUrl.of(server.issuer()), "", file()))) {
            assertThatThrownBy(mistake::run).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void shows_noSecretInAnyTextOrLog() throws Exception {
        PrintStream err = System.err;
        ByteArrayOutputStream captured = new ByteArrayOutputStream();
        System.setErr(new PrintStream(captured, true, StandardCharsets.UTF_8));
        StringBuilder shown = new StringBuilder();
        try {
            SecurityToken alice = SecurityToken.accessToken("of-alice");
            open(builder -> builder.dpop(DpopUse.OPTIONAL));
            server.tokenType = "Bearer";
            shown.append(tokens.await(ORDERS));
            server.instead = () -> Answer.error(400, "at_1");
            for (TokenTarget target : List.of(other("stock"), ORDERS.onBehalfOf(alice))) {
                assertThatThrownBy(() -> tokens.await(target))
                        .satisfies(e -> shown.append(e).append(e.getCause()));
            }
            shown.append(tokens).append(tokens.problem()).append(alice).append(server.issuer());
        } finally {
            System.setErr(err);
        }

        String all = shown + captured.toString(StandardCharsets.UTF_8);
        assertThat(all)
                .contains("not bound to a key")
                .contains("oauth.dpop is OPTIONAL")
                .doesNotContain("of-alice")
                .doesNotContain("at-1")
                .doesNotContain("eyJ")
                .doesNotContain(key.getD().toString());
    }

    @Test
    void asks_forNothingUntilItIsNeeded() {
        open();

        assertThat(server.asked).isEmpty();
        assertThat(claims(tokens.await(ORDERS).show("GET", ORDER).headers().get("DPoP")))
                .containsEntry("htu", ORDER.toString());
    }
}
