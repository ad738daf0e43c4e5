package dev.zt.own;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * An authorization server on a loopback socket that takes nothing on trust: it checks assertion and proof by another
 * library, to the letter, and answers as it is told.
 */
final class StandInServer implements AutoCloseable {
    /** What is answered. */
    record Answer(int status, String body, Map<String, String> headers) {
        static Answer of(int status, String body) {
            return new Answer(status, body, Map.of());
        }

        static Answer error(int status, String code) {
            return of(status, "{\"error\":\"" + code + "\",\"error_description\":\"nothing to be repeated\"}");
        }
    }

    final List<Map<String, String>> forms = new CopyOnWriteArrayList<>();
    final List<SignedJWT> assertions = new CopyOnWriteArrayList<>();
    final List<SignedJWT> proofs = new CopyOnWriteArrayList<>();
    final List<String> asked = new CopyOnWriteArrayList<>();
    final Map<String, Object> metadata = new LinkedHashMap<>();
    final Map<String, JWK> clientKeys = new ConcurrentHashMap<>();

    volatile String metadataPath = "/.well-known/oauth-authorization-server";
    volatile String tokenType = "DPoP";
    volatile String more = ",\"expires_in\":300";
    volatile String nonce;
    volatile boolean nonceEveryTime;
    /** In place of a token, unless it gives null. */
    volatile Supplier<Answer> instead = () -> null;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<String> used = ConcurrentHashMap.newKeySet();
    private final Supplier<Instant> clock;

    StandInServer(Supplier<Instant> clock) {
        this.clock = clock;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        metadata.put("issuer", issuer());
        metadata.put("token_endpoint", issuer() + "/token");
    }

    String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    URI tokenEndpoint() {
        return URI.create(issuer() + "/token");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        asked.add(exchange.getRequestMethod() + " " + path);
        Answer answer;
        if (path.equals(metadataPath)) {
            answer = Answer.of(200, dev.zt.jose.Json.write(metadata));
        } else if (path.equals("/token") && exchange.getRequestMethod().equals("POST")) {
            answer = token(exchange);
        } else {
            answer = Answer.of(404, "");
        }
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        try (exchange) {
            exchange.getResponseBody().write(body);
        }
    }

    private Answer token(HttpExchange exchange) throws IOException {
        Map<String, String> form = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        forms.add(form);
        List<String> headers = exchange.getRequestHeaders().getOrDefault("DPoP", List.of());
        try {
            if (!isClient(form)) {
                return Answer.error(401, "invalid_client");
            }
            if (tokenType.equals("DPoP") || !headers.isEmpty()) {
                String error = proofError(headers);
                if (error != null) {
                    String next = nonceEveryTime ? nonce + forms.size() : nonce;
                    return new Answer(
                            400,
                            "{\"error\":\"" + error + "\"}",
                            error.equals("use_dpop_nonce") ? Map.of("DPoP-Nonce", next) : Map.of());
                }
            }
        } catch (ParseException | JOSEException | RuntimeException e) {
            return Answer.error(400, "invalid_request");
        }
        Answer other = instead.get();
        return other != null
                ? other
                : Answer.of(
                        200,
                        "{\"access_token\":\"at-" + forms.size() + "\",\"token_type\":\"" + tokenType + "\"" + more
                                + "}");
    }

    // draft-ietf-oauth-rfc7523bis: the issuer is the sole value of aud.
    private boolean isClient(Map<String, String> form) throws ParseException, JOSEException {
        SignedJWT assertion = SignedJWT.parse(form.get("client_assertion"));
        assertions.add(assertion);
        Map<String, Object> claims = assertion.getPayload().toJSONObject();
        String client = form.get("client_id");
        JWK key = clientKeys.get(client);
        long now = clock.get().getEpochSecond();
        long issuedAt = ((Number) claims.get("iat")).longValue();
        long expiry = ((Number) claims.get("exp")).longValue();
        return key != null
                && "urn:ietf:params:oauth:client-assertion-type:jwt-bearer".equals(form.get("client_assertion_type"))
                && "client-authentication+jwt"
                        .equals(String.valueOf(assertion.getHeader().getType()))
                && assertion.verify(verifier(key))
                && client.equals(claims.get("iss"))
                && client.equals(claims.get("sub"))
                && issuer().equals(claims.get("aud"))
                && used.add("assertion " + claims.get("jti"))
                && Math.abs(now - issuedAt) <= 5
                && expiry > now
                && expiry - issuedAt <= 60;
    }

    private String proofError(List<String> headers) throws ParseException, JOSEException {
        if (headers.size() != 1) {
            return "invalid_dpop_proof";
        }
        SignedJWT proof = SignedJWT.parse(headers.get(0));
        proofs.add(proof);
        JWK key = proof.getHeader().getJWK();
        Map<String, Object> claims = proof.getPayload().toJSONObject();
        boolean good = "dpop+jwt".equals(String.valueOf(proof.getHeader().getType()))
                && !key.isPrivate()
                && proof.verify(verifier(key))
                && "POST".equals(claims.get("htm"))
                && tokenEndpoint().toString().equals(claims.get("htu"))
                && !claims.containsKey("ath")
                && used.add("proof " + claims.get("jti"))
                && Math.abs(clock.get().getEpochSecond() - ((Number) claims.get("iat")).longValue()) <= 5;
        if (!good) {
            return "invalid_dpop_proof";
        }
        return nonce == null || (nonce.equals(claims.get("nonce")) && !nonceEveryTime) ? null : "use_dpop_nonce";
    }

    private static JWSVerifier verifier(JWK key) throws JOSEException {
        return key.getKeyType().getValue().equals("RSA")
                ? new RSASSAVerifier(key.toRSAKey())
                : new ECDSAVerifier(key.toECKey());
    }

    private static Map<String, String> form(String body) {
        Map<String, String> form = new LinkedHashMap<>();
        for (String field : body.split("&", -1)) {
            String[] pair = field.split("=", 2);
            if (form.put(decoded(pair[0]), decoded(pair[1])) != null) {
                throw new IllegalArgumentException("a field stands twice");
            }
        }
        return form;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
