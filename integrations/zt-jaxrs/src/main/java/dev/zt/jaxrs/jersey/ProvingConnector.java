package dev.zt.jaxrs.jersey;

import dev.zt.jaxrs.call.Outgoing;
import dev.zt.jaxrs.call.ProvenCall;
import dev.zt.outbound.CallNotMadeException;
import jakarta.ws.rs.ProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.glassfish.jersey.client.ClientProperties;
import org.glassfish.jersey.client.ClientRequest;
import org.glassfish.jersey.client.ClientResponse;
import org.glassfish.jersey.client.spi.AsyncConnectorCallback;
import org.glassfish.jersey.client.spi.Connector;
import org.glassfish.jersey.message.internal.Statuses;

/**
 * Makes Jersey's calls by a client of the platform. Safe for concurrent use.
 *
 * @param following makes them where redirects are followed
 * @param leaving makes them where somebody says that none is; perhaps the same, which knows by itself
 */
record ProvingConnector(ProvenCall following, ProvenCall leaving) implements Connector {

    @Override
    public ClientResponse apply(ClientRequest request) {
        if (request.isCancelled()) {
            throw new ProcessingException(new CallNotMadeException("nobody waits for the answer any more"));
        }
        int millis = request.resolveProperty(ClientProperties.READ_TIMEOUT, 0);
        ProvenCall call = request.resolveProperty(ClientProperties.FOLLOW_REDIRECTS, true) ? following : leaving;
        HttpResponse<InputStream> answer = call.make(new Entity(request), Duration.ofMillis(millis));
        ClientResponse response = new ClientResponse(Statuses.from(answer.statusCode()), request, answer.uri());
        response.headers(ProvenCall.headers(answer));
        response.setEntityStream(answer.body());
        return response;
    }

    // Jersey calls this by a thread of its client's executor.
    @Override
    public Future<?> apply(ClientRequest request, AsyncConnectorCallback callback) {
        try {
            callback.response(apply(request));
        } catch (RuntimeException e) {
            callback.failure(e);
        }
        return CompletableFuture.completedFuture(null);
    }

    /** Stands in {@code User-Agent}. */
    @Override
    public String getName() {
        return "zt";
    }

    @Override
    public void close() {}

    private record Entity(ClientRequest request) implements Outgoing {
        @Override
        public String method() {
            return request.getMethod();
        }

        @Override
        public URI uri() {
            return request.getUri();
        }

        @Override
        public boolean hasContent() {
            return request.hasEntity();
        }

        @Override
        public void writeContent(OutputStream content) throws IOException {
            request.setStreamProvider(length -> content);
            request.writeEntity();
        }

        @Override
        public Map<String, List<String>> headers() {
            return request.getStringHeaders();
        }
    }
}
