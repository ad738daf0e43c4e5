package dev.zt.okhttp;

import dev.zt.outbound.OutboundAuth;
import dev.zt.testkit.ClientContract;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

class OkHttpContractTest extends ClientContract {
    private static final MediaType TEXT = MediaType.get("text/plain");

    @Override
    protected String name() {
        return "okhttp";
    }

    @Override
    protected Client open(OutboundAuth auth) {
        return open(auth, body -> RequestBody.create(body, TEXT));
    }

    @Override
    protected Client openStreaming(OutboundAuth auth) {
        return open(auth, Once::new);
    }

    private static Client open(OutboundAuth auth, Function<String, RequestBody> content) {
        OkHttpClient http = ZtOkHttp.newClient(auth);
        return (method, uri, headers, body) -> {
            try (Response response = http.newCall(
                            request(method, uri, headers, body == null ? null : content.apply(body)))
                    .execute()) {
                return new Answer(response.code(), response.body().string());
            }
        };
    }

    /** Content that is read once. */
    private static final class Once extends RequestBody {
        private final ByteArrayInputStream stream;

        Once(String body) {
            this.stream = new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public MediaType contentType() {
            return TEXT;
        }

        @Override
        public boolean isOneShot() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            sink.write(stream.readAllBytes());
        }
    }

    private static Request request(String method, URI uri, List<String> headers, @Nullable RequestBody body) {
        Request.Builder request = new Request.Builder().url(uri.toString()).method(method, body);
        for (int i = 0; i < headers.size(); i += 2) {
            request.header(headers.get(i), headers.get(i + 1));
        }
        return request.build();
    }
}
