package dev.zt.grpc;

import io.grpc.ForwardingServerCall;
import io.grpc.ForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.SynchronizationContext;

/**
 * A stream that ends when its caller may no longer have it. A call of gRPC is for one thread at a time, and here messages from
 * both ends can end it, so what is sent goes in one order.
 */
final class WatchedCall<Q, A> extends ForwardingServerCall.SimpleForwardingServerCall<Q, A> {
    private static final Status OVER =
            Status.PERMISSION_DENIED.withDescription("The caller may not do this any longer");

    private final Watch watch;
    private final SynchronizationContext order = InOrder.steps();
    private boolean closed;
    private volatile boolean ended;

    WatchedCall(ServerCall<Q, A> call, Watch watch) {
        super(call);
        this.watch = watch;
    }

    @Override
    public void sendHeaders(Metadata headers) {
        order.execute(() -> {
            if (!ended) {
                super.sendHeaders(headers);
            }
        });
    }

    @Override
    public void sendMessage(A message) {
        order.execute(() -> {
            if (watch.isOver()) {
                end();
            }
            if (!ended) {
                super.sendMessage(message);
            }
        });
    }

    @Override
    public void close(Status status, Metadata trailers) {
        order.execute(() -> {
            if (!ended) {
                closed = true;
                super.close(status, trailers);
            }
        });
    }

    @Override
    public boolean isCancelled() {
        return ended || super.isCancelled();
    }

    private void end() {
        if (!closed && !ended) {
            ended = true;
            super.close(OVER, new Metadata());
        }
    }

    /** The handler's listener, which hears of nothing that comes after the end, and of the end as of a cancellation. */
    ServerCall.Listener<Q> listening(ServerCall.Listener<Q> handler) {
        return new ForwardingServerCallListener.SimpleForwardingServerCallListener<>(handler) {
            @Override
            public void onMessage(Q message) {
                if (goesOn()) {
                    super.onMessage(message);
                }
            }

            @Override
            public void onHalfClose() {
                if (goesOn()) {
                    super.onHalfClose();
                }
            }

            @Override
            public void onComplete() {
                if (ended) {
                    super.onCancel();
                } else {
                    super.onComplete();
                }
            }
        };
    }

    private boolean goesOn() {
        if (watch.isOver()) {
            order.execute(this::end);
            return false;
        }
        return true;
    }
}
