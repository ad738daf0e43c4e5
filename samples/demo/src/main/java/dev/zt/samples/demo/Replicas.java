package dev.zt.samples.demo;

import dev.zt.identity.WorkloadId;
import dev.zt.outbound.Destination;
import dev.zt.outbound.OutboundAuth;
import dev.zt.own.ServiceIdentity;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLHandshakeException;

/**
 * The instances of one service, called in turn. One that is not there, or does not prove to be of that service, has heard
 * nothing yet, and the next one is asked. Safe for concurrent use.
 */
final class Replicas {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ServiceIdentity me;
    private final String service;
    private final AtomicInteger turn = new AtomicInteger();
    private volatile List<Replica> replicas = List.of();

    private record Replica(HttpClient client, String origin) {}

    Replicas(ServiceIdentity me, String service) {
        this.me = me;
        this.service = service;
    }

    /** Hears where a service is: its name, and the origin of each instance. */
    void tell(List<String> words) {
        if (words.get(0).equals(service)) {
            replicas = words.subList(1, words.size()).stream().map(this::at).toList();
        }
    }

    private Replica at(String origin) {
        WorkloadId callee = WorkloadId.of("spiffe://shop.example/" + service);
        Destination destination = Destination.of(origin)
                .audience("https://" + service + ".shop.example")
                .answeredBy(callee);
        return new Replica(OutboundAuth.of(me).to(destination).newHttpClient(), origin);
    }

    /**
     * What one of them answers to a call without content.
     *
     * @throws IOException if that is anything but 200, or none of them is there
     */
    String ask(String method, String path) throws IOException {
        List<Replica> now = replicas;
        int first = turn.getAndIncrement();
        for (int i = 0; i < now.size(); i++) {
            try {
                return ask(now.get(Math.floorMod(first + i, now.size())), method, path);
            } catch (ConnectException | SSLHandshakeException e) {
                System.err.println("no " + service + " there, trying the next one: " + e.getMessage());
            }
        }
        throw new IOException("no instance of " + service + " answers");
    }

    private static String ask(Replica replica, String method, String path) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(replica.origin() + path))
                .timeout(PATIENCE)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            HttpResponse<String> answer = replica.client().send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException(method + " " + request.uri() + " was answered with " + answer.statusCode());
            }
            return answer.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while calling " + replica.origin());
        }
    }
}
