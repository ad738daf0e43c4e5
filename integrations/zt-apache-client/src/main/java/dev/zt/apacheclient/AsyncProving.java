package dev.zt.apacheclient;

import dev.zt.outbound.OutboundAuth;
import dev.zt.outbound.OutboundExchange;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.client5.http.async.AsyncExecChainHandler;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http.support.BasicRequestBuilder;
import org.jspecify.annotations.Nullable;

/** Proves each request of an asynchronous client exactly as it goes: behind redirects, repetitions and content codings. */
final class AsyncProving implements AsyncExecChainHandler {
    private final OutboundAuth auth;

    AsyncProving(OutboundAuth auth) {
        this.auth = auth;
    }

    /** One request on its way; the same for a repetition. */
    record Sending(
            OutboundAuth auth,
            OutboundExchange exchange,
            HttpRequest request,
            @Nullable NotedContent content,
            AsyncExecChain.Scope scope,
            AsyncExecChain chain,
            AsyncExecCallback callback) {
        boolean isRepeatable() {
            return content == null || (content.isRepeatable() && content.hasEnded());
        }
    }

    /** The outermost part: gives the user what was carried past the client's repetitions. */
    static void end(
            HttpRequest request,
            @Nullable AsyncEntityProducer content,
            AsyncExecChain.Scope scope,
            AsyncExecChain chain,
            AsyncExecCallback callback)
            throws HttpException, IOException {
        try {
            chain.proceed(request, content, scope, new EndCallback(callback, scope));
        } catch (ZtFailure e) {
            throw e.failure();
        }
    }

    @Override
    public void execute(
            HttpRequest request,
            @Nullable AsyncEntityProducer content,
            AsyncExecChain.Scope scope,
            AsyncExecChain chain,
            AsyncExecCallback callback)
            throws HttpException {
        NotedContent noted = content == null ? null : new NotedContent(content);
        try {
            OutboundExchange exchange =
                    Progress.next(auth, request, content, scope.route, scope.clientContext, scope.exchangeId);
            if (noted != null && exchange.signsContent()) {
                exchange.content(ContentHash.of(noted));
            }
            send(new Sending(auth, exchange, request, noted, scope, chain, callback));
        } catch (IOException e) {
            throw new ZtFailure(e);
        }
    }

    private static void send(Sending sending) {
        sending.exchange().showSoon().whenComplete((shown, failure) -> {
            if (failure == null) {
                proceed(sending, shown);
            } else {
                sending.callback().failed(told(failure));
            }
        });
    }

    // A copy, because the client adds fields of its own to what it sends, and may send the same request again by
    // itself.
    private static void proceed(Sending sending, Map<String, String> shown) {
        AsyncExecChain.Scope scope = sending.scope();
        try {
            Shown.put(scope.clientContext, scope.exchangeId, scope.route, sending.auth(), sending.exchange(), shown);
            sending.chain()
                    .proceed(
                            BasicRequestBuilder.copy(sending.request()).build(),
                            sending.content(),
                            scope,
                            new AnswerCallback(sending, () -> send(sending)));
        } catch (HttpException | IOException | RuntimeException e) {
            sending.callback().failed(e);
        }
    }

    private static Exception told(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return new ZtFailure(cause instanceof IOException known ? known : new IOException(cause));
    }
}
