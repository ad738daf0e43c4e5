package dev.zt.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.zt.identity.Audience;
import dev.zt.identity.Scopes;
import dev.zt.identity.TrustDomain;
import dev.zt.jose.PrivateJwk;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.SignatureProvider;
import dev.zt.keys.TrustBundle;
import dev.zt.own.HeldIdentity;
import dev.zt.own.ServiceIdentity;
import dev.zt.own.SignableRequest;
import dev.zt.request.Call;
import dev.zt.request.Channel;
import dev.zt.verify.CallerVerifier;
import dev.zt.verify.Forge;
import dev.zt.verify.InMemoryReplayStore;
import dev.zt.verify.VerifierRules;
import dev.zt.verify.VerifyResult;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls signed as a whole, and verified as they arrive at a socket. */
class SignedCallTest {
    private static final SignatureProvider ENGINE = SignatureProvider.bouncyCastle();

    private final Forge forge = new Forge();
    private final List<String> nonces = new CopyOnWriteArrayList<>();
    private ServiceIdentity me;
    private CallerVerifier verifier;
    private HttpServer server;
    private String origin;
    private OutboundAuth auth;
    private HttpClient http;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        origin = "http://127.0.0.1:" + server.getAddress().getPort();
        byte[] bundle = Forge.bundle("key-1", forge.issuer).getBytes(StandardCharsets.UTF_8);
        TrustBundle keys = TrustBundle.read(TrustDomain.of("shop.example"), "test", bundle, ENGINE);
        verifier = new CallerVerifier(
                VerifierRules.of(Audience.of("https://orders.internal")).acceptingSignatures(),
                issuer -> new BundleLookup.Found(keys, 1),
                new InMemoryReplayStore(1024, () -> Instant.ofEpochSecond(Forge.NOW)),
                ENGINE,
                () -> Instant.ofEpochSecond(Forge.NOW));
        HeldIdentity held = HeldIdentity.of(
                "test",
                forge.wit(),
                PrivateJwk.parse(forge.holder.toJSONString()).orElseThrow(),
                ENGINE);
        me = ServiceIdentity.of(() -> held, () -> Instant.ofEpochSecond(Forge.NOW));
        auth = OutboundAuth.of(me)
                .allowLoopbackHttp()
                .to(Destination.of(origin).audience("https://orders.internal").signed());
        http = auth.wrap(direct());
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static HttpClient direct() {
        return HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build();
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] content = exchange.getRequestBody().readAllBytes();
        URI uri = exchange.getRequestURI();
        Call plain = Call.of(
                exchange.getRequestMethod(),
                uri.getRawPath(),
                name -> exchange.getRequestHeaders().getOrDefault(name, List.of()),
                Channel.LOOPBACK);
        nonces.addAll(exchange.getRequestHeaders().getOrDefault("Signature-Input", List.of()));
        String query = uri.getRawQuery();
        VerifyResult result = verifier.verify(query == null ? plain : plain.withQuery(query));
        byte[] said = said(result, content).getBytes(StandardCharsets.UTF_8);
        String place = exchange.getRequestURI().getPath();
        boolean moved = place.startsWith("/moved/");
        if (moved) {
            exchange.getResponseHeaders().add("Location", "/there");
        }
        int status = moved ? Integer.parseInt(place.substring(7)) : place.equals("/refused") ? 401 : 200;
        exchange.getResponseHeaders().add("WWW-Authenticate", "WPT");
        exchange.sendResponseHeaders(status, said.length);
        exchange.getResponseBody().write(said);
        exchange.close();
    }

    private static String said(VerifyResult result, byte[] content) throws IOException {
        if (!(result instanceof VerifyResult.Verified verified)) {
            return result.toString();
        }
        byte[] checked = verified.body()
                .orElseThrow()
                .checked(new ByteArrayInputStream(content))
                .readAllBytes();
        return verified.caller().proofKind() + " " + new String(checked, StandardCharsets.UTF_8);
    }

    private HttpRequest.Builder request(String place) {
        return HttpRequest.newBuilder(URI.create(origin + place));
    }

    private String send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), BodyHandlers.ofString()).body();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/orders/7", "/orders/a%20b%C3%A9", "/orders?", "/orders?a=%2F&b=%20", "?q"})
    void signs_requestsWithoutContent(String place) throws Exception {
        assertThat(send(request(place))).isEqualTo("HTTP_SIGNATURE ");
    }

    @Test
    void signs_content_typeAndTransaction() throws Exception {
        assertThat(send(request("/orders")
                        .header("Content-Type", "text/plain")
                        .header("Txn-Token", "a.b.c")
                        .POST(BodyPublishers.ofString("tea"))))
                .isEqualTo("HTTP_SIGNATURE tea");
        assertThat(send(request("/orders").PUT(BodyPublishers.ofByteArray(new byte[100_000]))))
                .hasSize("HTTP_SIGNATURE ".length() + 100_000);
        assertThat(send(request("/orders").POST(BodyPublishers.noBody()))).isEqualTo("HTTP_SIGNATURE ");
        assertThat(send(request("/orders").POST(BodyPublishers.ofString("")))).isEqualTo("HTTP_SIGNATURE ");
    }

    @Test
    void signs_withoutWaiting_asWell() throws Exception {
        HttpResponse<String> response = http.sendAsync(
                        request("/orders").POST(BodyPublishers.ofString("tea")).build(), BodyHandlers.ofString())
                .get();

        assertThat(response.body()).isEqualTo("HTTP_SIGNATURE tea");
    }

    @Test
    void signs_anew_whereItIsLedWithinOneOrigin() throws Exception {
        assertThat(send(request("/moved/307").POST(BodyPublishers.ofString("tea"))))
                .isEqualTo("HTTP_SIGNATURE tea");
        assertThat(send(request("/moved/303")
                        .header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString("tea"))))
                .isEqualTo("HTTP_SIGNATURE ");
        assertThat(nonces).hasSize(4).doesNotHaveDuplicates();
    }

    @Test
    void repeats_nothing_thatWasRefused() throws Exception {
        send(request("/refused"));

        assertThat(nonces).hasSize(1);
    }

    @Test
    void refuses_contentThatCannotStartOver() {
        HttpRequest request = request("/orders")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[3])))
                .build();

        assertThatThrownBy(() -> http.send(request, BodyHandlers.ofString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("start over");
        assertThatThrownBy(() -> http.sendAsync(request, BodyHandlers.ofString()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Content-Digest", "Signature", "Signature-Input", "Authorization", "Workload-Identity-Token"})
    void overrides_noFieldOfTheUsers(String name) {
        HttpRequest request = request("/orders").header(name, "x").build();

        assertThatThrownBy(() -> http.send(request, BodyHandlers.ofString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the request");
    }

    @Test
    void refuses_whatNoSignatureCanCover() {
        HttpRequest request = request("/orders")
                .header("Content-Type", "text/plain")
                .header("Content-Type", "text/html")
                .build();

        assertThatThrownBy(() -> http.send(request, BodyHandlers.ofString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be signed");
    }

    @Test
    void shows_otherClientsWhatToSend() {
        OutboundCall call = OutboundCall.of("POST", URI.create(origin + "/orders"))
                .field("Content-Type", "text/plain")
                .content(new byte[32]);

        assertThat(auth.credentialFor(call).orElseThrow().headers().keySet())
                .containsExactly("Workload-Identity-Token", "Content-Digest", "Signature-Input", "Signature");
        assertThatThrownBy(() -> call.field("signature", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> call.content(new byte[31])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void limits_noSignature() {
        Destination signed = Destination.of("https://orders.internal").signed();

        assertThatThrownBy(() -> signed.narrowedTo(Scopes.of("orders:read")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot be limited");
        assertThatThrownBy(signed::allowUnboundToken).isInstanceOf(IllegalStateException.class);
        assertThat(signed.narrowedTo()).isEmpty();
    }

    @Test
    void tells_nothingOfARequest() {
        SignableRequest request = SignableRequest.of("GET", URI.create("https://a/secret?x=y"));

        assertThat(request).hasToString("SignableRequest[GET]");
        assertThat(me.sign(request, Audience.of("https://orders.internal")))
                .asString()
                .doesNotContain("eyJ");
    }
}
