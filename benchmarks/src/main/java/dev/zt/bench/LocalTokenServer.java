package dev.zt.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.zt.config.PrivateFile;
import dev.zt.identity.Scopes;
import dev.zt.jose.Algorithm;
import dev.zt.jose.PrivateJwk;
import dev.zt.keys.SignatureProvider;
import dev.zt.own.AccessTokens;
import dev.zt.own.HeldToken;
import dev.zt.own.OAuthClient;
import dev.zt.own.TokenTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A token endpoint on a loopback socket that gives everybody the same token, as bound to the key that was shown. */
final class LocalTokenServer implements AutoCloseable {
    private static final String ANSWER = "{\"access_token\":\"%s\",\"token_type\":\"DPoP\",\"expires_in\":3600}";

    private final HttpServer server;
    private final byte[] answer;

    private LocalTokenServer(HttpServer server, String token) {
        this.server = server;
        this.answer = ANSWER.formatted(token).getBytes(StandardCharsets.UTF_8);
    }

    /** What a client holds after it has asked for the token, by a key of its own. */
    static HeldToken issue(String token, SignatureProvider signatures) {
        try (LocalTokenServer server = start(token)) {
            return server.askedBy(signatures);
        } catch (IOException e) {
            throw new UncheckedIOException("there is no token endpoint", e);
        }
    }

    private static LocalTokenServer start(String token) throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        LocalTokenServer server = new LocalTokenServer(http, token);
        http.createContext("/token", server::answer);
        http.start();
        return server;
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(200, answer.length);
        try (exchange) {
            exchange.getResponseBody().write(answer);
        }
    }

    private HeldToken askedBy(SignatureProvider signatures) throws IOException {
        URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/token");
        Path keyFile = Files.createTempFile("zt-bench", ".jwk");
        try {
            String key = PrivateJwk.generate(Algorithm.ES256).toSecretJson();
            PrivateFile.replace(keyFile, key.getBytes(StandardCharsets.UTF_8));
            OAuthClient client = OAuthClient.builder(Rules.ISSUER, "gateway", keyFile)
                    .tokenEndpoint(endpoint)
                    .signatures(signatures)
                    .build();
            try (AccessTokens tokens = client.open()) {
                return tokens.await(TokenTarget.of(Fleet.AUDIENCE, Scopes.none()));
            }
        } finally {
            Files.delete(keyFile);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
