package dev.zt.jdbc.example;

import dev.zt.identity.WorkloadId;
import dev.zt.own.ServiceIdentity;
import dev.zt.tls.PeerMatcher;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** Somebody who knows whom to call and proves nothing. */
final class Strangers {
    private Strangers() {}

    static String get(ServiceIdentity trusting, URI origin) throws IOException, InterruptedException {
        SSLContext tls =
                trusting.clientTls(Map.of(origin, PeerMatcher.exactly(WorkloadId.of("spiffe://shop.example/orders"))));
        HttpRequest request = HttpRequest.newBuilder(origin.resolve("/orders")).build();
        return Integer.toString(HttpClient.newBuilder()
                .sslContext(tls)
                .build()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode());
    }
}
