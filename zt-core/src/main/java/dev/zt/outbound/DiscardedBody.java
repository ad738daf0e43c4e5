package dev.zt.outbound;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer that another try follows. It is read to its end, so that its connection can serve that try, unless
 * the end does not come soon: then the connection is given up, since whoever answers may never stop.
 */
final class DiscardedBody<T> implements BodySubscriber<T> {
    private static final int MOST = 64 << 10;
    private static final long LONGEST_MILLIS = 1000;

    private final CompletableFuture<Boolean> end = new CompletableFuture<>();
    private final CompletableFuture<T> body = new CompletableFuture<>();
    private volatile Flow.@Nullable Subscription source;
    private volatile boolean left;
    private int length;

    @Override
    public CompletionStage<T> getBody() {
        var unused = end.completeOnTimeout(false, LONGEST_MILLIS, TimeUnit.MILLISECONDS)
                .thenAccept(this::pass);
        return body;
    }

    // The value is never seen, because another attempt follows.
    @SuppressWarnings("NullAway")
    private void pass(boolean whole) {
        body.complete(null);
    }

    /** Gives the connection up where the end has not come; to be called when the answer has, since that would fail before. */
    void leave() {
        left = true;
        Flow.Subscription from = source;
        if (from != null && !end.getNow(false)) {
            from.cancel();
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        source = subscription;
        if (left) {
            subscription.cancel();
        } else {
            subscription.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> part) {
        for (ByteBuffer buffer : part) {
            length += Math.min(buffer.remaining(), MOST);
        }
        if (length >= MOST) {
            end.complete(false);
        }
    }

    // What is thrown away need not be whole.
    @Override
    public void onError(Throwable cause) {
        end.complete(true);
    }

    @Override
    public void onComplete() {
        end.complete(true);
    }
}
