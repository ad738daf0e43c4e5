package dev.zt.springclient;

import dev.zt.outbound.OutboundAuth;
import dev.zt.testkit.ClientContract;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;

class WebClientContractTest extends ClientContract {
    @Override
    protected String name() {
        return "spring-webclient";
    }

    @Override
    protected Client open(OutboundAuth auth) {
        WebClient http = WebClient.builder()
                .clientConnector(ZtSpringClient.connector(auth))
                .build();
        return (method, uri, headers, body) -> request(http, method, uri, headers, body)
                .exchangeToMono(response -> response.bodyToMono(String.class)
                        .defaultIfEmpty("")
                        .map(text -> new Answer(response.statusCode().value(), text)))
                .block();
    }

    private static WebClient.RequestHeadersSpec<?> request(
            WebClient http, String method, URI uri, List<String> headers, @Nullable String body) {
        WebClient.RequestBodySpec request =
                http.method(HttpMethod.valueOf(method)).uri(uri);
        for (int i = 0; i < headers.size(); i += 2) {
            request.header(headers.get(i), headers.get(i + 1));
        }
        return body == null
                ? request
                : request.contentType(MediaType.TEXT_PLAIN).bodyValue(body);
    }
}
