package dev.zt.springclient;

import dev.zt.outbound.CallNotMadeException;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * A client that proves its calls, given content which starts over: Spring gives streams, which can be neither hashed before
 * they are sent nor sent again. Closing it closes nothing.
 */
final class HoldingClient extends HttpClient {
    private final HttpClient proving;
    private final int most;

    HoldingClient(HttpClient proving, int most) {
        this.proving = proving;
        this.most = most;
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<T>> answer = sendAsync(request, handler);
        try {
            return answer.get();
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException told ? told : new IOException(e.getCause());
        }
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
        return sendAsync(request, handler, null);
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> handler, @Nullable PushPromiseHandler<T> pushes) {
        CompletableFuture<HttpResponse<T>> answer = new CompletableFuture<>();
        var unused = held(request, answer)
                .thenCompose(whole -> whileWanted(answer, proving.sendAsync(whole, handler, pushes)))
                .whenComplete((response, failure) -> {
                    if (failure == null) {
                        answer.complete(response);
                    } else {
                        // Spring's clients have one kind of failure for what could not be exchanged, caused by
                        // IOExceptions.
                        answer.completeExceptionally(CallNotMadeException.orElse(failure));
                    }
                });
        return answer;
    }

    // Whoever gives up on the answer, be it for want of time, gives up on what leads to it.
    private static <T> CompletableFuture<T> whileWanted(CompletableFuture<?> answer, CompletableFuture<T> step) {
        var unused = answer.whenComplete((value, failure) -> {
            if (answer.isCancelled()) {
                step.cancel(true);
            }
        });
        return step;
    }

    private CompletableFuture<HttpRequest> held(HttpRequest request, CompletableFuture<?> answer) {
        return request.bodyPublisher()
                .filter(content -> content.contentLength() != 0)
                .map(content -> whileWanted(answer, HeldContent.of(content, most)))
                .map(whole -> whole.thenApply(bytes -> HttpRequest.newBuilder(request, (name, value) -> true)
                        .method(request.method(), BodyPublishers.ofByteArray(bytes))
                        .build()))
                .orElseGet(() -> CompletableFuture.completedFuture(request));
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return proving.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return proving.connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return proving.followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return proving.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return proving.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return proving.sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return proving.authenticator();
    }

    @Override
    public Version version() {
        return proving.version();
    }

    @Override
    public Optional<Executor> executor() {
        return proving.executor();
    }
}
