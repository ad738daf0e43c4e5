package dev.zt.servlet;

import dev.zt.identity.Scopes;
import dev.zt.own.ServiceIdentity;
import dev.zt.own.SignableRequest;
import dev.zt.own.WorkloadProof;
import dev.zt.servlet.KeptAlive.Answer;
import dev.zt.testkit.TestClient;
import dev.zt.testkit.TestToken;
import dev.zt.testkit.TestWorkload;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Callers that each send requests of all ways, in an order of their own, over connections that go from hand to
 * hand. In every eighth turn a caller's request stands in one write before a neighbour's.
 */
final class Crowd implements AutoCloseable {
    /** After how many requests the time of the guard and of the proofs moves by a second. */
    static final int REQUESTS_A_SECOND = 5_000;

    private static final Way[] LOTS = Arrays.stream(Way.values())
            .flatMap(way -> Collections.nCopies(way.weight(), way).stream())
            .toArray(Way[]::new);

    private static final Scopes SCOPES = Scopes.of("orders:read");

    private final Witness witness;
    private final List<Visitor> visitors = new ArrayList<>();
    private final BlockingQueue<KeptAlive> connections = new LinkedBlockingQueue<>();
    private final AtomicLong serials = new AtomicLong();
    private final Map<Way, LongAdder> sent = new EnumMap<>(Way.class);
    private final LongAdder wrongAnswers = new LongAdder();
    private final Queue<String> firstWrongAnswers = new ConcurrentLinkedQueue<>();
    private volatile boolean broken;

    private Crowd(Witness witness) {
        this.witness = witness;
        for (Way way : Way.values()) {
            sent.put(way, new LongAdder());
        }
    }

    /** As many connections as callers. */
    static Crowd before(Witness witness) throws IOException {
        Crowd crowd = new Crowd(witness);
        List<TestWorkload> callers = witness.callers();
        for (int number = 0; number < callers.size(); number++) {
            crowd.visitors.add(crowd
            .new Visitor(number, callers.get(number), witness.clients().get(number)));
            crowd.connections.add(KeptAlive.to(witness.port()));
        }
        return crowd;
    }

