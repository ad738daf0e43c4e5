package dev.zt.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.zt.config.PrivateFile;
import dev.zt.identity.Audience;
import dev.zt.identity.Scopes;
import dev.zt.jose.Algorithm;
import dev.zt.jose.CompactJws;
import dev.zt.jose.JsonObject;
import dev.zt.jose.PrivateJwk;
import dev.zt.jose.PublicJwk;
import dev.zt.own.AccessTokens;
import dev.zt.own.OAuthClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints of a {@link TestIssuer} on a free port of the loopback address: that of its keys, and that of its tokens,
 * which gives everybody who asks a token that is bound to the key of the proof (RFC 9449 §5), for the {@code resource} and
 * {@code scope} that are asked for. It does not look at who asks. Safe for concurrent use.
 */
public final class TestAuthorizationServer implements AutoCloseable {
    private final TestIssuer issuer;
    private final HttpServer server;
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger askedForKeys = new AtomicInteger();
    private volatile Duration life = Duration.ofMinutes(5);
    private volatile Duration delay = Duration.ZERO;
    private volatile boolean away;

    private TestAuthorizationServer(TestIssuer issuer) {
        this.issuer = issuer;
        try {
            this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/token", this::answer);
        server.createContext("/keys", this::publish);
        server.start();
    }

    /** An endpoint that is there. */
    public static TestAuthorizationServer of(TestIssuer issuer) {
        return new TestAuthorizationServer(issuer);
    }

    /** Where it is asked for tokens. */
    public URI tokenEndpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/token");
    }

    /** Where its keys are, as a JWK Set. */
    public URI keySet() {
        return tokenEndpoint().resolve("/keys");
    }

    /** How often it was asked for its keys, answered or not. */
    public int askedForKeys() {
        return askedForKeys.get();
    }

    /** How often it was asked for tokens, answered or not. */
    public int asked() {
        return asked.get();
    }

    /** How long the tokens live that it gives from now on; 5 minutes at first. */
    public void life(Duration ofTokens) {
        life = ofTokens;
    }

    /** How long it takes for an answer from now on; no time at first. */
    public void delay(Duration ofAnswers) {
        delay = ofAnswers;
    }

    /** Whether it answers 503 from now on. */
    public void away(boolean now) {
        away = now;
    }

    /**
     * The access tokens of a client of this server, which renew themselves.
     *
     * @param directory where its key is written to, a file of mode 0600
     * @throws UncheckedIOException if it cannot be written
     */
    public AccessTokens tokensOf(String clientId, Path directory) {
        Path file = directory.resolve(clientId + ".jwk");
        try {
            PrivateFile.replace(
                    file, PrivateJwk.generate(Algorithm.ES256).toSecretJson().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return OAuthClient.builder(issuer.url(), clientId, file)
                .tokenEndpoint(tokenEndpoint())
                .signatures(issuer.signatures())
                .build()
                .open();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked.incrementAndGet();
            pause();
            String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII);
            String thumbprint = thumbprint(exchange.getRequestHeaders().getFirst("DPoP"));
            boolean refused = away || thumbprint == null;
            String answer = away || thumbprint == null ? "{}" : token(fields(form), thumbprint);
            send(exchange, away ? 503 : refused ? 400 : 200, answer);
        }
    }

    private void publish(HttpExchange exchange) throws IOException {
        try (exchange) {
            askedForKeys.incrementAndGet();
            pause();
            send(exchange, away ? 503 : 200, away ? "{}" : issuer.keySetJson());
        }
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private void pause() {
        try {
            Thread.sleep(delay.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String token(Map<String, String> form, String thumbprint) {
        long expiry = issuer.clock().instant().plus(life).getEpochSecond();
        Audience audience = Audience.of(form.getOrDefault("resource", "nobody"));
        Scopes scopes = Scopes.parse(form.getOrDefault("scope", "")).orElse(Scopes.none());
        TestToken token = issuer.client(clientId(form))
                .token(audience, scopes)
                .claim("exp", Long.toString(expiry))
                .claim("cnf", "{\"jkt\":\"" + thumbprint + "\"}");
        return "{\"access_token\":\"" + token.text() + "\",\"token_type\":\"DPoP\",\"expires_in\":" + life.toSeconds()
                + "}";
    }

    // RFC 7523 §3: the assertion's subject is the client.
    private static String clientId(Map<String, String> form) {
        CompactJws assertion = CompactJws.split(form.getOrDefault("client_assertion", ""));
        JsonObject claims = assertion == null ? null : assertion.payload();
        return claims == null
                ? form.getOrDefault("client_id", "unknown")
                : claims.string("sub").orElse("unknown");
    }

    private @Nullable String thumbprint(@Nullable String proof) {
        CompactJws read = proof == null ? null : CompactJws.split(proof);
        return read == null
                ? null
                : read.header().jwk().map(PublicJwk::thumbprintOf).orElse(null);
    }

    private static Map<String, String> fields(String form) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : List.of(form.split("&", -1))) {
            String[] parts = pair.split("=", 2);
            if (parts.length == 2) {
                fields.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
        }
        return fields;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    @Override
    public String toString() {
        return "TestAuthorizationServer[" + issuer + "]";
    }
}
