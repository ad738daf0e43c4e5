package dev.zt.jaxrs.resteasy;

import dev.zt.jaxrs.call.ProvenCall;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import org.jboss.resteasy.client.jaxrs.internal.ClientConfiguration;
import org.jboss.resteasy.client.jaxrs.internal.ClientResponse;
import org.jboss.resteasy.tracing.RESTEasyTracingLogger;
import org.jboss.resteasy.util.CaseInsensitiveMap;

/** An answer whose content is read from its connection. */
final class StreamedResponse extends ClientResponse {
    private InputStream content;

    StreamedResponse(ClientConfiguration configuration, HttpResponse<InputStream> answer) {
        super(configuration, RESTEasyTracingLogger.empty());
        content = answer.body();
        CaseInsensitiveMap<String> headers = new CaseInsensitiveMap<>();
        headers.putAll(ProvenCall.headers(answer));
        setStatus(answer.statusCode());
        setHeaders(headers);
    }

    @Override
    protected InputStream getInputStream() {
        return content;
    }

    @Override
    protected void setInputStream(InputStream stream) {
        content = stream;
        resetEntity();
    }

    @Override
    public void releaseConnection() throws IOException {
        releaseConnection(false);
    }

    @Override
    public void releaseConnection(boolean consumes) throws IOException {
        if (consumes) {
            content.transferTo(OutputStream.nullOutputStream());
        }
        content.close();
    }
}
