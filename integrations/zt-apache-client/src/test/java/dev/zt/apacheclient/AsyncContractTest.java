package dev.zt.apacheclient;

import dev.zt.outbound.OutboundAuth;
import dev.zt.testkit.ClientContract;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.function.Function;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleResponseConsumer;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.apache.hc.core5.http.nio.entity.AsyncEntityProducerWrapper;
import org.apache.hc.core5.http.nio.entity.BasicAsyncEntityProducer;
import org.apache.hc.core5.http.nio.support.AsyncRequestBuilder;
import org.jspecify.annotations.Nullable;

class AsyncContractTest extends ClientContract {
    private static final ContentType TEXT = ContentType.create("text/plain");

    @Override
    protected String name() {
        return "apache-async";
    }

    @Override
    protected Client open(OutboundAuth auth) {
        return open(auth, body -> new BasicAsyncEntityProducer(body, TEXT));
    }

    @Override
    protected Client openStreaming(OutboundAuth auth) {
        return open(auth, body -> new AsyncEntityProducerWrapper(new BasicAsyncEntityProducer(body, TEXT)) {
            @Override
            public boolean isRepeatable() {
                return false;
            }
        });
    }

    private static Client open(OutboundAuth auth, Function<String, AsyncEntityProducer> content) {
        CloseableHttpAsyncClient http = ZtApacheClient.newAsyncClient(auth);
        http.start();
        return new Client() {
            @Override
            public Answer send(String method, URI uri, List<String> headers, @Nullable String body) throws Exception {
                SimpleHttpResponse response = http.execute(
                                request(method, uri, headers, body == null ? null : content.apply(body)),
                                SimpleResponseConsumer.create(),
                                null)
                        .get();
                return new Answer(response.getCode(), response.getBodyText() == null ? "" : response.getBodyText());
            }

            @Override
            public void close() throws IOException {
                http.close();
            }
        };
    }

    private static AsyncRequestProducer request(
            String method, URI uri, List<String> headers, @Nullable AsyncEntityProducer body) {
        AsyncRequestBuilder request =
                AsyncRequestBuilder.create(method).setUri(uri).setEntity(body);
        for (int i = 0; i < headers.size(); i += 2) {
            request.setHeader(headers.get(i), headers.get(i + 1));
        }
        return request.build();
    }
}
