package dev.zt.okhttp;

import dev.zt.outbound.OutboundAuth;
import dev.zt.testkit.ClientContract;
import java.net.URI;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

class OkHttpContractTest extends ClientContract {
    @Override
    protected String name() {
        return "okhttp";
    }

    @Override
    protected Client open(OutboundAuth auth) {
        OkHttpClient http = ZtOkHttp.newClient(auth);
        return (method, uri, headers, body) -> {
            try (Response response =
                    http.newCall(request(method, uri, headers, body)).execute()) {
                return new Answer(response.code(), response.body().string());
            }
        };
    }

    static Request request(String method, URI uri, List<String> headers, @Nullable String body) {
        Request.Builder request = new Request.Builder()
                .url(uri.toString())
                .method(method, body == null ? null : RequestBody.create(body, MediaType.get("text/plain")));
        for (int i = 0; i < headers.size(); i += 2) {
            request.header(headers.get(i), headers.get(i + 1));
        }
        return request.build();
    }
}
