package dev.zt.springclient;

import dev.zt.outbound.CallNotMadeException;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Takes in all that a publisher gives. It gives one part at a time, so this is written by one thread at a time. */
final class HeldContent implements Flow.Subscriber<ByteBuffer> {
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private final int most;
    private Flow.@Nullable Subscription source;

    private HeldContent(int most) {
        this.most = most;
    }

    /**
     * All of it, once it is there; completed exceptionally if it is more than so many bytes. Cancelling ends the taking.
     */
    static CompletableFuture<byte[]> of(BodyPublisher content, int most) {
        HeldContent taker = new HeldContent(most);
        content.subscribe(taker);
        return taker.whole;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        source = subscription;
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(ByteBuffer part) {
        int length = part.remaining();
        if (length > most - held.size()) {
            whole.completeExceptionally(new CallNotMadeException(new IllegalArgumentException(
                    "content is held before it is sent, and this is more than " + most + " bytes")));
        }
        if (whole.isDone()) {
            stop();
            return;
        }
        byte[] bytes = new byte[length];
        part.get(bytes);
        held.write(bytes, 0, length);
    }

    private void stop() {
        Flow.Subscription from = source;
        if (from != null) {
            from.cancel();
        }
    }

    @Override
    public void onError(Throwable cause) {
        whole.completeExceptionally(cause);
    }

    @Override
    public void onComplete() {
        whole.complete(held.toByteArray());
    }
}
