package dev.zt.jaxrs;

import dev.zt.testkit.ClientContract;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.Entity;
import jakarta.ws.rs.client.Invocation;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** What the contract of clients asks of a client of Jakarta REST. */
record RestCalls(Client http, boolean async) implements ClientContract.Client {
    @Override
    public ClientContract.Answer send(String method, URI uri, List<String> headers, @Nullable String body)
            throws Exception {
        Invocation.Builder request = http.target(uri).request();
        for (int i = 0; i < headers.size(); i += 2) {
            request.header(headers.get(i), headers.get(i + 1));
        }
        try (Response response = response(request, method, body)) {
            return new ClientContract.Answer(response.getStatus(), text(response));
        }
    }

    private Response response(Invocation.Builder request, String method, @Nullable String body) throws Exception {
        if (async) {
            return unwrapped(() -> (body == null
                            ? request.rx().method(method)
                            : request.rx().method(method, Entity.text(body)))
                    .toCompletableFuture()
                    .get());
        }
        return body == null ? request.method(method) : request.method(method, Entity.text(body));
    }

    private static Response unwrapped(Callable<Response> call) throws Exception {
        try {
            return call.call();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
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
