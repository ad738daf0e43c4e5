package dev.zt.outbound;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The content of an answer as a stream that waits for each part no longer than so; the platform's own waits for ever. Read by
 * one thread at a time.
 */
final class TimedBody extends InputStream implements BodySubscriber<InputStream> {
    private final Duration timeout;
    private final BlockingQueue<Part> parts;
    private final CompletableFuture<Flow.Subscription> source = new CompletableFuture<>();
    private Part current = Part.ON_ITS_WAY;
    private volatile boolean closed;

    /** What came; the last one says whether it was all. */
    record Part(ByteBuffer bytes, boolean last, @Nullable Throwable failure) {
        /** Nothing to be read yet. */
        static final Part ON_ITS_WAY = new Part(ByteBuffer.allocate(0).asReadOnlyBuffer(), false, null);
    }

    /** @param timeout zero is no limit */
    TimedBody(Duration timeout) {
        this(timeout, new LinkedBlockingQueue<>());
    }

    /** A body that waits for its parts at such a queue. */
    TimedBody(Duration timeout, BlockingQueue<Part> parts) {
        this.timeout = timeout;
        this.parts = parts;
    }

    /** Says that something came which is not handed on yet, so that whoever waits for it goes on waiting. */
    void arrived() {
        parts.add(Part.ON_ITS_WAY);
    }

    @Override
    public CompletionStage<InputStream> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        source.complete(subscription);
        if (closed) {
            subscription.cancel();
        } else {
            subscription.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        ByteBuffer joined = ByteBuffer.allocate(
                buffers.stream().mapToInt(ByteBuffer::remaining).sum());
        buffers.forEach(joined::put);
        parts.add(new Part(joined.flip(), false, null));
    }

    @Override
    public void onError(Throwable failure) {
        parts.add(new Part(ByteBuffer.allocate(0), true, failure));
    }

    @Override
    public void onComplete() {
        parts.add(new Part(ByteBuffer.allocate(0), true, null));
    }

    @Override
    public int read() throws IOException {
        ByteBuffer bytes = bytes();
        return bytes.hasRemaining() ? bytes.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        ByteBuffer bytes = bytes();
        if (!bytes.hasRemaining()) {
            return -1;
        }
        int read = Math.min(length, bytes.remaining());
        bytes.get(into, from, read);
        return read;
    }

    @Override
    public int available() {
        return closed ? 0 : current.bytes().remaining();
    }

    // Empty at the end only.
    private ByteBuffer bytes() throws IOException {
        if (closed) {
            throw new IOException("the content was closed");
        }
        while (!current.bytes().hasRemaining() && !current.last()) {
            current = next();
            if (!current.last()) {
                source.join().request(1);
            }
        }
        Throwable failure = current.failure();
        if (failure != null) {
            throw new IOException(failure.getMessage(), failure);
        }
        return current.bytes();
    }

    private Part next() throws IOException {
        try {
            Part next = timeout.isZero() ? parts.take() : parts.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (next == null) {
                close();
                throw new HttpTimeoutException("no more content of the answer came in time");
            }
            return next;
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while it waited for content");
        }
    }

    /** Gives up what was not read, also of whoever waits for it at that moment. */
    @Override
    public void close() {
        closed = true;
        parts.clear();
        parts.add(new Part(ByteBuffer.allocate(0), true, new IOException("the content was closed")));
        var unused = source.thenAccept(Flow.Subscription::cancel);
    }
}
