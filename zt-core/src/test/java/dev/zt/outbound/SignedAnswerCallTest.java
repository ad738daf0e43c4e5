package dev.zt.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.zt.identity.TrustDomain;
import dev.zt.identity.WorkloadId;
import dev.zt.jose.PrivateJwk;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.BundleSource;
import dev.zt.keys.SignatureProvider;
import dev.zt.keys.TrustBundle;
import dev.zt.own.CallCredential;
import dev.zt.own.HeldIdentity;
import dev.zt.own.IdentitySource;
import dev.zt.own.ServiceIdentity;
import dev.zt.own.SignableAnswer;
import dev.zt.verify.AnswerFault;
import dev.zt.verify.AnswerResult;
import dev.zt.verify.Forge;
import java.io.IOException;
import java.io.InputStream;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that takes signed answers only, and what may stand between it and the one who answers. */
class SignedAnswerCallTest {
    private static final SignatureProvider ENGINE = SignatureProvider.bouncyCastle();
    private static final Pattern NONCE = Pattern.compile(";nonce=\"([^\"]+)\"");
    private static final WorkloadId WHO = WorkloadId.of("spiffe://shop.example/gateway");

    private final Forge forge = new Forge();
    private HttpServer server;
    private String origin;
    private ServiceIdentity me;
    private OutboundAuth auth;
    private HttpClient http;
    private byte[] content = "tea".getBytes(StandardCharsets.UTF_8);
    private int status = 200;
    private volatile String input;
    private UnaryOperator<byte[]> onTheWay = body -> body;
    private UnaryOperator<String> nonces = nonce -> nonce;
    private boolean signed = true;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        origin = "http://127.0.0.1:" + server.getAddress().getPort();
        byte[] bundle = Forge.bundle("key-1", forge.issuer).getBytes(StandardCharsets.UTF_8);
        TrustBundle keys = TrustBundle.read(TrustDomain.of("shop.example"), "test", bundle, ENGINE);
        HeldIdentity held = HeldIdentity.of(
                "test",
                forge.wit(),
                PrivateJwk.parse(forge.holder.toJSONString()).orElseThrow(),
                ENGINE);
        me = ServiceIdentity.of(source(held, keys), () -> Instant.ofEpochSecond(Forge.NOW));
        auth = OutboundAuth.of(me)
                .allowLoopbackHttp()
                .to(Destination.of(origin).signed().answersSignedBy(WHO));
        http = auth.wrap(
                HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build());
    }

    private static IdentitySource source(HeldIdentity held, TrustBundle keys) {
        return new IdentitySource() {
            @Override
            public HeldIdentity current() {
                return held;
            }

            @Override
            public BundleSource bundles() {
                return issuer -> new BundleLookup.Found(keys, 1);
            }
        };
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        input = exchange.getRequestHeaders().getFirst("Signature-Input");
        Matcher nonce = NONCE.matcher(input);
        if (signed && nonce.find()) {
            URI uri = exchange.getRequestURI();
            SignableAnswer head = SignableAnswer.of(
                    exchange.getRequestMethod(),
                    uri.getRawPath(),
                    uri.getRawQuery(),
                    nonces.apply(nonce.group(1)),
                    tied(exchange),
                    status);
            me.signAnswer(content.length == 0 ? head : head.content(content))
                    .headers()
                    .forEach(exchange.getResponseHeaders()::add);
        }
        exchange.getResponseHeaders().add("Location", "/elsewhere");
        byte[] sent = onTheWay.apply(content);
        boolean none = exchange.getRequestMethod().equals("HEAD") || sent.length == 0;
        exchange.sendResponseHeaders(status, none ? -1 : sent.length);
        if (!none) {
            exchange.getResponseBody().write(sent);
        }
        exchange.close();
    }

    private static Map<String, List<String>> tied(HttpExchange exchange) {
        Map<String, List<String>> fields = new HashMap<>();
        for (String name : List.of("workload-identity-token", "content-digest")) {
            List<String> values = exchange.getRequestHeaders().get(name);
            if (values != null) {
                fields.put(name, values);
            }
        }
        return fields;
    }

    private HttpRequest request(String place) {
        return HttpRequest.newBuilder(URI.create(origin + place)).build();
    }

    private AnswerFault fault() {
        try {
            HttpResponse<String> response = http.send(request("/"), BodyHandlers.ofString());
            throw new AssertionError("accepted: " + response.body());
        } catch (UnprovenAnswerException e) {
            return e.fault();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/orders/7", "/a%20b?x=%2F", "?q"})
    void asks_for_aSignature_andTakesAnAnswerThatHasIt(String place) throws Exception {
        assertThat(http.send(request(place), BodyHandlers.ofString()).body()).isEqualTo("tea");
        assertThat(input).endsWith(";wimse-sign-response");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8192, 100_000, 1 << 20})
    void hands_on_theWholeBody_howeverItIsTaken(int length) throws Exception {
        content = new byte[length];

        assertThat(http.send(request("/"), BodyHandlers.ofByteArray()).body()).hasSize(length);
        try (InputStream body =
                http.send(request("/"), BodyHandlers.ofInputStream()).body()) {
            assertThat(body.readAllBytes()).hasSize(length);
        }
        assertThat(http.send(request("/"), BodyHandlers.ofLines()).body().count())
                .isEqualTo(length == 0 ? 0 : 1);
        assertThat(http.sendAsync(request("/"), BodyHandlers.ofByteArray())
                        .get()
                        .body())
                .hasSize(length);
        http.send(request("/"), BodyHandlers.discarding());
    }

    @Test
    void case40_raises_whereTheSignatureWasStripped() {
        signed = false;

        assertThat(fault()).isEqualTo(AnswerFault.ANSWER_UNSIGNED);
    }

    @Test
    void case40_raises_whereTheAnswerBelongsToAnotherRequest() {
        nonces = nonce -> "another";

        assertThat(fault()).isEqualTo(AnswerFault.ANSWER_REQUEST);
    }

    @Test
    void raises_whereTheBodyWasChanged() {
        onTheWay = body -> "oil".getBytes(StandardCharsets.UTF_8);
        assertThat(fault()).isEqualTo(AnswerFault.ANSWER_BODY);
        onTheWay = body -> new byte[0];
        assertThat(fault()).isEqualTo(AnswerFault.ANSWER_BODY);
        content = new byte[0];
        onTheWay = body -> new byte[1];
        assertThat(fault()).isEqualTo(AnswerFault.ANSWER_BODY);
    }

    @Test
    void raises_withoutWaiting_asWell() {
        signed = false;

        assertThatThrownBy(() ->
                        http.sendAsync(request("/"), BodyHandlers.ofString()).get())
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(UnprovenAnswerException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 100_000})
    void hands_on_nothingOfAWrongBody(int length) throws Exception {
        content = new byte[length];
        onTheWay = body -> {
            byte[] changed = body.clone();
            changed[length - 1] = 1;
            return changed;
        };
        try (InputStream body =
                http.send(request("/"), BodyHandlers.ofInputStream()).body()) {
            assertThatThrownBy(body::read)
                    .isInstanceOf(IOException.class)
                    .satisfies(thrown -> assertThat(thrown).rootCause().isInstanceOf(UnprovenAnswerException.class));
        }
        assertThatThrownBy(() ->
                        http.send(request("/"), BodyHandlers.ofLines()).body().findFirst())
                .hasRootCauseInstanceOf(UnprovenAnswerException.class);
    }

    @Test
    void raises_whereABodyIsLongerThanIsHeld() throws Exception {
        content = new byte[2000];
        HttpClient small = OutboundAuth.of(me)
                .allowLoopbackHttp()
                .to(Destination.of(origin).signed().answersSignedBy(WHO).signedAnswersUpTo(1999))
                .wrap(HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build());

        assertThatThrownBy(() -> small.send(request("/"), BodyHandlers.ofByteArray()))
                .isInstanceOf(UnprovenAnswerException.class)
                .hasMessageContaining("answer-too-long");
        assertThatThrownBy(() -> Destination.of(origin).signedAnswersUpTo(-1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refuses_aClientThatKeepsCookiesOfUnprovenAnswers() {
        HttpClient keeping = HttpClient.newBuilder()
                .proxy(HttpClient.Builder.NO_PROXY)
                .cookieHandler(new CookieManager())
                .build();

        assertThatThrownBy(() -> auth.wrap(keeping))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cookieHandler");
    }

    @Test
    void takes_nothingThatIsPushed() throws Exception {
        HttpResponse<String> response = http.sendAsync(
                        request("/"), BodyHandlers.ofString(), (initiating, pushed, acceptor) -> {
                            throw new AssertionError("asked");
                        })
                .get();

        assertThat(response.body()).isEqualTo("tea");
    }

    @Test
    void follows_noRedirect_becauseNobodySignsWhereItLeads() throws Exception {
        status = 302;

        assertThat(http.send(request("/"), BodyHandlers.ofString()).statusCode())
                .isEqualTo(302);
    }

    @Test
    void compares_noBody_whereThereIsNone() throws Exception {
        HttpRequest head = HttpRequest.newBuilder(URI.create(origin))
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(http.send(head, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        status = 304;
        onTheWay = body -> new byte[0];
        assertThat(http.send(request("/"), BodyHandlers.ofString()).statusCode())
                .isEqualTo(304);
    }

    @Test
    void tells_otherClientsWhetherToBelieveAnAnswer() {
        OutboundCall call = OutboundCall.of("GET", URI.create(origin + "/"));
        CallCredential shown = auth.credentialFor(call).orElseThrow();

        assertThat(auth.checkAnswer(call, shown, 200, name -> List.of()))
                .contains(new AnswerResult.Unproven(AnswerFault.ANSWER_UNSIGNED));
        assertThat(auth.checkAnswer(
                        OutboundCall.of("GET", URI.create("https://a.example/")), shown, 200, name -> List.of()))
                .isEmpty();
    }

    @Test
    void wants_signedAnswers_onlyToSignedRequests() {
        Destination plain = Destination.of("https://orders.internal");

        assertThatThrownBy(() -> plain.answersSignedBy(WHO)).isInstanceOf(IllegalStateException.class);
        assertThat(plain.signed().answersSignedBy(WHO).audience("x").answersSignedBy())
                .contains(WHO);
        assertThat(plain.signed().answersSignedBy(WHO).answeredBy(WHO).answersSignedBy())
                .contains(WHO);
        assertThat(plain.signed().answersSignedBy()).isEmpty();
    }

    @Test
    void tells_nothingOfAnAnswer() {
        SignableAnswer answer = SignableAnswer.of("GET", "/secret", "x=y", "n", Map.of(), 200);

        assertThat(answer).hasToString("SignableAnswer[200]");
        assertThat(me.signAnswer(answer)).asString().doesNotContain("eyJ");
        assertThatThrownBy(() -> answer.contentDigest("md5=:AAAA:")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> me.signAnswer(answer.contentType("t\u00e9")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("content type");
        assertThatThrownBy(() -> me.signAnswer(SignableAnswer.of("GET", "/", null, "n", Map.of(), 7)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
