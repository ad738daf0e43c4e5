package dev.zt.outbound;

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
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** A JDK client that proves its calls; everything else is the wrapped client's. */
final class ProvingHttpClient extends HttpClient {
    private final Supplier<HttpClient> clients;
    private final OutboundAuth auth;
    private final int redirects;

    ProvingHttpClient(Supplier<HttpClient> clients, OutboundAuth auth) {
        this(clients, auth, Attempt.MOST_REDIRECTS);
    }

    private ProvingHttpClient(Supplier<HttpClient> clients, OutboundAuth auth, int redirects) {
        this.clients = clients;
        this.auth = auth;
        this.redirects = redirects;
    }

    ProvingHttpClient leavingRedirects() {
        return new ProvingHttpClient(clients, auth, 0);
    }

    private HttpClient client() {
        return clients.get();
    }

    private Lifecycle lifecycle() {
        return Lifecycle.of(client());
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        Attempt<T> attempt = Attempt.first(auth, request, handler, redirects);
        while (true) {
            HttpResponse<T> response = send(attempt);
            Attempt<T> next = attempt.next();
            if (next == null) {
                return attempt.plain(response);
            }
            attempt = next;
        }
    }

    // The client wraps what ends a body in an exception of its own.
    private <T> HttpResponse<T> send(Attempt<T> attempt) throws IOException, InterruptedException {
        try {
            return client().send(attempt.showing(auth.credentialFor(attempt.call())), attempt);
        } catch (IOException e) {
            if (e.getCause() instanceof UnprovenAnswerException unproven) {
                throw unproven;
            }
            throw e;
        }
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
        return sendAsync(request, handler, null);
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> handler, @Nullable PushPromiseHandler<T> pushes) {
        // What is pushed answers no request of ours, so nobody has to have signed it.
        PushPromiseHandler<T> taken = auth.wantsSignedAnswers(request.uri()) ? null : pushes;
        CompletableFuture<HttpResponse<T>> answer = new CompletableFuture<>();
        var unused = sendAsync(Attempt.first(auth, request, handler, redirects), taken, answer)
                .whenComplete((response, failure) -> {
                    if (failure == null) {
                        answer.complete(response);
                    } else {
                        answer.completeExceptionally(failure);
                    }
                });
        return answer;
    }

    private <T> CompletableFuture<HttpResponse<T>> sendAsync(
            Attempt<T> attempt, @Nullable PushPromiseHandler<T> pushes, CompletableFuture<?> answer) {
        return auth.credentialSoon(attempt.call())
                .thenCompose(credential -> whileWanted(attempt.showing(credential), attempt, pushes, answer))
                .thenCompose(response -> {
                    Attempt<T> next = attempt.next();
                    return next == null
                            ? CompletableFuture.completedFuture(attempt.plain(response))
                            : sendAsync(next, pushes, answer);
                })
                .toCompletableFuture();
    }

    // As the platform's own client does: who cancels the answer ends the exchange, and frees what it holds.
    private <T> CompletableFuture<HttpResponse<T>> whileWanted(
            HttpRequest request,
            Attempt<T> attempt,
            @Nullable PushPromiseHandler<T> pushes,
            CompletableFuture<?> answer) {
        if (answer.isDone()) {
            return CompletableFuture.failedFuture(new CancellationException());
        }
        CompletableFuture<HttpResponse<T>> exchange =
                client().sendAsync(request, attempt, pushes == null ? null : attempt.plain(pushes));
        var unused = answer.whenComplete((value, failure) -> {
            if (answer.isCancelled()) {
                exchange.cancel(true);
            }
        });
        return exchange;
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return client().cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return client().connectTimeout();
    }

    /** {@link Redirect#NEVER}, because only this wrapper may follow one. */
    @Override
    public Redirect followRedirects() {
        return client().followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return client().proxy();
    }

    @Override
    public SSLContext sslContext() {
        return client().sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return client().sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return client().authenticator();
    }

    @Override
    public Version version() {
        return client().version();
    }

    @Override
    public Optional<Executor> executor() {
        return client().executor();
    }

    // The methods below override those of JDK 21 and later, which a class for release 17 cannot name as overridden.

    public void shutdown() {
        lifecycle().shutdown();
    }

    public void shutdownNow() {
        lifecycle().shutdownNow();
    }

    public boolean awaitTermination(Duration duration) throws InterruptedException {
        return lifecycle().awaitTermination(duration);
    }

    public boolean isTerminated() {
        return lifecycle().isTerminated();
    }

    public void close() {
        lifecycle().close();
    }
}
