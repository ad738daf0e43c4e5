package dev.zt.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.zt.jose.PrivateJwk;
import dev.zt.keys.SignatureProvider;
import dev.zt.own.HeldIdentity;
import dev.zt.own.ServiceIdentity;
import dev.zt.verify.Forge;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Authenticator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundAuthTest {
    /** What a server saw of one request. */
    private record Seen(
            String method, String path, List<String> wit, List<String> authorization, String body, String headers) {}

    /** A server that answers by rule and remembers what it saw. */
    private static final class Callee implements AutoCloseable {
        final List<Seen> seen = new CopyOnWriteArrayList<>();
        final HttpServer server;

        Callee() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", this::answer);
            server.start();
        }

        private void answer(HttpExchange exchange) throws IOException {
            String path = exchange.getRequestURI().getPath();
            seen.add(new Seen(
                    exchange.getRequestMethod(),
                    path,
                    exchange.getRequestHeaders().getOrDefault("Workload-Identity-Token", List.of()),
                    exchange.getRequestHeaders().getOrDefault("Authorization", List.of()),
                    new String(exchange.getRequestBody().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8),
                    exchange.getRequestHeaders().keySet().toString()));
            String query = exchange.getRequestURI().getQuery();
            int status = path.startsWith("/status/")
                    ? Integer.parseInt(path.substring(8))
                    : path.equals("/loop") ? 302 : 200;
            if (status == 401 && seen.size() > 1 && "once".equals(query)) {
                status = 200;
            }
            if (status == 401) {
                exchange.getResponseHeaders().add("WWW-Authenticate", "WPT");
            }
            if (status >= 300 && status < 400) {
                exchange.getResponseHeaders().add("Location", query == null ? path : query);
            }
            byte[] body = ("answer " + status).getBytes(java.nio.charset.StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        }

        String origin() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    private final Forge forge = new Forge();
    private Callee declared;
    private Callee undeclared;
    private OutboundAuth auth;
    private HttpClient http;

    @BeforeEach
    void start() throws IOException {
        declared = new Callee();
        undeclared = new Callee();
        HeldIdentity held = HeldIdentity.of(
                "test",
                forge.wit(),
                PrivateJwk.parse(forge.holder.toJSONString()).orElseThrow(),
                SignatureProvider.bouncyCastle());
        ServiceIdentity me = ServiceIdentity.of(() -> held, () -> Instant.ofEpochSecond(Forge.NOW));
        auth = OutboundAuth.of(me).allowLoopbackHttp().to(declared.origin());
        http = auth.wrap(direct());
    }

    @AfterEach
    void stop() {
        declared.close();
        undeclared.close();
    }

    private static HttpClient direct() {
        return HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build();
    }

    private static HttpRequest.Builder request(String uri) {
        return HttpRequest.newBuilder(URI.create(uri));
    }

    private HttpResponse<String> get(String uri) throws Exception {
        return http.send(request(uri).build(), BodyHandlers.ofString());
    }

    @Test
    void tells_declaredDestinationsFromOthers() throws IOException {
        URI here = URI.create(declared.origin() + "/orders/7");
        URI elsewhere = URI.create(undeclared.origin() + "/orders/7");

        assertThat(auth.begin("GET", here, name -> List.of()).isDeclared()).isTrue();
        assertThat(auth.begin("GET", elsewhere, name -> List.of()).isDeclared()).isFalse();
    }

    @Test
    void shows_noProofs_inWhatAnAnswerSaysOfItsRequest() throws Exception {
        HttpRequest sent = request(declared.origin() + "/status/302?/orders")
                .header("X-Trace", "5")
                .build();

        HttpResponse<String> now = http.send(sent, BodyHandlers.ofString());
        HttpResponse<String> later =
                http.sendAsync(sent, BodyHandlers.ofString()).get();

        assertThat(List.of(now, later)).allSatisfy(answer -> {
            assertThat(answer.request().headers().map()).containsOnlyKeys("X-Trace");
            assertThat(answer.request().uri()).isEqualTo(URI.create(declared.origin() + "/orders"));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("answer 200");
            assertThat(answer.uri()).isEqualTo(URI.create(declared.origin() + "/orders"));
        });
    }

    @Test
    void attaches_tokenAndFreshProofToADeclaredDestination() throws Exception {
        get(declared.origin() + "/orders");
        get(declared.origin() + "/orders");

        assertThat(declared.seen).hasSize(2).allSatisfy(seen -> {
            assertThat(seen.wit()).hasSize(1);
            assertThat(seen.authorization())
                    .singleElement()
                    .satisfies(value -> assertThat(value).startsWith("WPT "));
        });
        assertThat(declared.seen.get(0).authorization())
                .isNotEqualTo(declared.seen.get(1).authorization());
    }

    @Test
    void attaches_nothingElsewhere() throws Exception {
        get(undeclared.origin() + "/orders");

        assertThat(undeclared.seen.get(0).wit()).isEmpty();
        assertThat(undeclared.seen.get(0).authorization()).isEmpty();
    }

    @Test
    void follows_redirectInsideDeclaredOriginsWithANewProof() throws Exception {
        HttpResponse<String> response = get(declared.origin() + "/status/302?/moved");

        assertThat(response.body()).isEqualTo("answer 200");
        assertThat(declared.seen).extracting(Seen::path).containsExactly("/status/302", "/moved");
        assertThat(declared.seen.get(0).authorization())
                .isNotEqualTo(declared.seen.get(1).authorization());
    }

    @Test
    void leaves_everyRedirectWhereSomebodySaysSo() throws Exception {
        http = OutboundAuth.leavingRedirects(auth.newHttpClient(auth.newClientBuilder()));

        assertThat(get(declared.origin() + "/status/302?/moved").body()).isEqualTo("answer 302");
        assertThat(http.sendAsync(
                                request(declared.origin() + "/status/302?/moved")
                                        .build(),
                                BodyHandlers.ofString())
                        .get()
                        .body())
                .isEqualTo("answer 302");
        assertThat(declared.seen).hasSize(2);
    }

    @Test
    void takes_settingsOfAClient_andNoneThatCouldLeakAProof() {
        HttpClient.Builder patient = auth.newClientBuilder().connectTimeout(Duration.ofSeconds(3));
        HttpClient.Builder careless = auth.newClientBuilder().followRedirects(HttpClient.Redirect.NORMAL);

        assertThat(auth.newHttpClient(patient).connectTimeout()).contains(Duration.ofSeconds(3));
        assertThatThrownBy(() -> auth.newHttpClient(careless)).hasMessageContaining("follow redirects");
    }

    @Test
    void follows_noRedirectToElsewhere() throws Exception {
        HttpResponse<String> response = get(declared.origin() + "/status/302?" + undeclared.origin() + "/x");

        assertThat(response.statusCode()).isEqualTo(302);
        assertThat(response.body()).isEqualTo("answer 302");
        assertThat(undeclared.seen).isEmpty();
    }

    @Test
    void follows_noRedirectToAnotherDestination() throws Exception {
        HttpClient both = auth.to(undeclared.origin()).wrap(direct());
        for (int status : new int[] {302, 303, 307}) {
            HttpRequest request = request(declared.origin() + "/status/" + status + "?" + undeclared.origin() + "/x")
                    .POST(BodyPublishers.ofString("body"))
                    .build();

            assertThat(both.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(status);
        }
        assertThat(undeclared.seen).isEmpty();
    }

    @Test
    void follows_noRedirectFromElsewhereToADeclaredOrigin() throws Exception {
        assertThat(get(undeclared.origin() + "/status/302?" + declared.origin() + "/x")
                        .statusCode())
                .isEqualTo(302);
        assertThat(declared.seen).isEmpty();
    }

    @Test
    void ends_redirectLoops() throws Exception {
        assertThat(get(declared.origin() + "/loop").statusCode()).isEqualTo(302);
        assertThat(declared.seen).hasSize(6);
    }

    @Test
    void changes_postToGetAfter303AndKeepsItAfter307() throws Exception {
        http.send(
                request(declared.origin() + "/status/303?/a")
                        .POST(BodyPublishers.ofString("body"))
                        .build(),
                BodyHandlers.ofString());
        http.send(
                request(declared.origin() + "/status/307?/b")
                        .POST(BodyPublishers.ofString("body"))
                        .build(),
                BodyHandlers.ofString());

        assertThat(declared.seen)
                .extracting(seen -> seen.method() + " " + seen.path() + " " + seen.body())
                .containsExactly("POST /status/303 body", "GET /a ", "POST /status/307 body", "POST /b body");
    }

    @Test
    void repeats_onceWithAFreshProofAfter401() throws Exception {
        assertThat(get(declared.origin() + "/status/401?once").statusCode()).isEqualTo(200);
        assertThat(declared.seen).hasSize(2);
        assertThat(declared.seen.get(0).authorization())
                .isNotEqualTo(declared.seen.get(1).authorization());
    }

    @Test
    void repeats_onlyOnce() throws Exception {
        assertThat(get(declared.origin() + "/status/401").body()).isEqualTo("answer 401");
        assertThat(declared.seen).hasSize(2);
    }

    @Test
    void repeats_noBodyThatCannotStartOver() throws Exception {
        HttpRequest streamed = request(declared.origin() + "/status/401")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[] {1})))
                .build();

        assertThat(http.send(streamed, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
        assertThat(declared.seen).hasSize(1);
    }

    @Test
    void does_theSameAsynchronously() throws Exception {
        HttpResponse<String> response = http.sendAsync(
                        request(declared.origin() + "/status/302?/moved").build(), BodyHandlers.ofString())
                .get();

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(declared.seen).hasSize(2);
        assertThat(http.sendAsync(request(declared.origin() + "/status/401").build(), BodyHandlers.ofString())
                        .get()
                        .statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization", "workload-identity-token"})
    void refuses_requestWithCredentialsOfItsOwn(String header) {
        HttpRequest request = request(declared.origin()).header(header, "x").build();

        assertThatThrownBy(() -> http.send(request, BodyHandlers.ofString()))
                .hasMessageContaining("carries credentials already");
        assertThatThrownBy(() -> http.sendAsync(request, BodyHandlers.ofString()))
                .hasMessageContaining("carries credentials already");
        assertThat(declared.seen).isEmpty();
    }

    @Test
    void refuses_clientsThatCouldLeakAProof() {
        assertThatThrownBy(() -> auth.wrap(HttpClient.newBuilder()
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .build()))
                .hasMessageContaining("follow redirects");
        assertThatThrownBy(() -> auth.wrap(HttpClient.newBuilder()
                        .authenticator(new Authenticator() {})
                        .build()))
                .hasMessageContaining("authenticator");
        assertThatThrownBy(() -> auth.wrap(HttpClient.newBuilder()
                        .proxy(ProxySelector.getDefault())
                        .build()))
                .hasMessageContaining("NO_PROXY");
        assertThatThrownBy(() -> auth.wrap(HttpClient.newHttpClient())).hasMessageContaining("NO_PROXY");
    }

    @Test
    void uses_noProxyOfItsOwnAccord_wherePlainHttpIsAllowed() throws Exception {
        http = auth.newHttpClient();

        assertThat(get(declared.origin() + "/orders").statusCode()).isEqualTo(200);
        assertThat(http.proxy()).contains(HttpClient.Builder.NO_PROXY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://orders.internal",
                "http://localhost",
                "http://127.0.0.1.evil.example",
                "http://10.0.0.1",
                "ftp://orders.internal",
                "https://user@orders.internal",
                "https://orders.internal/path",
                "https://orders.internal?x",
                "orders.internal"
            })
    void refuses_destinationsThatAreNoSafeOrigin(String origin) {
        assertThatThrownBy(() -> auth.to(origin)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refuses_plainHttpToLoopbackUnlessAllowed() {
        assertThatThrownBy(() -> OutboundAuth.of(ServiceIdentity.of(
                                () -> {
                                    throw new IllegalStateException();
                                },
                                Instant::now))
                        .to("http://127.0.0.1:1"))
                .hasMessageContaining("allowLoopbackHttp");
    }

    @Test
    void addresses_theDestinationsOwnAudienceAndScopes() throws Exception {
        OutboundAuth narrowed = auth.to(Destination.of("https://billing.internal")
                .audience("billing")
                .narrowedTo(dev.zt.identity.Scopes.of("billing:read")));
        String proof = narrowed.credentialFor(OutboundCall.of("GET", URI.create("https://BILLING.internal:443/x")))
                .orElseThrow()
                .headers()
                .get("Authorization");
        var claims = com.nimbusds.jwt.SignedJWT.parse(proof.substring(4)).getJWTClaimsSet();

        assertThat(claims.getAudience()).containsExactly("billing");
        assertThat(claims.getStringClaim("scope")).isEqualTo("billing:read");
        assertThat(narrowed.credentialFor(OutboundCall.of("GET", URI.create("https://other.internal/x"))))
                .isEmpty();
    }

    @Test
    void delegates_everythingElse() {
        HttpClient plain = direct();
        HttpClient wrapped = auth.wrap(plain);

        assertThat(wrapped.version()).isEqualTo(plain.version());
        assertThat(wrapped.sslContext()).isEqualTo(plain.sslContext());
        assertThat(wrapped.sslParameters().getProtocols())
                .isEqualTo(plain.sslParameters().getProtocols());
        assertThat(wrapped.executor()).isEqualTo(plain.executor());
        assertThat(wrapped.followRedirects()).isEqualTo(HttpClient.Redirect.NEVER);
        assertThat(wrapped.cookieHandler()).isEqualTo(plain.cookieHandler());
        assertThat(wrapped.connectTimeout()).isEqualTo(plain.connectTimeout());
        assertThat(wrapped.authenticator()).isEmpty();
        assertThat(wrapped.proxy()).contains(HttpClient.Builder.NO_PROXY);
    }

    @Test
    void closes_theWrappedClientWhereThePlatformCan() throws Exception {
        HttpClient plain = direct();
        ProvingHttpClient wrapped = (ProvingHttpClient) auth.wrap(plain);

        wrapped.shutdown();
        assertThat(wrapped.awaitTermination(java.time.Duration.ofSeconds(5))).isTrue();
        wrapped.shutdownNow();
        wrapped.close();

        boolean platformCloses = Runtime.version().feature() >= 21;
        assertThat(wrapped.isTerminated()).isEqualTo(platformCloses);
    }
}
