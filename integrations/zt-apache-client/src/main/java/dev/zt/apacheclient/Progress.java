package dev.zt.apacheclient;

import dev.zt.outbound.CallNotMadeException;
import dev.zt.outbound.OutboundAuth;
import dev.zt.outbound.OutboundExchange;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.MessageHeaders;
import org.apache.hc.core5.net.NamedEndpoint;
import org.jspecify.annotations.Nullable;

/** How far a call has come over its redirects and repetitions; kept in its context, which its user may use for others. */
final class Progress {
    private static final String ATTRIBUTE = "zt.progress.";

    private Progress() {}

    /** What this request is a part of: a new call, where a redirect led, or what the client tries once more by itself. */
    static OutboundExchange next(
            OutboundAuth auth,
            HttpRequest request,
            @Nullable EntityDetails content,
            HttpRoute route,
            HttpClientContext context,
            String exchangeId)
            throws CallNotMadeException {
        URI told = uri(request, route);
        URI uri = told == null ? URI.create(route.getTargetHost().toURI() + "/") : told;
        Function<String, List<String>> headers = name -> values(request, content, name);
        OutboundExchange now = context.getAttribute(ATTRIBUTE + exchangeId) instanceof OutboundExchange before
                ? before.redirected(request.getMethod(), uri, headers)
                : auth.begin(request.getMethod(), uri, headers);
        context.setAttribute(ATTRIBUTE + exchangeId, now);
        if (now.isDeclared()) {
            requireSafe(told, route.getTargetName(), route);
        }
        return now;
    }

    static void end(HttpClientContext context, String exchangeId) {
        context.removeAttribute(ATTRIBUTE + exchangeId);
        Shown.remove(context, exchangeId);
    }

    /**
     * Refuses a request to a declared destination as it is sent.
     *
     * @throws CallNotMadeException if it carries credentials or names another host
     */
    static void requireAcceptable(OutboundAuth auth, HttpRequest request, HttpRoute route) throws CallNotMadeException {
        URI told = requireSafe(uri(request, route), request.getAuthority(), route);
        auth.begin(request.getMethod(), told, name -> values(request, name));
    }

    // Null where the target is no path of a URI: it can be told to no declared destination, and to others it is none of
    // our business.
    private static @Nullable URI uri(HttpRequest request, HttpRoute route) {
        String path = request.getPath();
        if (path == null || !path.startsWith("/")) {
            return null;
        }
        try {
            return URI.create(route.getTargetHost().toURI() + path);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static URI requireSafe(@Nullable URI told, @Nullable NamedEndpoint name, HttpRoute route)
            throws CallNotMadeException {
        HttpHost host = route.getTargetHost();
        if (name != null && !isSame(name, host)) {
            throw new CallNotMadeException(
                    "the request names another host than it goes to, whom its proof would reach");
        }
        if (told == null) {
            throw new CallNotMadeException("the request's target is no path of a URI (RFC 3986 §3.3)");
        }
        // A proxy would read what is sent in plain text.
        if (!route.isSecure() && route.getProxyHost() != null) {
            throw new CallNotMadeException("plain HTTP to loopback needs a client that uses no proxy");
        }
        return told;
    }

    private static boolean isSame(NamedEndpoint name, HttpHost host) {
        return name.getHostName().equalsIgnoreCase(host.getHostName()) && port(name, host) == port(host, host);
    }

    private static int port(NamedEndpoint endpoint, HttpHost host) {
        int usual = host.getSchemeName().equalsIgnoreCase("https") ? 443 : 80;
        return endpoint.getPort() < 0 ? usual : endpoint.getPort();
    }

    // The type of content becomes a field later on.
    private static List<String> values(HttpRequest request, @Nullable EntityDetails content, String name) {
        List<String> stated = values(request, name);
        return stated.isEmpty() && content != null && name.equalsIgnoreCase("Content-Type")
                ? Stream.ofNullable(content.getContentType()).toList()
                : stated;
    }

    static List<String> values(MessageHeaders message, String name) {
        return Arrays.stream(message.getHeaders(name)).map(Header::getValue).toList();
    }
}
