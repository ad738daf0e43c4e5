package dev.zt.testkit;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the contract asks for, as the platform's client takes it. */
final class JdkRequest {
    private JdkRequest() {}

    /** Content that is read once. */
    static BodyPublisher once(String body) {
        InputStream stream = new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
        return BodyPublishers.ofInputStream(() -> stream);
    }

    static HttpRequest of(
            String method,
            URI uri,
            List<String> headers,
            @Nullable String body,
            Function<String, BodyPublisher> content) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .method(method, body == null ? BodyPublishers.noBody() : content.apply(body));
        if (body != null) {
            request.header("Content-Type", "text/plain");
        }
        if (!headers.isEmpty()) {
            request.headers(headers.toArray(String[]::new));
        }
        return request.build();
    }
}
