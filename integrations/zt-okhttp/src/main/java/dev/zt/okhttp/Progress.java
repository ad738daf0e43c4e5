package dev.zt.okhttp;

import dev.zt.outbound.CallNotMadeException;
import dev.zt.outbound.OutboundAuth;
import dev.zt.outbound.OutboundExchange;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** How far a call has come over its redirects and repetitions. For one thread at a time. */
final class Progress {
    private final OutboundAuth auth;
    private @Nullable OutboundExchange exchange;
    private boolean repeating;

    Progress(OutboundAuth auth) {
        this.auth = auth;
    }

    OutboundAuth auth() {
        return auth;
    }

    /** What this request is a part of: the same again, where a redirect led, or what OkHttp tries once more by itself. */
    OutboundExchange next(Request request) throws CallNotMadeException {
        OutboundExchange before = exchange;
        OutboundExchange now = before == null
                ? auth.begin(request.method(), request.url().uri(), request.headers()::values)
                : before.redirected(request.method(), request.url().uri(), request.headers()::values);
        repeating = false;
        exchange = now;
        return now;
    }

    void repeat() {
        repeating = true;
    }

    boolean isRepeating() {
        return repeating;
    }

    /** Whether the last request went to a declared destination. */
    boolean isDeclared() {
        return exchange != null && exchange.isDeclared();
    }
}
