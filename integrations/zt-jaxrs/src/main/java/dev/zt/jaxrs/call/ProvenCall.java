package dev.zt.jaxrs.call;

import dev.zt.outbound.CallNotMadeException;
import dev.zt.outbound.PlatformCall;
import jakarta.ws.rs.ProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * Calls of Jakarta REST, made by a client of the platform that proves them and waited for by the thread that makes them. Safe
 * for concurrent use.
 *
 * @param proving proves its calls
 * @param contentUpTo how many bytes of content are held, to be hashed and to be sent again; what is longer is sent as it is
 *     written, where nobody wants it signed
 */
public record ProvenCall(HttpClient proving, int contentUpTo) {
    /** How much content is held where nobody says so. */
    public static final int USUALLY_HELD = 16 << 20;

    /**
     * Checks.
     *
     * @throws IllegalArgumentException if a length is negative
     */
    public ProvenCall {
        if (contentUpTo < 0) {
            throw new IllegalArgumentException("a length is not negative: " + contentUpTo);
        }
    }

    /** A call that holds content up to the usual length. */
    public static ProvenCall by(HttpClient proving) {
        return new ProvenCall(proving, USUALLY_HELD);
    }

    /**
     * Makes one call.
     *
     * @param readTimeout how long to wait for the head of the answer, and then for each part of its content; zero is no limit
     * @throws ProcessingException with the cause, which is {@link CallNotMadeException} if the call could not be proven or
     *     must not be made
     */
    public HttpResponse<InputStream> make(Outgoing request, Duration readTimeout) {
        try {
            return request.hasContent()
                    ? withContent(request, readTimeout)
                    : held(request, BodyPublishers.noBody(), readTimeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProcessingException("interrupted while it waited for an answer", e);
        } catch (ProcessingException e) {
            throw e;
        } catch (ExecutionException e) {
            throw failed(e.getCause() == null ? e : e.getCause());
        } catch (IOException | RuntimeException e) {
            throw failed(e);
        }
    }

    private static ProcessingException failed(Throwable failure) {
        Throwable cause = CallNotMadeException.orElse(failure);
        return new ProcessingException(cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
    }

    private HttpResponse<InputStream> held(Outgoing request, BodyPublisher content, Duration readTimeout)
            throws IOException, InterruptedException {
        HttpRequest.Builder whole = translated(request, content);
        return proving.send(
                (readTimeout.isZero() ? whole : whole.timeout(readTimeout)).build(), PlatformCall.timed(readTimeout));
    }

    private HttpResponse<InputStream> withContent(Outgoing request, Duration readTimeout)
            throws IOException, InterruptedException, ExecutionException {
        WrittenContent content = new WrittenContent(
                contentUpTo,
                readTimeout,
                rest -> proving.sendAsync(translated(request, rest).build(), PlatformCall.timed(readTimeout)));
        try {
            request.writeContent(content);
        } catch (IOException | RuntimeException e) {
            if (!content.isRefused()) {
                content.giveUp();
                throw e;
            }
        }
        return content.isHeld()
                ? held(request, BodyPublishers.ofByteArray(content.held()), readTimeout)
                : content.answer();
    }

    private static HttpRequest.Builder translated(Outgoing request, BodyPublisher content) {
        return PlatformCall.request(request.method(), request.uri(), request.headers(), content);
    }

    /** The header fields of an answer, for filters to change, without those that HTTP/2 keeps beside them. */
    public static Map<String, List<String>> headers(HttpResponse<?> answer) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        answer.headers().map().forEach((name, values) -> {
            if (!name.startsWith(":")) {
                fields.put(name, new ArrayList<>(values));
            }
        });
        return fields;
    }
}
