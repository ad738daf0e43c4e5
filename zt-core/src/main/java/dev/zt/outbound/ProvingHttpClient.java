package dev.zt.outbound;

import dev.zt.own.WorkloadProof;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** A JDK client that proves its calls; everything else is the wrapped client's. */
final class ProvingHttpClient extends HttpClient {
    private static final String AUTHORIZATION = "Authorization";
    private static final String WIT = "Workload-Identity-Token";

    private final HttpClient client;
    private final OutboundAuth auth;
    private final Lifecycle lifecycle;

    ProvingHttpClient(HttpClient client, OutboundAuth auth) {
        this.client = client;
        this.auth = auth;
        this.lifecycle = Lifecycle.of(client);
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        Attempt<T> attempt = Attempt.first(auth, refusingCredentials(request), handler);
        while (true) {
            HttpResponse<T> response = client.send(proven(attempt.request()), attempt);
            Attempt<T> next = attempt.next();
            if (next == null) {
                return response;
            }
            attempt = next;
        }
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
        return sendAsync(request, handler, null);
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> handler, @Nullable PushPromiseHandler<T> pushes) {
        return sendAsync(Attempt.first(auth, refusingCredentials(request), handler), pushes);
    }

    private <T> CompletableFuture<HttpResponse<T>> sendAsync(
            Attempt<T> attempt, @Nullable PushPromiseHandler<T> pushes) {
        return client.sendAsync(proven(attempt.request()), attempt, pushes).thenCompose(response -> {
            Attempt<T> next = attempt.next();
            return next == null ? CompletableFuture.completedFuture(response) : sendAsync(next, pushes);
        });
    }

    private static HttpRequest refusingCredentials(HttpRequest request) {
        if (request.headers().firstValue(AUTHORIZATION).isPresent()
                || request.headers().firstValue(WIT).isPresent()) {
            throw new IllegalArgumentException(
                    "the request carries credentials already; use an unwrapped client for it");
        }
        return request;
    }

    private HttpRequest proven(HttpRequest request) {
        Optional<WorkloadProof> proof = auth.proofFor(request.uri());
        return proof.isEmpty()
                ? request
                : HttpRequest.newBuilder(request, (name, value) -> true)
                        .setHeader(WIT, proof.get().workloadIdentityToken())
                        .setHeader(AUTHORIZATION, proof.get().authorization())
                        .build();
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return client.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return client.connectTimeout();
    }

    /** {@link Redirect#NEVER}, because only this wrapper may follow one. */
    @Override
    public Redirect followRedirects() {
        return client.followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return client.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return client.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return client.sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return client.authenticator();
    }

    @Override
    public Version version() {
        return client.version();
    }

    @Override
    public Optional<Executor> executor() {
        return client.executor();
    }

    // The methods below override those of JDK 21 and later, which a class for release 17 cannot name as overridden.

    public void shutdown() {
        lifecycle.shutdown();
    }

    public void shutdownNow() {
        lifecycle.shutdownNow();
    }

    public boolean awaitTermination(Duration duration) throws InterruptedException {
        return lifecycle.awaitTermination(duration);
    }

    public boolean isTerminated() {
        return lifecycle.isTerminated();
    }

    public void close() {
        lifecycle.close();
    }
}
