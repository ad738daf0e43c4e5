package dev.zt.outbound;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Holds a body until all of it was compared with what was signed, and hands it on only if it is right. Whoever reads it as a
 * stream waits until then.
 */
final class ComparedBody<T> implements BodySubscriber<T>, Flow.Subscription {
    private final BodySubscriber<T> taker;
    private final AnswerStep.Compare comparison;
    private final Object lock = new Object();
    private final List<ByteBuffer> held = new ArrayList<>();
    private volatile Flow.@Nullable Subscription source;
    private long length;
    private boolean asked;
    private boolean right;
    private boolean over;

    ComparedBody(BodySubscriber<T> taker, AnswerStep.Compare comparison) {
        this.taker = taker;
        this.comparison = comparison;
    }

    @Override
    public CompletionStage<T> getBody() {
        return taker.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        source = subscription;
        taker.onSubscribe(this);
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void request(long parts) {
        if (parts <= 0) {
            end(new IllegalArgumentException("the demand is positive (Reactive Streams §3.9)"));
            return;
        }
        synchronized (lock) {
            asked = true;
        }
        handOnIfDue();
    }

    @Override
    public void cancel() {
        synchronized (lock) {
            over = true;
            held.clear();
        }
        stop();
    }

    private void stop() {
        Flow.Subscription from = source;
        if (from != null) {
            from.cancel();
        }
    }

    @Override
    public void onNext(List<ByteBuffer> part) {
        // Whoever minds the time minds what comes from the callee.
        if (taker instanceof TimedBody timed) {
            timed.arrived();
        }
        boolean tooLong;
        synchronized (lock) {
            if (over) {
                return;
            }
            for (ByteBuffer buffer : part) {
                length += buffer.remaining();
                comparison.add(buffer);
                held.add(buffer);
            }
            tooLong = length > comparison.most();
        }
        if (tooLong) {
            stop();
            end(comparison.tooLong());
        }
    }

    @Override
    public void onError(Throwable cause) {
        end(cause);
    }

    private void end(Throwable cause) {
        synchronized (lock) {
            if (over) {
                return;
            }
            over = true;
            held.clear();
        }
        taker.onError(cause);
    }

    @Override
    public void onComplete() {
        try {
            comparison.end();
        } catch (UnprovenAnswerException e) {
            end(e);
            return;
        }
        synchronized (lock) {
            right = true;
        }
        handOnIfDue();
    }

    private void handOnIfDue() {
        List<ByteBuffer> all;
        synchronized (lock) {
            if (!right || over || (!asked && !held.isEmpty())) {
                return;
            }
            over = true;
            all = List.copyOf(held);
            held.clear();
        }
        if (!all.isEmpty()) {
            taker.onNext(all);
        }
        taker.onComplete();
    }
}
