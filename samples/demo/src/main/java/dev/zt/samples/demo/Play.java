package dev.zt.samples.demo;

import dev.zt.samples.demo.Strike.Seen;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Makes calls and attacks, one after the other, so that the next decision in a service's audit file is the one on the
 * call that was just made.
 */
final class Play {
    /** What an attack on callers comes to if they tell the attacker nothing. */
    static final String UNHEARD = "callers told nothing";

    private static final String UNHEARD_FIX = "nothing: callers found out by themselves, and called another instance";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient customer;
    private final Fleet fleet;
    private final Reasons reasons;
    private final Result result;

    Play(Fleet fleet, Reasons reasons, Result result) {
        this.customer = Fleet.customer(fleet.customersTrust());
        this.fleet = fleet;
        this.reasons = reasons;
        this.result = result;
    }

    /** Has a customer call the gateway, and expects every call that comes of it. */
    void serve(Traffic traffic) throws IOException, InterruptedException {
        result.customer(traffic, statusOf(traffic));
        for (Traffic.Hop hop : traffic.hops()) {
            if (!served(hop)) {
                return;
            }
        }
    }

    /** Has a customer call the gateway; the status of the answer. */
    int statusOf(Traffic traffic) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(fleet.origin("gateway") + traffic.path()))
                .timeout(PATIENCE)
                .method(traffic.method(), HttpRequest.BodyPublishers.noBody())
                .build();
        return customer.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    /** Has the intruder attack, and compares what it and the attacked service saw with what must be. */
    void attack(Strike strike) throws IOException, InterruptedException {
        if (strike.target().equals("authority")) {
            // Enrolments and commands stand there, too.
            fleet.audits("authority").iterator().next().skip();
        }
        Seen seen = strike.attempt().make(this);
        String fix = strike.reason().equals(UNHEARD)
                ? UNHEARD_FIX
                : reasons.fix(strike.reason()).orElse("");
        result.attack(new Outcome(strike, seen.status(), seen.reason(), fix), seen.decided());
    }

    /** Gives the intruder an order; the status that it was answered with. */
    int order(String order) {
        return Integer.parseInt(fleet.order(order));
    }

    /** Expects the next decision of a service to be on this call, and a permit; whether it is. */
    boolean served(Traffic.Hop hop) throws IOException, InterruptedException {
        return result.call(hop, AuditFile.await(fleet.audits(hop.whom())));
    }

    /** Shows the next decision of a service, whatever it is. */
    void show(String service) throws IOException, InterruptedException {
        AuditFile.await(fleet.audits(service)).ifPresent(result::show);
    }

    /** What an order came to, with the next decision of the attacked service. */
    Seen seen(int status, String service) throws IOException, InterruptedException {
        Optional<Decided> decided = AuditFile.await(fleet.audits(service));
        String reason = decided.map(found -> found.allowed() ? "allowed" : found.reason())
                .orElse("nothing recorded");
        return new Seen(status, reason, decided);
    }

    /** The same for a decision that is not a call between services, and so not on the map. */
    Seen seenOnly(int status, String service) throws IOException, InterruptedException {
        return new Seen(status, seen(status, service).reason(), Optional.empty());
    }

    /** Something that may become so. */
    interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    /** Waits until something is so; whether it is, within ten seconds. */
    boolean await(Condition condition) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return true;
    }

    void say(String line) {
        result.say(line);
    }
}
