package dev.zt.outbound;

import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;

/** The SHA-256 of what a publisher gives, taken as it passes. For publishers that start over for the next subscriber. */
final class ContentHash implements Flow.Subscriber<ByteBuffer> {
    private final MessageDigest digest;
    private final CompletableFuture<byte[]> hash = new CompletableFuture<>();

    private ContentHash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every platform has SHA-256", e);
        }
    }

    /** Empty where there is no content. */
    static Optional<byte[]> of(BodyPublisher content) {
        if (content.contentLength() == 0) {
            return Optional.empty();
        }
        ContentHash hash = new ContentHash();
        content.subscribe(hash);
        try {
            return Optional.of(hash.hash.join());
        } catch (CompletionException e) {
            throw new IllegalArgumentException("the content cannot be read", e.getCause());
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(ByteBuffer part) {
        digest.update(part);
    }

    @Override
    public void onError(Throwable cause) {
        hash.completeExceptionally(cause);
    }

    @Override
    public void onComplete() {
        hash.complete(digest.digest());
    }
}
