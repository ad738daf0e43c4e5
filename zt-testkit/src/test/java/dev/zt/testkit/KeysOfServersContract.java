package dev.zt.testkit;

import com.sun.net.httpserver.HttpServer;
import dev.zt.keys.BundleSource;
import dev.zt.keys.SignatureProvider;
import dev.zt.keys.TrustedKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;

/** The contract for a server that is asked again and again. */
abstract class KeysOfServersContract extends FetchedKeySourceContract {
    private final HttpServer server = started();
    private volatile boolean away;
    private TrustedKeys keys;

    private HttpServer started() {
        try {
            HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            made.createContext("/", exchange -> {
                try (exchange) {
                    byte[] body = document(exchange.getRequestURI().getPath()).getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(away ? 503 : 200, body.length);
                    exchange.getResponseBody().write(body);
                }
            });
            made.start();
            return made;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What stands at a path now. */
    abstract String document(String path);

    abstract TrustedKeys.Builder trusting(TrustedKeys.Builder nobody);

    final URI origin() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    protected BundleSource open() {
        keys = trusting(TrustedKeys.builder(SignatureProvider.bouncyCastle(), clock))
                .build();
        keys.begin();
        return keys;
    }

    @Override
    protected void publish() {
        keys.begin();
    }

    @Override
    protected void away(boolean now) {
        away = now;
        keys.begin();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }
}
