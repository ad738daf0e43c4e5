package dev.zt.apacheclient;

import dev.zt.outbound.OutboundAuth;
import dev.zt.testkit.ClientContract;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.jspecify.annotations.Nullable;

class ClassicContractTest extends ClientContract {
    private static final ContentType TEXT = ContentType.create("text/plain");

    @Override
    protected String name() {
        return "apache-classic";
    }

    @Override
    protected Client open(OutboundAuth auth) {
        return open(auth, body -> new StringEntity(body, TEXT));
    }

    @Override
    protected Client openStreaming(OutboundAuth auth) {
        return open(
                auth,
                body -> new InputStreamEntity(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), TEXT));
    }

    private static Client open(OutboundAuth auth, Function<String, HttpEntity> content) {
        CloseableHttpClient http = ZtApacheClient.newClient(auth);
        return new Client() {
            @Override
            public Answer send(String method, URI uri, List<String> headers, @Nullable String body) throws IOException {
                return http.execute(
                        request(method, uri, headers, body == null ? null : content.apply(body)), response -> {
                            String text =
                                    response.getEntity() == null ? "" : EntityUtils.toString(response.getEntity());
                            return new Answer(response.getCode(), text);
                        });
            }

            @Override
            public void close() throws IOException {
                http.close();
            }
        };
    }

    private static ClassicHttpRequest request(String method, URI uri, List<String> headers, @Nullable HttpEntity body) {
        ClassicRequestBuilder request =
                ClassicRequestBuilder.create(method).setUri(uri).setEntity(body);
        for (int i = 0; i < headers.size(); i += 2) {
            request.setHeader(headers.get(i), headers.get(i + 1));
        }
        return request.build();
    }
}
