package dev.zt.springclient;

import dev.zt.outbound.OutboundAuth;
import dev.zt.testkit.ClientContract;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.util.StreamUtils;
import org.springframework.web.client.RestClient;

class RestClientContractTest extends ClientContract {
    @Override
    protected String name() {
        return "spring-restclient";
    }

    @Override
    protected Client open(OutboundAuth auth) {
        RestClient http = RestClient.builder()
                .requestFactory(ZtSpringClient.requestFactory(auth))
                .build();
        return (method, uri, headers, body) -> request(http, method, uri, headers, body)
                .exchange((request, response) -> {
                    String text = StreamUtils.copyToString(response.getBody(), StandardCharsets.UTF_8);
                    return new Answer(response.getStatusCode().value(), text);
                });
    }

    private static RestClient.RequestBodySpec request(
            RestClient http, String method, URI uri, List<String> headers, @Nullable String body) {
        RestClient.RequestBodySpec request =
                http.method(HttpMethod.valueOf(method)).uri(uri);
        for (int i = 0; i < headers.size(); i += 2) {
            request.header(headers.get(i), headers.get(i + 1));
        }
        return body == null
                ? request
                : request.contentType(MediaType.TEXT_PLAIN).body(body);
    }
}
