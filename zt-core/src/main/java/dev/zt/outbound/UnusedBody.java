package dev.zt.outbound;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** The body of an answer that nobody may use: not read, and in its place is why. */
final class UnusedBody<T> implements BodySubscriber<T> {
    private final CompletableFuture<T> body;

    UnusedBody(UnprovenAnswerException why) {
        this.body = CompletableFuture.failedFuture(why);
    }

    @Override
    public CompletionStage<T> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.cancel();
    }

    @Override
    public void onNext(List<ByteBuffer> part) {}

    @Override
    public void onError(Throwable cause) {}

    @Override
    public void onComplete() {}
}
