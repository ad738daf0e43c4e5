package dev.zt.testkit;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.zt.guard.Guard;
import dev.zt.own.ServiceIdentity;
import dev.zt.tls.PeerMatcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * An HTTP service on a free port of the loopback address, for tests of clients: guarded by a real guard, or by none, and it
 * remembers each request as it came in. HTTP/1.1. Safe for concurrent use.
 *
 * <pre>{@code
 * try (TestService orders = TestService.guarded(authority.issue("/orders").identity(), origin -> zt.guard(origin, policy))) {
 *     http.send(HttpRequest.newBuilder(orders.origin().resolve("/orders/7")).build(), BodyHandlers.ofString());
 * }
 * }</pre>
 */
public final class TestService implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "zt-test-service");
        thread.setDaemon(true);
        return thread;
    });
    private final ServedExchanges exchanges;

    private TestService(HttpServer server, Function<String, Guard> guards, boolean guarded) {
        this.server = server;
        this.exchanges = new ServedExchanges(guarded ? guards.apply(origin().toString()) : null);
        server.setExecutor(threads);
        server.createContext("/", exchanges);
        server.start();
    }

    /**
     * A service over HTTPS, whose certificate proves the workload that it is.
     *
     * @param guard makes the guard for an origin, which is what callers address
     */
    public static TestService guarded(ServiceIdentity who, Function<String, Guard> guard) {
        return new TestService(secure(who.serverTls(), false), guard, true);
    }

    /** The same, which asks its clients for certificates and takes those of any workload. */
    public static TestService mutual(ServiceIdentity who, Function<String, Guard> guard) {
        return new TestService(secure(who.mutualTls(PeerMatcher.anyWorkload()), true), guard, true);
    }

    /** A service over HTTPS that asks nobody who they are. */
    public static TestService unguarded(ServiceIdentity who) {
        return new TestService(secure(who.serverTls(), false), TestService::none, false);
    }

    /**
     * A guarded service over plain HTTP, for tests that look at more than what the wire hides.
     *
     * @param guard makes the guard for an origin; it must let plain HTTP in from loopback addresses
     */
    public static TestService loopback(Function<String, Guard> guard) {
        return new TestService(open(), guard, true);
    }

    /** A service over plain HTTP that asks nobody who they are. */
    public static TestService plain() {
        return new TestService(open(), TestService::none, false);
    }

    private static HttpServer open() {
        try {
            return HttpServer.create(anyPort(), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Guard none(String origin) {
        throw new IllegalStateException("nobody guards " + origin);
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static HttpsServer secure(SSLContext tls, boolean asking) {
        try {
            HttpsServer server = HttpsServer.create(anyPort(), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(tls) {
                @Override
                public void configure(HttpsParameters parameters) {
                    SSLParameters defaults = tls.getDefaultSSLParameters();
                    defaults.setWantClientAuth(asking);
                    parameters.setSSLParameters(defaults);
                }
            });
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Scheme, host and port. */
    public URI origin() {
        String scheme = server instanceof HttpsServer ? "https" : "http";
        return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Answers requests that are let in by this from now on; until then each is answered with its own body. */
    public void answering(Function<ReceivedRequest, TestReply> handler) {
        exchanges.answering(handler);
    }

    /** Changes the bodies of answers from now on, after they were signed where that was asked for. */
    public void spoiling(UnaryOperator<String> onTheWay) {
        exchanges.spoiling(onTheWay);
    }

    /** All requests so far as they came in, oldest first, also those that were refused. */
    public List<ReceivedRequest> received() {
        return exchanges.received();
    }

    /** Closes the port and every connection. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Override
    public String toString() {
        return "TestService[" + origin() + "]";
    }
}
