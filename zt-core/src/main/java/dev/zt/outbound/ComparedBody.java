package dev.zt.outbound;

import dev.zt.verify.BodyComparison;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands a body on while it is compared with what was signed, always one part behind, so that nobody gets the last part of a
 * wrong one. Keeps to the demand of whoever takes it.
 */
final class ComparedBody<T> implements BodySubscriber<T>, Flow.Subscription {
    private final BodySubscriber<T> taker;
    private final BodyComparison comparison;
    private final Supplier<UnprovenAnswerException> otherwise;
    private final Object lock = new Object();
    private volatile Flow.@Nullable Subscription source;
    private @Nullable List<ByteBuffer> held;
    private long demand;
    private boolean asked;
    private boolean right;
    private boolean done;

    ComparedBody(BodySubscriber<T> taker, BodyComparison comparison, Supplier<UnprovenAnswerException> otherwise) {
        this.taker = taker;
        this.comparison = comparison;
        this.otherwise = otherwise;
    }

    @Override
    public CompletionStage<T> getBody() {
        return taker.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        source = subscription;
        taker.onSubscribe(this);
    }

    @Override
    public void request(long parts) {
        Flow.Subscription from = source;
        long more = parts;
        synchronized (lock) {
            demand = sum(demand, parts);
            // The one that is held back comes on top.
            more = asked || parts <= 0 ? parts : sum(parts, 1);
            asked = true;
        }
        if (from != null) {
            from.request(more);
        }
        endIfDue();
    }

    private static long sum(long left, long right) {
        return left > Long.MAX_VALUE - Math.max(0, right) ? Long.MAX_VALUE : left + Math.max(0, right);
    }

    @Override
    public void cancel() {
        Flow.Subscription from = source;
        if (from != null) {
            from.cancel();
        }
    }

    @Override
    public void onNext(List<ByteBuffer> part) {
        part.forEach(comparison::add);
        List<ByteBuffer> before;
        synchronized (lock) {
            before = held;
            held = part;
            if (before != null) {
                demand--;
            }
        }
        if (before != null) {
            taker.onNext(before);
        }
    }

    @Override
    public void onError(Throwable cause) {
        taker.onError(cause);
    }

    @Override
    public void onComplete() {
        if (!comparison.matches()) {
            taker.onError(otherwise.get());
            return;
        }
        synchronized (lock) {
            right = true;
        }
        endIfDue();
    }

    private void endIfDue() {
        List<ByteBuffer> last;
        synchronized (lock) {
            last = held;
            if (!right || done || (last != null && demand == 0)) {
                return;
            }
            done = true;
            held = null;
        }
        if (last != null) {
            taker.onNext(last);
        }
        taker.onComplete();
    }
}
