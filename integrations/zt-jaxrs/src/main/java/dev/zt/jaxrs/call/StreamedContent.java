package dev.zt.jaxrs.call;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Hands on what one thread writes, no faster than it is asked for, to whoever subscribes first. */
final class StreamedContent implements Flow.Publisher<ByteBuffer>, Flow.Subscription {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Flow.@Nullable Subscriber<? super ByteBuffer> taker;
    private final Duration timeout;
    private long asked;
    private boolean over;
    private boolean refused;

    /** @param timeout how long to wait until a part may be sent; zero is no limit */
    StreamedContent(Duration timeout) {
        this.timeout = timeout;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        boolean first = isFirst(subscriber);
        subscriber.onSubscribe(first ? this : new Nothing());
        if (!first) {
            subscriber.onError(new IOException("content that is sent as it is written cannot be sent again"));
        }
    }

    private boolean isFirst(Flow.Subscriber<? super ByteBuffer> subscriber) {
        lock.lock();
        try {
            if (taker != null) {
                return false;
            }
            taker = subscriber;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until this may be sent. */
    void send(byte[] bytes, int from, int length) throws IOException {
        if (length > 0) {
            // Whoever writes may use his array again.
            asked().onNext(ByteBuffer.wrap(Arrays.copyOfRange(bytes, from, from + length)));
        }
    }

    private Flow.Subscriber<? super ByteBuffer> asked() throws IOException {
        lock.lock();
        try {
            long left = timeout.isZero() ? Long.MAX_VALUE : timeout.toNanos();
            while (asked == 0 && !over && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (left <= 0) {
                throw new HttpTimeoutException("no more content was taken in time");
            }
            Flow.Subscriber<? super ByteBuffer> current = taker;
            if (over || current == null) {
                refused = true;
                throw new IOException("the exchange ended before all of the content was sent");
            }
            asked--;
            return current;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while it sent content");
        } finally {
            lock.unlock();
        }
    }

    /** Whether something was written that nobody took any more. */
    boolean isRefused() {
        lock.lock();
        try {
            return refused;
        } finally {
            lock.unlock();
        }
    }

    /** Says that this was all, unless nobody takes content any more. */
    void end() {
        Flow.Subscriber<? super ByteBuffer> current;
        lock.lock();
        try {
            current = over ? null : taker;
        } finally {
            lock.unlock();
        }
        if (current != null) {
            current.onComplete();
        }
    }

    /** Takes no more content: the answer is there, or there will be none. */
    void answered() {
        change(0, true);
    }

    @Override
    public void request(long parts) {
        change(parts, false);
    }

    @Override
    public void cancel() {
        change(0, true);
    }

    private void change(long more, boolean ends) {
        lock.lock();
        try {
            asked = Math.addExact(Math.min(asked, Long.MAX_VALUE - more), more);
            over |= ends;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** For a second subscriber. */
    private static final class Nothing implements Flow.Subscription {
        @Override
        public void request(long parts) {}

        @Override
        public void cancel() {}
    }
}
