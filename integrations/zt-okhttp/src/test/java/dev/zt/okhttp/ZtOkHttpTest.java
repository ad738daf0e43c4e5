package dev.zt.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.identity.Scopes;
import dev.zt.identity.WorkloadId;
import dev.zt.outbound.CallNotMadeException;
import dev.zt.outbound.Destination;
import dev.zt.outbound.OutboundAuth;
import dev.zt.own.OAuthClient;
import dev.zt.own.SecurityToken;
import dev.zt.testkit.ManualClock;
import dev.zt.testkit.ReceivedRequest;
import dev.zt.testkit.RenewableWorkload;
import dev.zt.testkit.TestAuthority;
import dev.zt.testkit.TestAuthorizationServer;
import dev.zt.testkit.TestIssuer;
import dev.zt.testkit.TestReply;
import dev.zt.testkit.TestService;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.Authenticator;
import okhttp3.Cache;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is OkHttp's alone: derived clients, caches, authenticators, WebSockets, calls that are answered later. */
class ZtOkHttpTest {
    private final TestAuthority authority = TestAuthority.of(
            "shop.example", ManualClock.at(InstantSource.system().instant()));
    private final RenewableWorkload gateway = RenewableWorkload.of(authority, "/gateway");
    private final TestService orders =
            TestService.unguarded(authority.issue("/orders").identity());
    private final OutboundAuth auth =
            OutboundAuth.of(gateway.identity()).to(orders.origin().toString(), "spiffe://shop.example/orders");
    private final OkHttpClient http = ZtOkHttp.newClient(auth);

    @AfterEach
    void end() {
        orders.close();
    }

    private Request request() {
        return new Request.Builder().url(orders.origin() + "/orders/7").build();
    }

    private static int status(OkHttpClient client, Request request) throws IOException {
        try (Response response = client.newCall(request).execute()) {
            return response.code();
        }
    }

