package dev.zt.grpc;

import dev.zt.guard.Admission;
import dev.zt.guard.Answer;
import dev.zt.guard.Guard;
import dev.zt.guard.RequestFault;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.function.LongSupplier;

/** Asks the guard before a handler is started, and again while a stream lasts. */
final class GuardInterceptor implements ServerInterceptor {
    static final Context.Key<Admission.Granted> GRANTED = Context.key("dev.zt.granted");

    private final Guard guard;
    private final LongSupplier nanos;

    /**
     * Asks a guard.
     *
     * @param nanos a time that only goes forward, as that of {@link System#nanoTime}
     */
    GuardInterceptor(Guard guard, LongSupplier nanos) {
        this.guard = guard;
        this.nanos = nanos;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Admission admission = guard.admit(Inbound.call(guard, call, headers));
        if (!(admission instanceof Admission.Granted granted)) {
            return refuse(call, ((Admission.Refused) admission).answer());
        }
        // Its messages would have to be compared with the digest of one body before any of them is used.
        if (granted.bindsBody()) {
            return refuse(call, granted.withdraw(RequestFault.BODY_UNCOMPARED).answer());
        }
        Context context = Context.current().withValue(GRANTED, granted);
        ServerCall<Q, A> answering = new AnsweringCall<>(call, granted.headers());
        if (call.getMethodDescriptor().getType() == MethodType.UNARY) {
            return Contexts.interceptCall(context, answering, headers, next);
        }
        WatchedCall<Q, A> watched = new WatchedCall<>(answering, new Watch(granted::stillValid, nanos));
        return watched.listening(Contexts.interceptCall(context, watched, headers, next));
    }

    private static <Q, A> ServerCall.Listener<Q> refuse(ServerCall<Q, A> call, Answer answer) {
        call.close(Refusal.status(answer), Refusal.trailers(answer));
        return new ServerCall.Listener<>() {};
    }
}
