package dev.zt.apacheclient;

import dev.zt.outbound.CallNotMadeException;
import dev.zt.outbound.OutboundAuth;
import dev.zt.outbound.OutboundExchange;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLSession;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** What one try of a call to a declared destination shows, on its way to the request as it is sent. */
final class Shown {
    private static final String ATTRIBUTE = "zt.shown.";

    private final OutboundAuth auth;
    private final HttpRoute route;
    private final AtomicReference<@Nullable Map<String, String>> fields;

    private Shown(OutboundAuth auth, HttpRoute route, Map<String, String> fields) {
        this.auth = auth;
        this.route = route;
        this.fields = new AtomicReference<>(fields);
    }

    static void put(
            HttpClientContext context,
            String exchangeId,
            HttpRoute route,
            OutboundAuth auth,
            OutboundExchange exchange,
            Map<String, String> fields) {
        context.setAttribute(ATTRIBUTE + exchangeId, exchange.isDeclared() ? new Shown(auth, route, fields) : null);
    }

    static void remove(HttpClientContext context, String exchangeId) {
        context.removeAttribute(ATTRIBUTE + exchangeId);
    }

    /** Adds it to a request that is sent now, with all that the client has added to it itself. */
    static void add(HttpRequest request, HttpClientContext context) throws ZtFailure {
        if (context.getAttribute(ATTRIBUTE + context.getExchangeId()) instanceof Shown shown) {
            shown.addTo(request, context.getSSLSession());
        }
    }

    private void addTo(HttpRequest request, @Nullable SSLSession session) throws ZtFailure {
        // Once more, because the client and its interceptors may have added credentials or named another host.
        try {
            Progress.requireAcceptable(auth, request, route);
        } catch (CallNotMadeException e) {
            throw new ZtFailure(e);
        }
        if (auth.tls().isPresent()
                && (session == null
                        ? !auth.allowsLoopbackHttp()
                        : !auth.tls().get().made(session))) {
            throw refused("the connection was not made as the client was told to make it");
        }
        Map<String, String> once = fields.getAndSet(null);
        if (once == null) {
            throw refused("the client sends a request again by itself, whose proof is good once");
        }
        once.forEach(request::setHeader);
    }

    private static ZtFailure refused(String why) {
        return new ZtFailure(new CallNotMadeException(why));
    }
}
