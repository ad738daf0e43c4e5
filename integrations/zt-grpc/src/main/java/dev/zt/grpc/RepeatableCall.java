package dev.zt.grpc;

import io.grpc.Attributes;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.SynchronizationContext;
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
        again.start(new LearningListener<>(listener, proof), proof.headers());
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
            return true;
        }

        // Made here, in the context of the call, and used where its turn is.
        @Override
        void repeat() {
            ClientCall<Q, A> again = calls.get();
            order.execute(() -> resume(again, taker));
        }
    }
}
