package dev.zt.grpc;

import io.grpc.ClientCall;
import io.grpc.ForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.Status;

/** Hands an answer on, and what it says of the next proof to whoever makes it. */
class LearningListener<A> extends ForwardingClientCallListener.SimpleForwardingClientCallListener<A> {
    private final Proof proof;
    private boolean begun;

    LearningListener(ClientCall.Listener<A> taker, Proof proof) {
        super(taker);
        this.proof = proof;
    }

    @Override
    public void onHeaders(Metadata headers) {
        begun = true;
        settled();
        proof.answered(Status.OK, headers, false);
        super.onHeaders(headers);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        // What a guard refuses has trailers and nothing before them; what comes later was let in.
        if (begun || !proof.answered(status, trailers, isRepeatable())) {
            super.onClose(status, trailers);
        } else {
            repeat(status, trailers);
        }
    }

    /** Hears that this answer is the one that is handed on. */
    void settled() {}

    boolean isRepeatable() {
        return false;
    }

    /**
     * Makes the same call once more, whose answer is then handed on; nothing of the first one was.
     *
     * @param status the end of the first one, for whoever finds that there can be no second
     */
    void repeat(Status status, Metadata trailers) {}
}
