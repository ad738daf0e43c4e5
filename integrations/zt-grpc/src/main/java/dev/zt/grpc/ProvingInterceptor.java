package dev.zt.grpc;

import dev.zt.outbound.OutboundAuth;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusException;

/** Gives each call a proof of its own. */
final class ProvingInterceptor implements ClientInterceptor {
    private final OutboundAuth auth;

    ProvingInterceptor(OutboundAuth auth) {
        this.auth = auth;
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        if (options.getCredentials() != null) {
            return new Refused<>(next.newCall(method, options));
        }
        Proof proof = new Proof(auth);
        CallOptions proven = options.withCallCredentials(proof);
        return method.getType().clientSendsOneMessage()
                ? new RepeatableCall<>(() -> next.newCall(method, proven), proof)
                : new StreamedCall<>(next.newCall(method, proven), proof);
    }

    /** A call with credentials of its own, which would stand beside the proof. */
    private static final class Refused<Q, A> extends ClientInterceptors.CheckedForwardingClientCall<Q, A> {
        Refused(ClientCall<Q, A> call) {
            super(call);
        }

        @Override
        protected void checkedStart(Listener<A> listener, Metadata headers) throws StatusException {
            throw Status.UNAUTHENTICATED
                    .withDescription("the call was not made: it has CallCredentials of its own; make it on a channel"
                            + " without this interceptor")
                    .asException();
        }
    }

    /** A call of several messages, which cannot be sent again; its answer says what the next one is to show. */
    private static final class StreamedCall<Q, A> extends ForwardingClientCall.SimpleForwardingClientCall<Q, A> {
        private final Proof proof;

        StreamedCall(ClientCall<Q, A> call, Proof proof) {
            super(call);
            this.proof = proof;
        }

        @Override
        public void start(Listener<A> listener, Metadata headers) {
            proof.sends(headers);
            super.start(new LearningListener<>(listener, proof), proof.headers());
        }
    }
}