    /** Sends so many requests, all callers at once. */
    void call(long requests) throws InterruptedException {
        AtomicLong left = new AtomicLong(requests);
        List<Thread> threads = new ArrayList<>();
        for (Visitor visitor : visitors) {
            Thread thread = new Thread(null, () -> visitor.callWhile(left), "caller-" + visitor.number, 512 << 10);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    Map<Way, LongAdder> sent() {
        return sent;
    }

    long wrongAnswers() {
        return wrongAnswers.sum();
    }

    /** What the first answers were that should have been others. */
    List<String> firstWrongAnswers() {
        return List.copyOf(firstWrongAnswers);
    }

    /** The fewest callers that one of the connections has served. */
    int leastCallersOfAConnection() {
        return connections.stream().mapToInt(KeptAlive::callers).min().orElse(0);
    }

    int connections() {
        return connections.size();
    }

    private void wrong(String what) {
        wrongAnswers.increment();
        if (firstWrongAnswers.size() < 20) {
            firstWrongAnswers.add(what);
        }
    }

    @Override
    public void close() throws IOException {
        for (KeptAlive connection : connections) {
            connection.close();
        }
    }

    /** A request that was made, and what it must bring. */
    private record Ask(Way way, int caller, long serial, String text) {}

    /** One caller; used by one thread, but for its identity. */
    private final class Visitor {
        private final int number;
        private final TestWorkload workload;
        private final ServiceIdentity identity;
        private final TestClient client;
        private final TestToken bound;
        private final String unbound;
        private final SplittableRandom random;
        private WorkloadProof used;

        Visitor(int number, TestWorkload workload, TestClient client) {
            this.number = number;
            this.workload = workload;
            this.client = client;
            this.bound = client.boundToken(App.AUDIENCE, SCOPES);
            this.unbound = client.token(App.AUDIENCE, SCOPES).text();
            this.identity = workload.identity();
            this.random = new SplittableRandom(number);
        }

        void callWhile(AtomicLong left) {
            try {
                while (!broken && left.get() > 0) {
                    List<Ask> asks = new ArrayList<>(2);
                    asks.add(next(this));
                    if (random.nextInt(8) == 0) {
                        asks.add(next(neighbour()));
                    }
                    left.addAndGet(-asks.size());
                    try {
                        send(asks);
                    } catch (IOException e) {
                        throw new IOException(
                                "no answer to " + asks.stream().map(Ask::way).toList(), e);
                    }
                }
            } catch (IOException | InterruptedException | RuntimeException e) {
                broken = true;
                wrong("caller " + number + ": " + e);
            }
        }

        private Visitor neighbour() {
            return visitors.get((number + 1) % visitors.size());
        }

        private Ask next(Visitor as) throws InterruptedException {
            Way way = used == null ? Way.PLAIN : LOTS[random.nextInt(LOTS.length)];
            // What a neighbour has used up, only he knows.
            boolean unknown = as != this && way.shows() == Way.Shows.USED_PROOF;
            return as.ask(unknown ? Way.PLAIN : way, as == this);
        }

        private Ask ask(Way way, boolean keep) {
            long serial = serials.incrementAndGet();
            if (serial % REQUESTS_A_SECOND == 0) {
                witness.clock().advance(Duration.ofSeconds(1));
            }
            String text = "GET " + way.path() + number + " HTTP/1.1\r\nHost: orders.internal\r\nWay: " + way
                    + "\r\nAs: " + number + "\r\nSerial: " + serial + "\r\n" + credentials(way, keep) + "\r\n";
            return new Ask(way, number, serial, text);
        }

        private String credentials(Way way, boolean keep) {
            return switch (way.shows()) {
                case NOTHING -> "";
                case GARBAGE -> fields("eyJ" + number + "." + Long.toString(random.nextLong(), 36), "WPT a.b.c");
                case SIGNATURE -> signature(way.path() + number);
                case DPOP ->
                    "Authorization: DPoP " + bound.text() + "\r\nDPoP: "
                            + client.proof("GET", App.AUDIENCE + way.path() + number, bound) + "\r\n";
                case BEARER -> "Authorization: Bearer " + unbound + "\r\n";
                case USED_PROOF -> fields(workload.token(), used.authorization());
                case PROOF_OF_ANOTHER ->
                    fields(
                            workload.token(),
                            neighbour().identity.prove(App.AUDIENCE).authorization());
                case PROOF -> {
                    WorkloadProof proof = identity.prove(App.AUDIENCE);
                    if (keep && way.usesUp()) {
                        used = proof;
                    }
                    yield fields(proof.workloadIdentityToken(), proof.authorization());
                }
            };
        }

        private String signature(String path) {
            StringBuilder fields = new StringBuilder();
            identity.sign(SignableRequest.of("GET", URI.create(App.AUDIENCE + path)), App.AUDIENCE)
                    .headers()
                    .forEach((name, value) ->
                            fields.append(name).append(": ").append(value).append("\r\n"));
            return fields.toString();
        }

        private static String fields(String token, String authorization) {
            return "Workload-Identity-Token: " + token + "\r\nAuthorization: " + authorization + "\r\n";
        }

        private void send(List<Ask> asks) throws IOException, InterruptedException {
            KeptAlive connection = connections.take();
            List<Answer> answers =
                    connection.ask(number, asks.stream().map(Ask::text).toList());
            connections.add(connection);
            for (int i = 0; i < asks.size(); i++) {
                check(asks.get(i), answers.get(i));
            }
        }

        private void check(Ask ask, Answer answer) {
            sent.get(ask.way()).increment();
            String expected = ask.way().answer(ask.caller(), ask.serial());
            boolean right = ask.way().isRefused()
                    ? answer.body().startsWith(expected)
                    : answer.body().equals(expected);
            if (answer.status() != ask.way().status() || !right) {
                wrong(ask.way() + " of caller " + ask.caller() + ": " + answer + " instead of "
                        + ask.way().status() + " " + expected);
            }
        }
    }
}
