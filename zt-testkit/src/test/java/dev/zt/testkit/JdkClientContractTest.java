package dev.zt.testkit;

import dev.zt.outbound.OutboundAuth;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.function.Function;

/** The client of the platform, as zt-core makes it. */
class JdkClientContractTest extends ClientContract {
    @Override
    protected String name() {
        return "jdk";
    }

    @Override
    protected Client open(OutboundAuth auth) {
        return open(auth, BodyPublishers::ofString);
    }

    @Override
    protected Client openStreaming(OutboundAuth auth) {
        return open(auth, JdkRequest::once);
    }

    private static Client open(OutboundAuth auth, Function<String, BodyPublisher> content) {
        HttpClient http = auth.newHttpClient();
        return (method, uri, headers, body) -> {
            HttpResponse<String> response =
                    http.send(JdkRequest.of(method, uri, headers, body, content), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        };
    }
}
