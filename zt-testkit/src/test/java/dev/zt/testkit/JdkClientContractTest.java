package dev.zt.testkit;

import dev.zt.outbound.OutboundAuth;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** The client of the platform, as zt-core makes it. */
class JdkClientContractTest extends ClientContract {
    @Override
    protected String name() {
        return "jdk";
    }

    @Override
    protected Client open(OutboundAuth auth) {
        HttpClient http = auth.newHttpClient();
        return (method, uri, headers, body) -> {
            HttpResponse<String> response =
                    http.send(JdkRequest.of(method, uri, headers, body), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        };
    }
}
