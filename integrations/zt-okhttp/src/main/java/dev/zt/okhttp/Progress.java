package dev.zt.okhttp;

import dev.zt.outbound.CallNotMadeException;
import dev.zt.outbound.OutboundAuth;
import dev.zt.outbound.OutboundExchange;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** How far a call has come over its redirects and repetitions; travels with its requests. For one thread at a time. */
final class Progress {
    private final OutboundAuth auth;
    private @Nullable OutboundExchange exchange;
    private boolean repeating;

    private Progress(OutboundAuth auth) {
        this.auth = auth;
    }

    /** The request with a progress of its own; one that cannot be proven is refused before it takes a connection. */
    static Request begin(OutboundAuth auth, Request request) throws CallNotMadeException {
        auth.begin(request.method(), request.url().uri(), request.headers()::values)
                .await();
        return request.newBuilder().tag(Progress.class, new Progress(auth)).build();
    }

    static Progress of(OutboundAuth auth, Request request) {
        Progress known = request.tag(Progress.class);
        return known == null ? new Progress(auth) : known;
    }

    /** What this request is a part of: the same again, where a redirect led, or what OkHttp tries once more by itself. */
    OutboundExchange next(Request request) throws CallNotMadeException {
        OutboundExchange before = exchange;
        OutboundExchange now = before != null && repeating ? before : following(before, request);
        repeating = false;
        exchange = now;
        return now;
    }

    private OutboundExchange following(@Nullable OutboundExchange before, Request request) throws CallNotMadeException {
        return before == null
                ? auth.begin(request.method(), request.url().uri(), request.headers()::values)
                : before.redirected(request.method(), request.url().uri(), request.headers()::values);
    }

    void repeat() {
        repeating = true;
    }

    boolean isRepeating() {
        return repeating;
    }
}
