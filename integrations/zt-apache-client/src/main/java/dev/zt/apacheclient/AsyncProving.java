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

    @Override
    public void execute(
            HttpRequest request,
            @Nullable AsyncEntityProducer content,
            AsyncExecChain.Scope scope,
            AsyncExecChain chain,
            AsyncExecCallback callback)
            throws IOException {
        OutboundExchange exchange =
                Progress.next(auth, request, content, scope.route, scope.clientContext, scope.exchangeId);
        if (content != null && exchange.signsContent()) {
            exchange.content(ContentHash.of(content));
        }
        send(new Sending(exchange, request, content, scope, chain, callback));
    }

    /** One request on its way; the same for a repetition. */
    record Sending(
            OutboundExchange exchange,
            HttpRequest request,
            @Nullable AsyncEntityProducer content,
            AsyncExecChain.Scope scope,
            AsyncExecChain chain,
            AsyncExecCallback callback) {
        boolean isRepeatable() {
            return content == null || content.isRepeatable();
        }
    }

    private void send(Sending sending) {
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
    private void proceed(Sending sending, Map<String, String> shown) {
        Runnable again = () -> send(sending);
        try {
            if (!shown.isEmpty() && !Progress.isSafe(auth, sending.scope().route)) {
                throw new IOException("plain HTTP to loopback needs a client that uses no proxy");
            }
            BasicRequestBuilder proven = BasicRequestBuilder.copy(sending.request());
            shown.forEach(proven::setHeader);
            sending.chain()
                    .proceed(proven.build(), sending.content(), sending.scope(), new AnswerCallback(sending, again));
        } catch (HttpException | IOException | RuntimeException e) {
            sending.callback().failed(e);
        }
    }

    private static Exception told(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof Exception exception ? exception : new IOException(cause);
    }
}
