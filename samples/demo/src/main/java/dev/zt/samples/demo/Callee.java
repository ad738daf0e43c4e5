package dev.zt.samples.demo;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * A service that is called by another one.
 *
 * @param client proves each call to the origin
 * @param origin where the service listens
 */
record Callee(HttpClient client, String origin) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /**
     * What it answers to a call without content.
     *
     * @throws IOException if that is anything but 200
     */
    String ask(String method, String path) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(origin + path))
                .timeout(PATIENCE)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException(method + " " + request.uri() + " was answered with " + answer.statusCode());
            }
            return answer.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while calling " + origin);
        }
    }
}
