package dev.zt.okhttp;

import dev.zt.outbound.CallNotMadeException;
import dev.zt.outbound.OutboundAuth;
import dev.zt.outbound.OutboundExchange;
import java.io.IOException;
import java.net.URI;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/** Begins each call: refuses what cannot be proven before it takes a connection, and sees to how that is made. */
final class BeginningInterceptor implements Interceptor {
    private final OutboundAuth auth;
    private final Connecting connecting;

    BeginningInterceptor(OutboundAuth auth, Connecting connecting) {
        this.auth = auth;
        this.connecting = connecting;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        OutboundAuth chosen = chosen(request);
        URI uri = request.url().uri();
        OutboundExchange exchange = chosen.begin(request.method(), uri, request.headers()::values);
        if (exchange.isDeclared()) {
            requireServable(request, uri, exchange);
        }
        exchange.await();
        Progress progress = chain.call().tag(Progress.class, () -> new Progress(chosen, request.url(), uri));
        Chain careful = connecting.on(chain).withAuthenticator(new Repeating(progress, chain.getAuthenticator()));
        return (chosen.isOnBehalf() ? careful.withCache(null) : careful).proceed(request);
    }

    private OutboundAuth chosen(Request request) throws CallNotMadeException {
        OutboundAuth behalf = request.tag(OutboundAuth.class);
        if (behalf != null && !behalf.isOfSameClient(auth)) {
            throw new CallNotMadeException(
                    "the request is on behalf of somebody by other destinations than its client's");
        }
        return behalf == null ? auth : behalf;
    }

    private static void requireServable(Request request, URI uri, OutboundExchange exchange)
            throws CallNotMadeException {
        if ("websocket".equalsIgnoreCase(request.header("Upgrade"))) {
            throw new CallNotMadeException("OkHttp shows WebSockets to no interceptor, so they cannot be proven");
        }
        // What is signed is what the platform writes of it; OkHttp sends some characters as they are.
        if (exchange.signsContent() && !uri.toString().endsWith(sent(request.url()))) {
            throw new CallNotMadeException("the path or query has characters that no URI has (RFC 3986 §2)");
        }
    }

    private static String sent(HttpUrl url) {
        return url.encodedPath() + (url.encodedQuery() == null ? "" : "?" + url.encodedQuery());
    }
}
