package dev.zt.jdbc.example;

import dev.zt.guard.Admission;
import dev.zt.guard.Guard;
import dev.zt.identity.Audience;
import dev.zt.identity.WorkloadId;
import dev.zt.outbound.Destination;
import dev.zt.outbound.OutboundAuth;
import dev.zt.own.ServiceIdentity;
import dev.zt.request.Call;
import dev.zt.request.Channel;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Somebody who calls the service of orders, over HTTPS and with a proof for each call. */
final class ShopCaller implements AutoCloseable {
    private final ServiceIdentity identity;
    private final HttpClient http;
    private final URI origin;

    /** What came back. */
    record Reply(int status, String body) {
        /** The last word, such as the title of a problem. */
        String text() {
            return status + " "
                    + body.replaceAll("(?s).*\"title\":\"([^\"]*)\".*", "$1").replace('\n', ';');
        }
    }

    ShopCaller(ServiceIdentity identity, URI origin) {
        this.identity = identity;
        this.origin = origin;
        this.http = OutboundAuth.of(identity)
                .to(Destination.of(origin.toString())
                        .audience(OrdersService.AUDIENCE)
                        .answeredBy(WorkloadId.of("spiffe://shop.example/orders")))
                .newHttpClient();
    }

    Reply get(String path) throws IOException, InterruptedException {
        return send(request(path).GET().build());
    }

    Reply search(String text) throws IOException, InterruptedException {
        return get("/orders/search?q=" + encoded(text));
    }

    /** Places an order. */
    Reply post(String item, String total, String card) throws IOException, InterruptedException {
        String form = "item=" + encoded(item) + "&total=" + total + "&card=" + encoded(card);
        return send(request("/orders")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(origin + path)).timeout(Duration.ofSeconds(20));
    }

    private Reply send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        return new Reply(answer.statusCode(), answer.body());
    }

    /** A call that the service's guard let in, in the hands of whoever writes wrong code behind it. */
    Admission.Granted admitted(Guard guard, String method, String path) {
        Map<String, String> headers =
                identity.prove(Audience.of(OrdersService.AUDIENCE)).credential().headers();
        Call call = Call.of(
                method,
                path,
                name -> headers.entrySet().stream()
                        .filter(header -> header.getKey().equalsIgnoreCase(name))
                        .map(Map.Entry::getValue)
                        .toList(),
                Channel.TLS);
        if (guard.admit(call) instanceof Admission.Granted granted) {
            return granted;
        }
        throw new IllegalStateException("the guard does not let in " + List.of(method, path));
    }

    /** The same caller at another instance of the service; not to be closed. */
    ShopCaller at(URI other) {
        return new ShopCaller(identity, other);
    }

    ServiceIdentity identity() {
        return identity;
    }

    @Override
    public void close() {
        identity.close();
    }
}
