package dev.zt.apacheclient;

import dev.zt.outbound.OutboundAuth;
import dev.zt.testkit.ClientContract;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.core5.http.ContentType;
import org.jspecify.annotations.Nullable;

class AsyncContractTest extends ClientContract {
    @Override
    protected String name() {
        return "apache-async";
    }

    @Override
    protected Client open(OutboundAuth auth) {
        CloseableHttpAsyncClient http = ZtApacheClient.newAsyncClient(auth);
        http.start();
        return new Client() {
            @Override
            public Answer send(String method, URI uri, List<String> headers, @Nullable String body) throws Exception {
                SimpleHttpResponse response =
                        http.execute(request(method, uri, headers, body), null).get();
                return new Answer(response.getCode(), response.getBodyText() == null ? "" : response.getBodyText());
            }

            @Override
            public void close() throws IOException {
                http.close();
            }
        };
    }

    private static SimpleHttpRequest request(String method, URI uri, List<String> headers, @Nullable String body) {
        SimpleRequestBuilder request = SimpleRequestBuilder.create(method).setUri(uri);
        if (body != null) {
            request.setBody(body, ContentType.create("text/plain"));
        }
        for (int i = 0; i < headers.size(); i += 2) {
            request.setHeader(headers.get(i), headers.get(i + 1));
        }
        return request.build();
    }
}
