package dev.zt.outbound;

import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Translates a call of another library to one of the platform's client, for libraries whose calls are made by a client of
 * {@link OutboundAuth}. What it says of a request that cannot be made has neither its URI nor the value of a field in it, which
 * may be secrets. Stateless.
 */
public final class PlatformCall {
    /** What the platform's client sets by itself and takes from nobody, or must not be told by a user. */
    private static final Set<String> ITS_OWN =
            Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");

    private PlatformCall() {}

    /**
     * A request, to be given more settings.
     *
     * @param uri where it goes, as text
     * @param fields the header fields by their names; {@code Connection}, {@code Content-Length}, {@code Expect}, {@code Host},
     *     {@code Transfer-Encoding} and {@code Upgrade} are left out, because the platform sets them
     * @throws IllegalArgumentException if HTTP cannot carry one of them, or the platform does not call there
     */
    public static HttpRequest.Builder request(
            String method, String uri, Map<String, ? extends Collection<String>> fields, BodyPublisher content) {
        return request(method, parsed(uri), fields, content);
    }

    /** The same as {@link #request(String, String, Map, BodyPublisher)} to a URI that was read already. */
    public static HttpRequest.Builder request(
            String method, URI uri, Map<String, ? extends Collection<String>> fields, BodyPublisher content) {
        HttpRequest.Builder builder = to(uri).method(method, content);
        fields.forEach((name, values) -> {
            if (!ITS_OWN.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> add(builder, name, value));
            }
        });
        return builder;
    }

    // What the platform says of these has all of them, be it in its cause.
    private static URI parsed(String uri) {
        try {
            return new URI(uri);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "the URL of the request is none: " + e.getReason() + " at index " + e.getIndex());
        }
    }

    private static HttpRequest.Builder to(URI uri) {
        try {
            return HttpRequest.newBuilder(uri);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the platform does not call the URL of the request: it must be one of http or https, with a host"
                            + " that is named by letters, digits, '-' and '.'");
        }
    }

    private static void add(HttpRequest.Builder builder, String name, String value) {
        try {
            builder.header(name, value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("HTTP cannot carry the field " + name + " or its value");
        }
    }

    /**
     * Takes the content of an answer as a stream that waits for each part no longer than so, where the platform's own waits
     * for ever. A part that does not come in time fails whoever reads with {@link java.net.http.HttpTimeoutException}, and
     * ends the exchange. A {@linkplain Destination#answersSignedBy signed} answer is handed on when all of it was compared; its
     * parts count as they come from the callee. The stream is for one thread at a time; any may close it, which gives up what
     * was not read.
     *
     * @param timeout zero is no limit
     * @throws IllegalArgumentException if that is negative
     */
    public static BodyHandler<InputStream> timed(Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("a timeout is not negative: " + timeout);
        }
        return info -> new TimedBody(timeout);
    }
}
