package dev.zt.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Map;

/**
 * A server that gives every client a token named after the scopes it asks for, and one that says what it was shown; both
 * at one loopback origin.
 */
final class TokenShop implements AutoCloseable {
    private final HttpServer server;

    TokenShop() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/.well-known/oauth-authorization-server",
                exchange ->
                        answer(exchange, "{\"issuer\":\"" + url() + "\",\"token_endpoint\":\"" + url() + "/token\"}"));
        server.createContext("/token", TokenShop::token);
        server.createContext(
                "/orders/",
                exchange -> answer(
                        exchange, "an order for " + exchange.getRequestHeaders().getFirst("Authorization")));
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What makes a process the client {@code billing}, with a new key in this directory. */
    Map<String, String> variables(Path directory) throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        byte[] der = generator.generateKeyPair().getPrivate().getEncoded();
        Path key = directory.resolve("client-key.pem");
        Files.createFile(key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        String pem = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(key, "-----BEGIN PRIVATE KEY-----\n" + pem + "\n-----END PRIVATE KEY-----\n");
        return Map.of(
                "ZT_IDENTITY_SOURCE", "oauth",
                "ZT_OAUTH_ISSUER", url(),
                "ZT_OAUTH_CLIENT_ID", "billing",
                "ZT_OAUTH_KEY_FILE", key.toString(),
                "ZT_OAUTH_KEY_ALGORITHM", "ES256",
                "ZT_OAUTH_KEY_ID", "billing-1");
    }

    private static void token(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String scope = form.replaceAll(".*\\bscope=([a-z]+)%3A([a-z]+).*", "$1.$2");
        answer(exchange, "{\"access_token\":\"at-" + scope + "\",\"token_type\":\"DPoP\",\"expires_in\":300}");
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        try (exchange) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
