package dev.zt.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests over a number of connections from one thread, each as soon as the last one's response is there, for a
 * given time or until there are no more.
 */
final class Load {
    private static final long PATIENCE_MILLIS = 10_000;

    private final Requests requests;
    private final Latencies latencies = new Latencies();
    private final long deadline;
    private int open;

    private Load(Requests requests, Duration duration) {
        this.requests = requests;
        this.deadline = System.nanoTime() + duration.toNanos();
    }

    /** What a load came to. */
    record Outcome(int requests, double seconds, double p50Micros, double p99Micros) {}

    /**
     * Runs one load to its end.
     *
     * @throws IllegalStateException if a response was not 200: a benchmark of refusals would lie
     */
    static Outcome run(int port, int connections, Duration duration, Requests requests) {
        List<Connection> opened = new ArrayList<>();
        try (Selector selector = Selector.open()) {
            try {
                for (int i = 0; i < connections; i++) {
                    opened.add(Connection.open(port, selector));
                }
                return new Load(requests, duration).run(opened, selector);
            } finally {
                for (SelectionKey key : selector.keys()) {
                    key.channel().close();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the server cannot be reached", e);
        }
    }

    private Outcome run(List<Connection> connections, Selector selector) throws IOException {
        long start = System.nanoTime();
        for (Connection connection : connections) {
            sendNext(connection, start);
        }
        while (open > 0) {
            int ready = selector.select(key -> receive((Connection) key.attachment()), PATIENCE_MILLIS);
            if (ready == 0) {
                throw new IllegalStateException("no answer within " + PATIENCE_MILLIS + " ms");
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Outcome(latencies.size(), seconds, latencies.percentile(0.5), latencies.percentile(0.99));
    }

    private void receive(Connection connection) {
        try {
            Response response = connection.receive();
            if (response == null) {
                return;
            }
            if (response.status() != 200) {
                throw new IllegalStateException("a request was answered with status " + response.status());
            }
            long now = System.nanoTime();
            latencies.add(now - connection.sentAt());
            open--;
            sendNext(connection, now);
        } catch (IOException e) {
            throw new UncheckedIOException("a connection broke", e);
        }
    }

    private void sendNext(Connection connection, long now) throws IOException {
        byte @Nullable [] request = now - deadline < 0 ? requests.next() : null;
        if (request != null) {
            open++;
            connection.send(request);
        }
    }
}
