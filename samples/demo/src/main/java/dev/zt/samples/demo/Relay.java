package dev.zt.samples.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.zt.tls.PinnedTrust;
import dev.zt.tls.TlsContexts;
import dev.zt.tls.X509Svid;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the instances and their authority, as a load balancer would that was given the authority's TLS key: it
 * can read and change all that goes by. Passes everything on unchanged until it is told to show another status.
 */
final class Relay implements AutoCloseable {
    private static final int THREADS = 16;
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private volatile @Nullable Shown shown;
    private volatile @Nullable String status;
    private volatile int authorityPort;

    private record Shown(X509Svid svid, Instant askAgain) {
        static Shown now(X509Svid svid) {
            Instant now = Instant.now();
            return new Shown(svid, now.plus(Duration.between(now, svid.expiry()).dividedBy(2)));
        }
    }

    private Relay(HttpsServer server) {
        this.server = server;
    }

    /** Takes a free port, and serves nobody yet. */
    static Relay open() throws IOException {
        return new Relay(HttpsServer.create(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), 0), 64));
    }

    URI url() {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Serves from now on, in the authority's name. */
    void start(int port, PrivateKey tlsKey, String pin) throws IOException, GeneralSecurityException {
        authorityPort = port;
        SSLContext pinned = TlsContexts.client(new PinnedTrust(pin));
        shown = Shown.now(X509Svid.of(certificate(pinned, port), tlsKey));
        HttpClient http = HttpClient.newBuilder()
                .sslContext(pinned)
                .proxy(HttpClient.Builder.NO_PROXY)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        server.setHttpsConfigurator(new HttpsConfigurator(TlsContexts.server(() -> Optional.of(svid(pinned, tlsKey)))));
        server.setExecutor(threads);
        server.createContext("/", exchange -> pass(exchange, http));
        server.start();
    }

    /** The authority's certificate with its key, asked for anew well before it ends; the old one if nobody answers. */
    private X509Svid svid(SSLContext pinned, PrivateKey tlsKey) {
        Shown now = Objects.requireNonNull(shown);
        if (!Instant.now().isBefore(now.askAgain())) {
            try {
                now = Shown.now(X509Svid.of(certificate(pinned, authorityPort), tlsKey));
                shown = now;
            } catch (IOException | CertificateEncodingException e) {
                // The authority is away, as everybody will see whose request is to be passed on.
            }
        }
        return now.svid();
    }

    // Certificates are shown to everybody; only the key is a secret.
    private static List<byte[]> certificate(SSLContext tls, int port) throws IOException, CertificateEncodingException {
        try (SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.startHandshake();
            List<byte[]> chain = new ArrayList<>();
            for (Certificate certificate : socket.getSession().getPeerCertificates()) {
                chain.add(certificate.getEncoded());
            }
            return chain;
        }
    }

    /** Shows this status to everybody from now on. */
    void showStatus(String document) {
        status = document;
    }

    /** Shows the authority's own status again. */
    void beHonest() {
        status = null;
    }

    /** Passes on to another port from now on: the authority was started again. */
    void passOnTo(int port) {
        authorityPort = port;
    }

    private void pass(HttpExchange exchange, HttpClient http) throws IOException {
        try (exchange) {
            String other = status;
            if (other != null && exchange.getRequestURI().getPath().equals("/status")) {
                answer(exchange, 200, other.getBytes(StandardCharsets.US_ASCII));
                return;
            }
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create("https://127.0.0.1:" + authorityPort + exchange.getRequestURI()))
                    .method(
                            exchange.getRequestMethod(),
                            HttpRequest.BodyPublishers.ofByteArray(
                                    exchange.getRequestBody().readAllBytes()));
            for (String name : List.of("If-None-Match", "Workload-Identity-Token", "Authorization")) {
                exchange.getRequestHeaders()
                        .getOrDefault(name, List.of())
                        .forEach(value -> request.header(name, value));
            }
            HttpResponse<byte[]> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            for (String name : List.of("ETag", "Content-Type", "Retry-After")) {
                answer.headers()
                        .firstValue(name)
                        .ifPresent(value -> exchange.getResponseHeaders().set(name, value));
            }
            answer(exchange, answer.statusCode(), answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int code, byte[] body) throws IOException {
        exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
