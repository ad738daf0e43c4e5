package dev.zt.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.jose.PrivateJwk;
import dev.zt.keys.SignatureProvider;
import dev.zt.own.HeldIdentity;
import dev.zt.own.ServiceIdentity;
import dev.zt.verify.Forge;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.Test;

/** What an answer, and what is pushed beside it, show of the request. */
class PlainAnswerTest {
    private static final URI ORDERS = URI.create("https://orders.internal/orders/7");

    private static HttpClient proving(HttpClient client) {
        Forge forge = new Forge();
        HeldIdentity held = HeldIdentity.of(
                "test",
                forge.wit(),
                PrivateJwk.parse(forge.holder.toJSONString()).orElseThrow(),
                SignatureProvider.bouncyCastle());
        ServiceIdentity me = ServiceIdentity.of(() -> held, () -> Instant.ofEpochSecond(Forge.NOW));
        return OutboundAuth.of(me).to("https://orders.internal").wrap(client);
    }

    @Test
    void shows_noProofs_toWhoeverTakesWhatIsPushed() {
        Pushing platform = new Pushing();
        List<HttpRequest> shown = new ArrayList<>();
        HttpRequest request = HttpRequest.newBuilder(ORDERS).build();

        proving(platform)
                .sendAsync(request, BodyHandlers.ofString(), (initiating, pushed, acceptor) -> shown.add(initiating))
                .join();

        assertThat(platform.sent.headers().map()).containsKey("Workload-Identity-Token");
        assertThat(shown).containsExactly(request);
        assertThat(shown.get(0).headers().map()).isEmpty();
    }

    @Test
    void leaves_whatIsPushedFromOtherPlacesAsItIs() {
        Pushing platform = new Pushing();
        List<HttpRequest> shown = new ArrayList<>();
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("https://elsewhere.example")).build();

        proving(platform)
                .sendAsync(request, BodyHandlers.ofString(), (initiating, pushed, acceptor) -> shown.add(initiating))
                .join();

        assertThat(shown).containsExactly(platform.sent);
    }

    @Test
    void tells_theConnection_whereThePlatformDoes() {
        HttpRequest request = HttpRequest.newBuilder(ORDERS).build();
        PlainAnswer<String> plain = new PlainAnswer<>(new Labelled<>(request), request);

        assertThat(plain.connectionLabel())
                .isEqualTo(Runtime.version().feature() < 25 ? Optional.empty() : Optional.of("seven"));
    }

    /** What answers of JDK 25 can be asked for. */
    interface Labelling {
        Optional<String> connectionLabel();
    }

    private record Labelled<T>(HttpRequest request) implements HttpResponse<T>, Labelling {
        @Override
        public Optional<String> connectionLabel() {
            return Optional.of("seven");
        }

        @Override
        public int statusCode() {
            return 200;
        }

        @Override
        public Optional<HttpResponse<T>> previousResponse() {
            return Optional.empty();
        }

        @Override
        public HttpHeaders headers() {
            return HttpHeaders.of(Map.of(), (name, value) -> true);
        }

        @Override
        public T body() {
            return null;
        }

        @Override
        public Optional<SSLSession> sslSession() {
            return Optional.empty();
        }

        @Override
        public URI uri() {
            return request.uri();
        }

        @Override
        public HttpClient.Version version() {
            return HttpClient.Version.HTTP_2;
        }
    }

    /** A client that is pushed something with each answer; otherwise one of the platform. */
    private static final class Pushing extends HttpClient {
        private final HttpClient platform = HttpClient.newHttpClient();
        private HttpRequest sent;

        @Override
        public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> CompletableFuture<HttpResponse<T>> sendAsync(
                HttpRequest request, BodyHandler<T> handler, PushPromiseHandler<T> pushes) {
            sent = request;
            HttpRequest pushed =
                    HttpRequest.newBuilder(request.uri().resolve("/style")).build();
            pushes.applyPushPromise(
                    request, pushed, taker -> CompletableFuture.completedFuture(new Labelled<>(pushed)));
            return CompletableFuture.completedFuture(new Labelled<>(request));
        }

        @Override
        public Optional<CookieHandler> cookieHandler() {
            return platform.cookieHandler();
        }

        @Override
        public Optional<Duration> connectTimeout() {
            return platform.connectTimeout();
        }

        @Override
        public Redirect followRedirects() {
            return platform.followRedirects();
        }

        @Override
        public Optional<ProxySelector> proxy() {
            return platform.proxy();
        }

        @Override
        public SSLContext sslContext() {
            return platform.sslContext();
        }

        @Override
        public SSLParameters sslParameters() {
            return platform.sslParameters();
        }

        @Override
        public Optional<Authenticator> authenticator() {
            return platform.authenticator();
        }

        @Override
        public Version version() {
            return platform.version();
        }

        @Override
        public Optional<Executor> executor() {
            return platform.executor();
        }
    }
}