    /** Believes every server, and so does what compares names beside it. */
    private static OkHttpClient.Builder careless(OkHttpClient client) throws Exception {
        X509TrustManager anybody = new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String authType) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String authType) {}

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {anybody}, new SecureRandom());
        return client.newBuilder()
                .sslSocketFactory(context.getSocketFactory(), anybody)
                .hostnameVerifier((host, session) -> true);
    }

    @Test
    void recognises_servers_alsoInClientsThatAreDerivedFromIt() throws Exception {
        try (TestService impostor =
                TestService.unguarded(authority.issue("/billing").identity())) {
            OutboundAuth pinned = OutboundAuth.of(gateway.identity())
                    .to(impostor.origin().toString(), "spiffe://shop.example/orders");
            OkHttpClient derived = careless(ZtOkHttp.newClient(pinned)).build();
            Request request =
                    new Request.Builder().url(impostor.origin() + "/orders/7").build();

            assertThatThrownBy(() -> status(derived, request)).isInstanceOf(IOException.class);
            assertThat(impostor.received()).isEmpty();
        }
    }

    @Test
    void proves_nothing_whereAClientWasDerivedWithoutItsFirstInterceptor() {
        OkHttpClient.Builder derived = http.newBuilder();
        derived.interceptors().clear();

        assertThatThrownBy(() -> status(derived.build(), request())).isInstanceOf(CallNotMadeException.class);
        assertThat(orders.received()).isEmpty();
    }

    @Test
    void shows_noProofs_inWhatAnAnswerSaysOfItsRequest() throws Exception {
        try (Response response = http.newCall(request()).execute()) {
            assertThat(orders.received().get(0).showsAnything()).isTrue();
            assertThat(response.request().headers().names()).doesNotContain("Authorization");
            assertThat(response.networkResponse().request().headers().names())
                    .doesNotContain("Authorization", "Workload-Identity-Token");
        }
    }

    @Test
    void writes_noProofs_intoACache(@TempDir Path directory) throws Exception {
        orders.answering(
                request -> new TestReply(200, Map.of("Cache-Control", "max-age=60", "Vary", "Authorization"), "seven"));
        try (Cache cache = new Cache(directory.toFile(), 1 << 20)) {
            OkHttpClient caching = ZtOkHttp.install(new OkHttpClient.Builder().cache(cache), auth)
                    .build();
            for (int i = 0; i < 2; i++) {
                try (Response response = caching.newCall(request()).execute()) {
                    assertThat(response.body().string()).isEqualTo("seven");
                }
            }
            cache.flush();

            assertThat(orders.received()).hasSize(1);
            assertThat(directory).isDirectoryRecursivelyContaining(file -> true);
            try (var files = java.nio.file.Files.walk(directory)) {
                for (Path file :
                        files.filter(java.nio.file.Files::isRegularFile).toList()) {
                    assertThat(java.nio.file.Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1))
                            .doesNotContain("WPT ", "eyJ");
                }
            }
        }
    }

    @Test
    void asks_theUsersAuthenticator_aboutOtherHostsOnly() throws Exception {
        List<String> asked = new ArrayList<>();
        Authenticator users = (route, response) -> {
            asked.add(response.request().url().encodedPath());
            return null;
        };
        OkHttpClient client = ZtOkHttp.install(new OkHttpClient.Builder().authenticator(users), auth)
                .build();
        try (TestService elsewhere = TestService.plain()) {
            orders.answering(request -> new TestReply(401, Map.of("WWW-Authenticate", "Basic realm=x"), ""));
            elsewhere.answering(request -> new TestReply(401, Map.of("WWW-Authenticate", "Basic realm=x"), ""));

            assertThat(status(client, request())).isEqualTo(401);
            assertThat(status(
                            client,
                            new Request.Builder()
                                    .url(elsewhere.origin() + "/else")
                                    .build()))
                    .isEqualTo(401);
        }
        assertThat(asked).containsExactly("/else");
    }

    @Test
    void refuses_requestsOnBehalf_byOtherDestinationsThanItsOwn() {
        OutboundAuth other = OutboundAuth.of(gateway.identity()).to("https://orders.internal");

        assertThatThrownBy(() -> status(http, ZtOkHttp.onBehalf(request(), other)))
                .isInstanceOf(CallNotMadeException.class)
                .hasMessageContaining("on behalf");
        assertThat(orders.received()).isEmpty();
    }

    /** An authorization server that gives each subject a token of its own. */
    private static TestReply exchanged(ReceivedRequest asked) {
        String subject = asked.text().contains("subject_token=of-alice") ? "alice" : "bob";
        return new TestReply(
                200,
                Map.of("Content-Type", "application/json"),
                "{\"access_token\":\"for-" + subject + "\",\"token_type\":\"DPoP\",\"expires_in\":300,"
                        + "\"issued_token_type\":\"" + SecurityToken.ACCESS_TOKEN + "\"}");
    }

    @Test
    void calls_onBehalf_byTokensThatWereExchanged(@TempDir Path directory) throws Exception {
        TestIssuer issuer = TestIssuer.of("https://idp.example", InstantSource.system());
        try (TestAuthorizationServer known = TestAuthorizationServer.of(issuer);
                TestService server = TestService.plain()) {
            // Writes the client's key.
            known.tokensOf("gateway-client", directory);
            server.answering(ZtOkHttpTest::exchanged);
            OAuthClient tokens = OAuthClient.builder(
                            issuer.url(), "gateway-client", directory.resolve("gateway-client.jwk"))
                    .tokenEndpoint(server.origin().resolve("/token"))
                    .build();
            OutboundAuth exchanging = OutboundAuth.of(gateway.identity().with(tokens.open()))
                    .to(Destination.of(orders.origin().toString())
                            .answeredBy(WorkloadId.of("spiffe://shop.example/orders"))
                            .exchangedToken(Scopes.of("orders:read")));
            OkHttpClient client = ZtOkHttp.newClient(exchanging);

            for (String subject : List.of("of-alice", "of-alice", "of-bob")) {
                OutboundAuth behalf = exchanging.onBehalfOf(SecurityToken.accessToken(subject));
                assertThat(status(client, ZtOkHttp.onBehalf(request(), behalf))).isEqualTo(200);
            }

            assertThat(orders.received().stream().map(request -> request.values("authorization")))
                    .containsExactly(List.of("DPoP for-alice"), List.of("DPoP for-alice"), List.of("DPoP for-bob"));
            assertThat(server.received())
                    .hasSize(2)
                    .allSatisfy(asked -> assertThat(asked.text()).contains("token-exchange", "subject_token=of-"));
            assertThatThrownBy(() -> status(client, request())).isInstanceOf(CallNotMadeException.class);
        }
    }

    @Test
    void makes_noCall_thatNamesAnotherHost() {
        Request named = request().newBuilder().header("Host", "evil.example").build();

        assertThatThrownBy(() -> status(http, named))
                .isInstanceOf(CallNotMadeException.class)
                .hasMessageContaining("another host");
        assertThat(orders.received()).isEmpty();
    }

    @Test
    void refuses_webSockets_whichItCannotProve() throws Exception {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        http.newWebSocket(request(), new WebSocketListener() {
            @Override
            public void onFailure(WebSocket socket, Throwable cause, @Nullable Response response) {
                failure.complete(cause);
            }
        });

        assertThat(failure.get(10, TimeUnit.SECONDS)).isInstanceOf(CallNotMadeException.class);
        assertThat(orders.received()).isEmpty();
    }

    @Test
    void refuses_bodiesThatCannotStartOver_whereTheyAreSigned() {
        OutboundAuth signing = OutboundAuth.of(gateway.identity())
                .to(Destination.of(orders.origin().toString())
                        .answeredBy(authority.issue("/orders").id())
                        .signed());
        RequestBody once = new RequestBody() {
            @Override
            public okhttp3.@Nullable MediaType contentType() {
                return null;
            }

            @Override
            public boolean isOneShot() {
                return true;
            }

            @Override
            public void writeTo(BufferedSink sink) throws IOException {
                sink.writeUtf8("once");
            }
        };
        Request request = request().newBuilder().post(once).build();

        assertThatThrownBy(() -> status(ZtOkHttp.newClient(signing), request)).hasMessageContaining("start over");
        assertThat(orders.received()).isEmpty();
    }

    @Test
    void tells_laterAnswersAndFailures_toTheirCallback() throws Exception {
        assertThat(later(http).get(10, TimeUnit.SECONDS)).isEqualTo("200");
        gateway.lose();

        assertThat(later(http).get(10, TimeUnit.SECONDS)).isEqualTo("CallNotMadeException");
    }

    private CompletableFuture<String> later(OkHttpClient client) {
        CompletableFuture<String> told = new CompletableFuture<>();
        client.newCall(request()).enqueue(new Callback() {
            @Override
            public void onFailure(Call call, IOException cause) {
                told.complete(cause.getClass().getSimpleName());
            }

            @Override
            public void onResponse(Call call, Response response) {
                told.complete(Integer.toString(response.code()));
                response.close();
            }
        });
        return told;
    }
}
