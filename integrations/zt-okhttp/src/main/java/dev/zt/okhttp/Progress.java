package dev.zt.okhttp;

import dev.zt.outbound.CallNotMadeException;
import dev.zt.outbound.OutboundAuth;
import dev.zt.outbound.OutboundExchange;
import java.net.URI;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** How far a call has come over its redirects and repetitions. For one thread at a time. */
final class Progress {
    private final OutboundAuth auth;
    private final HttpUrl asked;
    private final URI uri;
    private @Nullable OutboundExchange exchange;
    private boolean repeating;

    /** Of a call to a URL, which is also given as the platform writes it. */
    Progress(OutboundAuth auth, HttpUrl asked, URI uri) {
        this.auth = auth;
        this.asked = asked;
        this.uri = uri;
    }

    OutboundAuth auth() {
        return auth;
    }

    /** What this request is a part of: the same again, where a redirect led, or what OkHttp tries once more by itself. */
    OutboundExchange next(Request request) throws CallNotMadeException {
        OutboundExchange before = exchange;
        OutboundExchange now = before == null
                ? auth.begin(request.method(), uri(request), request.headers()::values)
                : before.redirected(request.method(), uri(request), request.headers()::values);
        repeating = false;
        exchange = now;
        return now;
    }

    // Mostly the same one, and OkHttp takes some microseconds to write it.
    private URI uri(Request request) {
        return request.url().equals(asked) ? uri : request.url().uri();
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
