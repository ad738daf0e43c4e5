package dev.zt.feign;

import dev.zt.outbound.OutboundAuth;
import dev.zt.testkit.ClientContract;
import feign.Feign;
import feign.HeaderMap;
import feign.Headers;
import feign.RequestLine;
import feign.Response;
import feign.Target;
import feign.Util;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

class FeignContractTest extends ClientContract {
    /** Any place, since each case calls others. */
    interface Anywhere {
        @RequestLine("GET")
        Response get(URI place, @HeaderMap Map<String, String> headers);

        @RequestLine("POST")
        @Headers("Content-Type: text/plain")
        Response post(URI place, @HeaderMap Map<String, String> headers, String body);
    }

    @Override
    protected String name() {
        return "feign";
    }

    @Override
    protected Client open(OutboundAuth auth) {
        Anywhere anywhere =
                Feign.builder().client(ZtFeign.client(auth)).target(Target.EmptyTarget.create(Anywhere.class));
        return (method, uri, headers, body) -> {
            try (Response response = call(anywhere, method, uri, headers, body)) {
                return new Answer(response.status(), text(response));
            }
        };
    }

    private static Response call(
            Anywhere anywhere, String method, URI uri, List<String> headers, @Nullable String body) {
        Map<String, String> fields = new TreeMap<>();
        for (int i = 0; i < headers.size(); i += 2) {
            fields.put(headers.get(i), headers.get(i + 1));
        }
        return switch (method) {
            case "GET" -> anywhere.get(uri, fields);
            case "POST" -> anywhere.post(uri, fields, body);
            default -> throw new IllegalArgumentException(method);
        };
    }

    private static String text(Response response) throws IOException {
        return response.body() == null ? "" : Util.toString(response.body().asReader(StandardCharsets.UTF_8));
    }
}
