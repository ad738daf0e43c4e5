package dev.zt.grpc;

import dev.zt.guard.Answer;
import io.grpc.ForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.List;

/** Says what the guard has to say to a caller that it let in, with whatever is sent first. */
final class AnsweringCall<Q, A> extends ForwardingServerCall.SimpleForwardingServerCall<Q, A> {
    private final List<Answer.Header> fields;
    private boolean begun;

    AnsweringCall(ServerCall<Q, A> call, List<Answer.Header> fields) {
        super(call);
        this.fields = fields;
    }

    @Override
    public void sendHeaders(Metadata headers) {
        begun = true;
        Refusal.add(headers, fields);
        super.sendHeaders(headers);
    }

    @Override
    public void close(Status status, Metadata trailers) {
        if (!begun) {
            Refusal.add(trailers, fields);
        }
        super.close(status, trailers);
    }
}
