package dev.zt.grpc;

import io.grpc.Attributes;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.SynchronizationContext;
import java.io.InputStream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A call of one message, which is sent once more with a fresh proof if the callee asks for one. Everything that its user does
 * takes place in one order, whichever thread it comes from, and in the second try as in the first.
 */
final class RepeatableCall<Q, A> extends ClientCall<Q, A> {
    private final Supplier<ClientCall<Q, A>> calls;
    private final Proof proof;
    private final SynchronizationContext order = InOrder.steps();
    private volatile ClientCall<Q, A> current;
    private int requested;
    private @Nullable Q message;
    private boolean compressed = true;
    // What is sent as it is, such as by a proxy, can be read once.
    private volatile boolean streamed;
    private boolean complete;
    private boolean cancelled;
    private boolean settled;

    RepeatableCall(Supplier<ClientCall<Q, A>> calls, Proof proof) {
        this.calls = calls;
        this.proof = proof;
        this.current = calls.get();
    }

    @Override
    public void start(Listener<A> listener, Metadata headers) {
        proof.sends(headers);
        current.start(new FirstAnswer(listener), proof.headers());
    }

    @Override
    public void request(int messages) {
        order.execute(() -> {
            requested += Math.min(messages, Integer.MAX_VALUE - requested);
            current.request(messages);
        });
    }

    @Override
    public void sendMessage(Q sent) {
        order.execute(() -> {
            streamed = sent instanceof InputStream;
            message = settled ? null : sent;
            current.sendMessage(sent);
        });
    }

    @Override
    public void halfClose() {
        order.execute(() -> {
            complete = true;
            current.halfClose();
        });
    }

    @Override
    public void setMessageCompression(boolean enabled) {
        order.execute(() -> {
            compressed = enabled;
            current.setMessageCompression(enabled);
        });
    }

    @Override
    public void cancel(@Nullable String reason, @Nullable Throwable cause) {
        order.execute(() -> {
            cancelled = true;
            current.cancel(reason, cause);
        });
    }

    @Override
    public boolean isReady() {
        return current.isReady();
    }

    @Override
    public Attributes getAttributes() {
        return current.getAttributes();
    }

    private void resume(ClientCall<Q, A> again, Listener<A> listener) {
        try {
            again.start(new LearningListener<>(listener, proof), proof.headers());
        } catch (RuntimeException e) {
            listener.onClose(Status.fromThrowable(e), new Metadata());
            return;
        }
        current = again;
        Q sent = message;
        if (cancelled) {
            again.cancel("cancelled before it was sent again", null);
            return;
        }
        again.setMessageCompression(compressed);
        again.request(requested);
        if (sent != null) {
            again.sendMessage(sent);
        }
        if (complete) {
            again.halfClose();
        }
    }

    private final class FirstAnswer extends LearningListener<A> {
        private final Listener<A> taker;

        FirstAnswer(Listener<A> taker) {
            super(taker, proof);
            this.taker = taker;
        }

        // A message can be large, and its answer take long.
        @Override
        void settled() {
            order.execute(() -> {
                settled = true;
                message = null;
            });
        }

        @Override
        boolean isRepeatable() {
            return !streamed;
        }

        // Made here, in the context of the call, and used where its turn is. Whatever fails, the user hears of an end.
        @Override
        void repeat(Status status, Metadata trailers) {
            ClientCall<Q, A> again;
            try {
                again = calls.get();
            } catch (RuntimeException e) {
                taker.onClose(Status.fromThrowable(e), new Metadata());
                return;
            }
            order.execute(() -> {
                if (streamed) {
                    taker.onClose(status, trailers);
                } else {
                    resume(again, taker);
                }
            });
        }
    }
}
