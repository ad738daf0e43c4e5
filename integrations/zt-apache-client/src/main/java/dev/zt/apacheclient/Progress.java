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
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.MessageHeaders;
import org.jspecify.annotations.Nullable;

/** How far a call has come over its redirects and repetitions; kept in its context, which its user may use for others. */
final class Progress {
    private static final String ATTRIBUTE = "zt.progress";

    private Progress() {}

    private record Kept(String exchangeId, OutboundExchange exchange) {}

    /** What this request is a part of: a new call, where a redirect led, or what the client tries once more by itself. */
    static OutboundExchange next(
            OutboundAuth auth,
            HttpRequest request,
            @Nullable EntityDetails content,
            HttpRoute route,
            HttpClientContext context,
            String exchangeId)
            throws CallNotMadeException {
        URI uri = URI.create(route.getTargetHost().toURI() + request.getPath());
        Function<String, List<String>> headers = name -> values(request, content, name);
        OutboundExchange now = context.getAttribute(ATTRIBUTE) instanceof Kept kept
                        && kept.exchangeId().equals(exchangeId)
                ? kept.exchange().redirected(request.getMethod(), uri, headers)
                : auth.begin(request.getMethod(), uri, headers);
        context.setAttribute(ATTRIBUTE, new Kept(exchangeId, now));
        return now;
    }

    /** A proxy would read what is sent in plain text. */
    static boolean isSafe(OutboundAuth auth, HttpRoute route) {
        return !auth.allowsLoopbackHttp() || route.isSecure() || route.getProxyHost() == null;
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
