package dev.zt.springclient;

import dev.zt.outbound.OutboundAuth;
import dev.zt.testkit.ClientContract;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.RequestEntity;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.DefaultResponseErrorHandler;
import org.springframework.web.client.RestTemplate;

class RestTemplateContractTest extends ClientContract {
    @Override
    protected String name() {
        return "spring-resttemplate";
    }

    @Override
    protected Client open(OutboundAuth auth) {
        RestTemplate http = new RestTemplate(ZtSpringClient.requestFactory(auth));
        http.setErrorHandler(new DefaultResponseErrorHandler() {
            @Override
            public boolean hasError(ClientHttpResponse response) {
                return false;
            }
        });
        return (method, uri, headers, body) -> {
            ResponseEntity<String> response = http.exchange(request(method, uri, headers, body), String.class);
            return new Answer(response.getStatusCode().value(), response.getBody() == null ? "" : response.getBody());
        };
    }

    private static RequestEntity<?> request(String method, URI uri, List<String> headers, @Nullable String body) {
        RequestEntity.BodyBuilder request = RequestEntity.method(HttpMethod.valueOf(method), uri);
        for (int i = 0; i < headers.size(); i += 2) {
            request.header(headers.get(i), headers.get(i + 1));
        }
        return body == null
                ? request.build()
                : request.contentType(MediaType.TEXT_PLAIN).body(body);
    }
}
