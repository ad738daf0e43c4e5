package dev.zt.jaxrs;

import dev.zt.testkit.ClientContract;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.Entity;
import jakarta.ws.rs.client.Invocation;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the contract of clients asks of a client of Jakarta REST. */
record RestCalls(Client http) implements ClientContract.Client {
    @Override
    public ClientContract.Answer send(String method, URI uri, List<String> headers, @Nullable String body)
            throws Exception {
        Invocation.Builder request = http.target(uri).request();
        for (int i = 0; i < headers.size(); i += 2) {
            request.header(headers.get(i), headers.get(i + 1));
        }
        try (Response response = body == null ? request.method(method) : request.method(method, Entity.text(body))) {
            return new ClientContract.Answer(response.getStatus(), text(response));
        }
    }

    private static String text(Response response) {
        return response.hasEntity() ? response.readEntity(String.class) : "";
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
