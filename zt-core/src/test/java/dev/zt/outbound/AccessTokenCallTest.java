package dev.zt.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.zt.identity.Scopes;
import dev.zt.jose.PrivateJwk;
import dev.zt.keys.SignatureProvider;
import dev.zt.own.HeldIdentity;
import dev.zt.own.IdentityUnavailableException;
import dev.zt.own.IssuedTokens;
import dev.zt.own.SecurityToken;
import dev.zt.own.ServiceIdentity;
import dev.zt.verify.Forge;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokenCallTest {
    private static final Scopes READ = Scopes.of("orders:read");
    private static final String TRANSACTION = "eyJ0eXAiOiJ0eG50b2tlbitqd3QifQ.e30.c2ln";

    /** One request as it came in. */
    private record Seen(String method, String path, Map<String, List<String>> headers) {
        String only(String name) {
            return headers.getOrDefault(name, List.of()).stream()
                    .reduce((one, other) -> {
                        throw new AssertionError(name + " stands twice");
                    })
                    .orElse(null);
        }

        Map<String, Object> proof() {
            return claims(only("Dpop"));
        }
    }

    private static Map<String, Object> claims(String token) {
        try {
            return SignedJWT.parse(token).getPayload().toJSONObject();
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }

    /** Answers 200 unless the rule for this request sets another status by the header "Status". */
    private static final class Callee implements AutoCloseable {
        final List<Seen> seen = new CopyOnWriteArrayList<>();
        volatile BiConsumer<Seen, Headers> rule = (request, answer) -> {};
        private final HttpServer server;

        Callee() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", this::answer);
            server.start();
        }

        private void answer(HttpExchange exchange) throws IOException {
            Seen request = new Seen(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    Map.copyOf(exchange.getRequestHeaders()));
            exchange.getRequestBody().readAllBytes();
            seen.add(request);
            rule.accept(request, exchange.getResponseHeaders());
            List<String> status = exchange.getResponseHeaders().remove("Status");
            exchange.sendResponseHeaders(status == null ? 200 : Integer.parseInt(status.get(0)), -1);
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

    private final IssuedTokens issued = new IssuedTokens().issuing("at-1");
    private final ServiceIdentity client = ServiceIdentity.of(issued.tokens());
    private Callee callee;
    private Callee other;

    @BeforeEach
    void start() throws IOException {
        callee = new Callee();
        other = new Callee();
    }

    @AfterEach
    void stop() {
        callee.close();
        other.close();
        client.close();
    }

    private OutboundAuth auth(Destination destination) {
        return OutboundAuth.of(client).allowLoopbackHttp().to(destination);
    }

    private OutboundAuth auth() {
        return auth(Destination.of(callee.origin()).accessToken(READ));
    }

    private static HttpClient wrap(OutboundAuth auth) {
        return auth.wrap(
                HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build());
    }

    private static int get(HttpClient http, String uri, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.discarding()).statusCode();
    }

    private static void wantNonce(Seen request, Headers answer, String nonce) {
        answer.set("DPoP-Nonce", nonce);
        if (!nonce.equals(request.proof().get("nonce"))) {
            answer.set("Status", "401");
            answer.add("WWW-Authenticate", "WPT, DPoP error=\"use_dpop_nonce\", algs=\"ES256\"");
        }
    }

    @Test
    void shows_theTokenAndAFreshProofForEachRequest() throws Exception {
        HttpClient http = wrap(auth());

        get(http, callee.origin() + "/orders/7?full=1");
        get(http, callee.origin() + "/orders/7?full=1");

        assertThat(callee.seen).hasSize(2).allSatisfy(seen -> {
            assertThat(seen.only("Authorization")).isEqualTo("DPoP at-1");
            assertThat(seen.only("Workload-identity-token")).isNull();
            assertThat(seen.proof())
                    .containsEntry("htm", "GET")
                    .containsEntry("htu", callee.origin() + "/orders/7")
                    .containsKey("ath")
                    .doesNotContainKey("nonce");
        });
        assertThat(callee.seen.get(0).proof().get("jti"))
                .isNotEqualTo(callee.seen.get(1).proof().get("jti"));
        assertThat(issued.asked()).singleElement().hasToString(callee.origin() + " [orders:read]");
    }

    @Test
    void shows_noProofWithATokenThatIsNotBound() throws Exception {
        issued.unbound().issuing("at-2");

        get(wrap(auth(Destination.of(callee.origin()).accessToken(READ).allowUnboundToken())), callee.origin());

        assertThat(callee.seen.get(0).only("Authorization")).isEqualTo("Bearer at-2");
        assertThat(callee.seen.get(0).only("Dpop")).isNull();
    }

    @Test
    void repeats_onceWithTheNonceThatTheServerWants() throws Exception {
        callee.rule = (request, answer) -> wantNonce(request, answer, "n-1");
        HttpClient http = wrap(auth());

        assertThat(get(http, callee.origin() + "/a")).isEqualTo(200);
        assertThat(get(http, callee.origin() + "/b")).isEqualTo(200);

        assertThat(callee.seen).extracting(Seen::path).containsExactly("/a", "/a", "/b");
        assertThat(callee.seen.get(0).proof().get("jti"))
                .isNotEqualTo(callee.seen.get(1).proof().get("jti"));
    }

    @Test
    void repeats_onlyOnceWhateverTheServerWants() throws Exception {
        callee.rule = (request, answer) -> wantNonce(request, answer, "n-" + callee.seen.size());

        assertThat(get(wrap(auth()), callee.origin() + "/a")).isEqualTo(401);
        assertThat(callee.seen).hasSize(2);
    }

    @Test
    void takes_theNonceOfAnyAnswer() throws Exception {
        callee.rule = (request, answer) -> answer.set("DPoP-Nonce", "n-" + callee.seen.size());
        HttpClient http = wrap(auth());
        get(http, callee.origin() + "/a");
        callee.rule = (request, answer) -> {};
        get(http, callee.origin() + "/b");
        get(http, callee.origin() + "/c");

        assertThat(callee.seen).extracting(seen -> seen.proof().get("nonce")).containsExactly(null, "n-1", "n-1");
    }

    @Test
    void shows_aNonceToNobodyElse() throws Exception {
        callee.rule = (request, answer) -> answer.set("DPoP-Nonce", "n-1");
        HttpClient http = wrap(auth().to(Destination.of(other.origin()).accessToken(READ)));

        get(http, callee.origin());
        get(http, other.origin());

        assertThat(other.seen.get(0).proof()).doesNotContainKey("nonce");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DPoP error=\"invalid_token\"",
                "Bearer error=\"use_dpop_nonce\"",
                "DPoP",
                "WPT",
                "DPoP error=\"USE_DPOP_NONCE\""
            })
    void repeats_nothingForAnotherReason(String challenge) throws Exception {
        callee.rule = (request, answer) -> {
            answer.set("Status", "401");
            answer.set("DPoP-Nonce", "n-1");
            answer.set("WWW-Authenticate", challenge);
        };

        assertThat(get(wrap(auth()), callee.origin())).isEqualTo(401);
        assertThat(callee.seen).hasSize(1);
    }

    @Test
    void gets_anotherTokenAfterOneIsRefusedAsInvalid() throws Exception {
        callee.rule = (request, answer) -> {
            if ("DPoP at-1".equals(request.only("Authorization"))) {
                answer.set("Status", "401");
                answer.set("WWW-Authenticate", "DPoP error=\"invalid_token\"");
            }
        };
        HttpClient http = wrap(auth());
        assertThat(get(http, callee.origin())).isEqualTo(401);
        issued.now = issued.now.plusSeconds(31);
        issued.issuing("at-2");

        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (get(http, callee.origin()) != 200) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
        }
        assertThat(issued.asked()).hasSize(2);
    }

    @Test
    void repeats_nothingWithoutExactlyOneReadableNonce() throws Exception {
        for (List<String> nonces : List.of(List.<String>of(), List.of("a", "b"), List.of("a\"b"))) {
            callee.seen.clear();
            callee.rule = (request, answer) -> {
                answer.set("Status", "401");
                answer.set("WWW-Authenticate", "DPoP error=\"use_dpop_nonce\"");
                nonces.forEach(nonce -> answer.add("DPoP-Nonce", nonce));
            };
            assertThat(get(wrap(auth()), callee.origin())).isEqualTo(401);
            assertThat(callee.seen).hasSize(1);
        }
    }

    @Test
    void repeats_noBodyThatCannotStartOver() throws Exception {
        callee.rule = (request, answer) -> wantNonce(request, answer, "n-1");
        HttpRequest streamed = HttpRequest.newBuilder(URI.create(callee.origin()))
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[] {1})))
                .build();

        assertThat(wrap(auth()).send(streamed, BodyHandlers.discarding()).statusCode())
                .isEqualTo(401);
        assertThat(callee.seen).hasSize(1);
    }

    @Test
    void does_theSameAsynchronously() throws Exception {
        callee.rule = (request, answer) -> wantNonce(request, answer, "n-1");

        int status = wrap(auth())
                .sendAsync(HttpRequest.newBuilder(URI.create(callee.origin())).build(), BodyHandlers.discarding())
                .get()
                .statusCode();

        assertThat(status).isEqualTo(200);
        assertThat(callee.seen).hasSize(2);
    }

    @Test
    void shows_nothingAfterARedirectToElsewhere() throws Exception {
        callee.rule = (request, answer) -> {
            answer.set("Status", "307");
            answer.set("Location", other.origin() + "/x");
        };

        assertThat(get(wrap(auth()), callee.origin())).isEqualTo(307);
        assertThat(other.seen).isEmpty();
    }

    @Test
    void proves_eachHopOfARedirectByItself() throws Exception {
        callee.rule = (request, answer) -> {
            if (request.path().equals("/old")) {
                answer.set("Status", "302");
                answer.set("Location", "/new?x=1");
            }
        };

        assertThat(get(wrap(auth()), callee.origin() + "/old")).isEqualTo(200);
        assertThat(callee.seen)
                .extracting(seen -> seen.proof().get("htu"))
                .containsExactly(callee.origin() + "/old", callee.origin() + "/new");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization", "DPoP", "Workload-Identity-Token"})
    void refuses_requestWithCredentialsOfItsOwn(String header) {
        assertThatThrownBy(() -> get(wrap(auth()), callee.origin(), header, "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("carries credentials already");
    }

    @Test
    void fails_readablyWithoutAToken() {
        HttpClient http = wrap(auth());
        client.close();

        assertThatThrownBy(() -> get(http, callee.origin()))
                .isInstanceOf(IdentityUnavailableException.class)
                .hasMessageContaining("no access token for " + callee.origin() + " [orders:read]");
        assertThatThrownBy(() -> http.sendAsync(
                                HttpRequest.newBuilder(URI.create(callee.origin()))
                                        .build(),
                                BodyHandlers.discarding())
                        .get())
                .hasCauseInstanceOf(IdentityUnavailableException.class);
        assertThat(callee.seen).isEmpty();
    }

    @Test
    void exchanges_theTokenOfWhoeverIsServed() throws Exception {
        OutboundAuth auth = auth(Destination.of(callee.origin()).exchangedToken(READ));

        get(wrap(auth.onBehalfOf(SecurityToken.accessToken("of-alice"))), callee.origin());
        get(wrap(auth.onBehalfOf(SecurityToken.accessToken("of-alice"))), callee.origin());
        get(wrap(auth.onBehalfOf(SecurityToken.accessToken("of-bob"))), callee.origin());

        assertThat(issued.asked())
                .hasSize(2)
                .doesNotHaveDuplicates()
                .allSatisfy(target ->
                        assertThat(target).hasToString(callee.origin() + " [orders:read] on somebody's behalf"));
    }

    @Test
    void refuses_toMixItsOwnRightsWithThoseOfOthers() {
        OutboundAuth exchanging = auth(Destination.of(callee.origin()).exchangedToken(READ));
        OutboundAuth alone = auth().onBehalfOf(SecurityToken.accessToken("of-alice"));

        assertThatThrownBy(() -> get(wrap(exchanging), callee.origin()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("onBehalfOf");
        assertThatThrownBy(() -> get(wrap(alone), callee.origin()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("exchangedToken");
        assertThat(callee.seen).isEmpty();
        assertThat(exchanging + " " + alone).doesNotContain("of-alice");
    }

    @Test
    void refuses_destinationsThatTheIdentityCannotServe() {
        ServiceIdentity workload = workload();

        assertThatThrownBy(() -> OutboundAuth.of(client).to("https://orders.internal"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("accessToken");
        assertThatThrownBy(() -> OutboundAuth.of(workload)
                        .to(Destination.of("https://orders.internal").accessToken(READ)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("oauth.issuer");
        assertThatThrownBy(() -> Destination.of("https://orders.internal")
                        .accessToken(READ)
                        .narrowedTo(READ))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Destination.of("https://orders.internal").allowUnboundToken())
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void lets_eachDestinationChoose() throws Exception {
        HttpClient http = wrap(OutboundAuth.of(workload().with(issued.tokens()))
                .allowLoopbackHttp()
                .to(callee.origin())
                .to(Destination.of(other.origin()).accessToken(READ)));

        get(http, callee.origin());
        get(http, other.origin());

        assertThat(callee.seen.get(0).only("Authorization")).startsWith("WPT ");
        assertThat(other.seen.get(0).only("Authorization")).startsWith("DPoP ");
    }

    @Test
    void binds_aTransactionTokenAndSendsItUnmodified() throws Exception {
        HttpClient http = wrap(OutboundAuth.of(workload()).allowLoopbackHttp().to(callee.origin()));

        get(http, callee.origin(), "Txn-Token", TRANSACTION);
        get(http, callee.origin());

        assertThat(callee.seen.get(0).only("Txn-token")).isEqualTo(TRANSACTION);
        assertThat(claims(callee.seen.get(0).only("Authorization").substring(4)))
                .containsEntry("tth", Forge.hash(TRANSACTION));
        assertThat(claims(callee.seen.get(1).only("Authorization").substring(4)))
                .doesNotContainKey("tth");
    }

    @Test
    void sends_aTransactionTokenBesideAnAccessToken() throws Exception {
        get(wrap(auth()), callee.origin(), "Txn-Token", TRANSACTION);

        assertThat(callee.seen.get(0).only("Txn-token")).isEqualTo(TRANSACTION);
    }

    @Test
    void lets_noCalleeChooseWhatIsCalledAtAnotherDestination() throws Exception {
        callee.rule = (request, answer) -> {
            answer.set("Status", "307");
            answer.set("Location", other.origin() + "/transfers/9/approve");
        };
        HttpClient http = wrap(auth().to(Destination.of(other.origin()).accessToken(READ)));

        assertThat(get(http, callee.origin())).isEqualTo(307);
        assertThat(other.seen).isEmpty();
    }

    @Test
    void refuses_transactionTokensThatNobodyCouldBind() {
        HttpClient http = wrap(auth());

        for (String[] headers : new String[][] {
            {"Txn-Token", TRANSACTION, "Txn-Token", TRANSACTION}, {"Txn-Token", "a b"}, {"Txn-Token", ""}
        }) {
            assertThatThrownBy(() -> get(http, callee.origin(), headers)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> get(http, other.origin(), "Txn-Token", TRANSACTION))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(callee.seen).isEmpty();
        assertThat(other.seen).isEmpty();
    }

    @Test
    void says_whoCalls() {
        ServiceIdentity workload = workload();

        assertThat(client.caller()).isEqualTo(IssuedTokens.CLIENT);
        assertThat(client.isWorkload()).isFalse();
        assertThatThrownBy(client::id)
                .isInstanceOf(IdentityUnavailableException.class)
                .hasMessageContaining("https://idp.example client_id=billing and no workload");
        assertThat(workload.with(issued.tokens()).caller()).isEqualTo(workload.id());
        assertThat(workload.tokens()).isEqualTo(Optional.empty());
    }

    private static ServiceIdentity workload() {
        Forge forge = new Forge();
        HeldIdentity held = HeldIdentity.of(
                "test",
                forge.wit(),
                PrivateJwk.parse(forge.holder.toJSONString()).orElseThrow(),
                SignatureProvider.bouncyCastle());
        return ServiceIdentity.of(() -> held, () -> Instant.ofEpochSecond(Forge.NOW));
    }
}
