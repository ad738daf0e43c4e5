package dev.zt.feign;

import dev.zt.outbound.OutboundAuth;
import dev.zt.outbound.PlatformCall;
import dev.zt.outbound.UnprovenAnswerException;
import dev.zt.own.IdentityUnavailableException;
import feign.Client;
import feign.Request;
import feign.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls of Feign, made by a client of the platform that proves them. */
final class ProvingClient implements Client {
    private final HttpClient following;
    private final HttpClient leaving;

    ProvingClient(HttpClient proving) {
        this.following = proving;
        this.leaving = OutboundAuth.leavingRedirects(proving);
    }

    @Override
    public Response execute(Request request, Request.Options options) throws IOException {
        HttpClient client = options.isFollowRedirects() ? following : leaving;
        try {
            Duration most =
                    Duration.of(options.readTimeout(), options.readTimeoutUnit().toChronoUnit());
            return response(client.send(translated(request, most), PlatformCall.timed(most)), request);
        } catch (UnprovenAnswerException
                | IdentityUnavailableException
                | IllegalStateException
                | IllegalArgumentException e) {
            throw new UnprovenCallException(request, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while it waited for an answer", e);
        }
    }

    private static HttpRequest translated(Request request, Duration most) {
        HttpRequest.Builder builder =
                PlatformCall.request(request.httpMethod().name(), request.url(), request.headers(), content(request));
        return (most.isZero() ? builder : builder.timeout(most)).build();
    }

    // Bytes start over, so they can be hashed before they are sent, and sent again.
    private static BodyPublisher content(Request request) {
        byte[] body = request.body();
        return body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body);
    }

    private static Response response(HttpResponse<InputStream> answer, Request request) {
        Map<String, Collection<String>> headers = new LinkedHashMap<>();
        answer.headers().map().forEach((name, values) -> headers.put(name, new ArrayList<>(values)));
        return Response.builder()
                .status(answer.statusCode())
                .headers(headers)
                .body(answer.body(), length(answer))
                .protocolVersion(
                        answer.version() == HttpClient.Version.HTTP_2
                                ? Request.ProtocolVersion.HTTP_2
                                : Request.ProtocolVersion.HTTP_1_1)
                .request(request)
                .build();
    }

    private static @Nullable Integer length(HttpResponse<?> answer) {
        long stated = answer.headers().firstValueAsLong("Content-Length").orElse(Long.MAX_VALUE);
        return stated > Integer.MAX_VALUE ? null : (int) stated;
    }
}
