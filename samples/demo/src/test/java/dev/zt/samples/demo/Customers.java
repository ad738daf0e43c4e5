package dev.zt.samples.demo;

import dev.zt.tls.SvidTrust;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Customers who call the gateway without a pause, each with a new connection now and then. */
final class Customers implements AutoCloseable {
    private static final int CUSTOMERS = 4;
    private static final int CALLS_OF_A_CONNECTION = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<Traffic> day = Traffic.day();
    private final SvidTrust trust;
    private final String gateway;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong served = new AtomicLong();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean ended;

    private Customers(SvidTrust trust, String gateway) {
        this.trust = trust;
        this.gateway = gateway;
    }

    static Customers of(Fleet fleet) {
        Customers customers = new Customers(fleet.customersTrust(), fleet.origin("gateway"));
        for (int i = 0; i < CUSTOMERS; i++) {
            Thread thread = new Thread(customers::call, "customer-" + i);
            thread.setDaemon(true);
            thread.start();
            customers.threads.add(thread);
        }
        return customers;
    }

    private void call() {
        HttpClient http = Fleet.customer(trust);
        for (int i = 0; !ended; i++) {
            http = i % CALLS_OF_A_CONNECTION == 0 ? Fleet.customer(trust) : http;
            call(http, day.get(i % day.size()));
        }
    }

    private void call(HttpClient http, Traffic traffic) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway + traffic.path()))
                .timeout(PATIENCE)
                .method(traffic.method(), HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 200) {
                served.incrementAndGet();
            } else {
                failures.add(traffic.path() + ": " + answer.statusCode());
            }
            TimeUnit.MILLISECONDS.sleep(5);
        } catch (Exception e) {
            failures.add(traffic.path() + ": " + e);
        }
    }

    long served() {
        return served.get();
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        ended = true;
        try {
            for (Thread thread : threads) {
                thread.join(PATIENCE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
