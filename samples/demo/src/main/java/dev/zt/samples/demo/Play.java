package dev.zt.samples.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Makes calls and attacks, one after the other, so that the next decision in a service's audit file is the one on the
 * call that was just made.
 */
final class Play {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient customer = HttpClient.newHttpClient();
    private final Fleet fleet;
    private final Reasons reasons;
    private final Result result;

    Play(Fleet fleet, Reasons reasons, Result result) {
        this.fleet = fleet;
        this.reasons = reasons;
        this.result = result;
    }

    /** Has a customer call the gateway, and expects every call that comes of it. */
    void serve(Traffic traffic) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(fleet.origin("gateway") + traffic.path()))
                .timeout(PATIENCE)
                .method(traffic.method(), HttpRequest.BodyPublishers.noBody())
                .build();
        int status =
                customer.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        result.customer(traffic, status);
        for (Traffic.Hop hop : traffic.hops()) {
            if (!result.call(hop, fleet.audit(hop.whom()).await())) {
                return;
            }
        }
    }

    /** Has the intruder attack, and compares what it and the attacked service saw with what must be. */
    void attack(Strike strike) throws IOException, InterruptedException {
        List<String> orders = strike.orders().get();
        for (String captured : orders.subList(0, orders.size() - 1)) {
            fleet.order(captured);
            result.call(Traffic.READ_ORDER, fleet.audit(strike.target()).await());
        }
        int status = fleet.order(orders.get(orders.size() - 1));
        Optional<Decided> decided = fleet.audit(strike.target()).await();
        String reason =
                decided.map(seen -> seen.allowed() ? "allowed" : seen.reason()).orElse("nothing recorded");
        String fix = reasons.fix(strike.reason()).orElse("");
        result.attack(new Outcome(strike, status, reason, fix), decided);
    }
}
