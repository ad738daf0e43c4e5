package dev.zt.jaxrs.resteasy;

import dev.zt.jaxrs.call.Outgoing;
import dev.zt.jaxrs.call.ProvenCall;
import jakarta.ws.rs.client.Invocation;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;
import org.jboss.resteasy.client.jaxrs.ClientHttpEngine;
import org.jboss.resteasy.client.jaxrs.internal.ClientInvocation;
import org.jspecify.annotations.Nullable;

/**
 * Makes RESTEasy's calls by a client of the platform. Safe for concurrent use.
 *
 * @param readTimeout how long to wait for an answer; zero is no limit
 */
record ProvingEngine(ProvenCall call, Duration readTimeout) implements ClientHttpEngine {
    ProvingEngine {
        if (readTimeout.isNegative()) {
            throw new IllegalArgumentException("a timeout is not negative: " + readTimeout);
        }
    }

    @Override
    public Response invoke(Invocation invocation) {
        ClientInvocation request = (ClientInvocation) invocation;
        HttpResponse<InputStream> answer = call.make(new Entity(request), readTimeout);
        return new StreamedResponse(request.getClientConfiguration(), answer);
    }

    @Override
    public SSLContext getSslContext() {
        return call.proving().sslContext();
    }

    /** None; the platform's client verifies names by itself. */
    @Override
    public @Nullable HostnameVerifier getHostnameVerifier() {
        return null;
    }

    @Override
    public boolean isFollowRedirects() {
        return false;
    }

    @Override
    public void close() {}

    private record Entity(ClientInvocation request) implements Outgoing {
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
            return request.getEntity() != null;
        }

        @Override
        public void writeContent(OutputStream content) throws IOException {
            request.getDelegatingOutputStream().setDelegate(content);
            request.writeRequestBody(request.getEntityStream());
        }

        @Override
        public Map<String, List<String>> headers() {
            return request.getHeaders().asMap();
        }
    }
}
