package dev.zt.testkit;

import dev.zt.outbound.OutboundAuth;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** The same, asked to answer later. */
class JdkAsyncClientContractTest extends ClientContract {
    @Override
    protected String name() {
        return "jdk-async";
    }

    @Override
    protected Client open(OutboundAuth auth) {
        HttpClient http = auth.newHttpClient();
        return (method, uri, headers, body) -> {
            HttpResponse<String> response = http.sendAsync(
                            JdkRequest.of(method, uri, headers, body), BodyHandlers.ofString())
                    .get();
            return new Answer(response.statusCode(), response.body());
        };
    }
}
