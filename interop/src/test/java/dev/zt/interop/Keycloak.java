package dev.zt.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/**
 * A Keycloak of its own in a process of its own: HTTPS on a free port of 127.0.0.1, its data in memory. The process ends
 * with this one. Safe for concurrent use.
 *
 * <p>Tests get the one that they share as a parameter, see {@link Interop}, and make a realm each.
 */
final class Keycloak implements AutoCloseable {
    private static final Path HOME = Path.of(System.getProperty("interop.keycloak", "target/keycloak"));
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int ATTEMPTS = 3;
    private static final String ADMIN = "admin";
    /** An administrator's token lives for a minute. */
    private static final Duration ADMIN_TOKEN_LIFE = Duration.ofSeconds(30);

    /** What is fixed before the first start. */
    private static final List<String> BUILD = List.of("build", "--db=dev-mem");

    /** Runs a command, and tells it to end when standard input does. */
    private static final String WHILE_INPUT_LASTS = """
            exec 3<&0
            "$@" < /dev/null &
            server=$!
            { read -r nothing <&3; kill "$server"; } &
            watch=$!
            wait "$server"
            code=$?
            kill "$watch" 2> /dev/null
            exit "$code"
            """;

    private final Process process;
    private final URI origin;
    private final SelfSigned identity;
    private final SSLContext tls;
    private final Http http;
    private final String password;

    private String adminToken = "";
    private long adminTokenAt;

    private Keycloak(Process process, URI origin, SelfSigned identity, String password)
            throws GeneralSecurityException, IOException {
        this.process = process;
        this.origin = origin;
        this.identity = identity;
        this.password = password;
        tls = identity.trust();
        http = new Http(HttpClient.newBuilder().sslContext(tls).build());
    }

    /**
     * Builds it, which takes half a minute and is needed once, starts it and waits until it answers.
     *
     * @throws IllegalStateException if it does not
     */
    static Keycloak start() {
        if (!Files.isDirectory(HOME)) {
            throw new IllegalStateException("no " + HOME + ": 'mvn -Pinterop' unpacks it");
        }
        try {
            build();
            SelfSigned identity = SelfSigned.in(Work.directory());
            String password = UUID.randomUUID().toString();
            for (int attempt = 1; ; attempt++) {
                int port = freePort();
                Path log = Work.log("keycloak");
                Process process = launch(identity, password, port, log);
                Keycloak keycloak = new Keycloak(process, URI.create("https://127.0.0.1:" + port), identity, password);
                if (keycloak.answers()) {
                    return keycloak;
                }
                keycloak.close();
                // Somebody else may have taken the port since.
                if (attempt == ATTEMPTS || !Files.readString(log).contains("already bound")) {
                    throw new IllegalStateException("Keycloak does not start, see " + log);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void build() throws IOException {
        Path built = HOME.resolve("built");
        String options = String.join(" ", BUILD);
        if (Files.exists(built) && Files.readString(built).equals(options)) {
            return;
        }
        long start = System.nanoTime();
        Path log = Work.log("keycloak-build");
        List<String> command = new ArrayList<>(List.of("sh", script()));
        command.addAll(BUILD);
        Process process = builder(command, log).start();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException("Keycloak cannot be built, see " + log);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            Work.end(process);
        }
        Files.writeString(built, options);
        InteropExtension.say("Keycloak built in %d s", seconds(start));
    }

    private static String script() {
        return HOME.resolve("bin/kc.sh").toString();
    }

    private static Process launch(SelfSigned identity, String password, int port, Path log) throws IOException {
        ProcessBuilder builder = builder(
                List.of(
                        "sh",
                        "-c",
                        WHILE_INPUT_LASTS,
                        "keycloak",
                        "sh",
                        script(),
                        "start",
                        "--optimized",
                        "--cache=local",
                        // With a port of its own, or the issuer would be whatever the caller writes into Host.
                        "--hostname=https://127.0.0.1:" + port,
                        "--http-host=127.0.0.1",
                        "--https-port=" + port,
                        "--https-certificate-file=" + identity.certificateFile(),
                        "--https-certificate-key-file=" + identity.keyFile()),
                log);
        builder.environment()
                .putAll(Map.of("KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN, "KC_BOOTSTRAP_ADMIN_PASSWORD", password));
        return builder.start();
    }

    private static ProcessBuilder builder(List<String> command, Path log) {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        // Its script listens to many, and Keycloak to whatever begins so.
        builder.environment().keySet().removeIf(variable -> variable.matches("KC_.*|JAVA|JAVA_.*|DEBUG.*"));
        builder.environment()
                .putAll(Map.of(
                        "JAVA_HOME", System.getProperty("java.home"),
                        "JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx384m",
                        // It does not run for long enough to profit from the other compiler.
                        "JAVA_OPTS_APPEND", "-XX:TieredStopAtLevel=1"));
        return builder;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean answers() {
        long start = System.nanoTime();
        URI probe = origin.resolve("/realms/master/.well-known/openid-configuration");
        while (process.isAlive() && System.nanoTime() - start < PATIENCE.toNanos()) {
            try {
                if (http.get(probe, Map.of()).status() == 200) {
                    InteropExtension.say("Keycloak started in %d s", seconds(start));
                    return true;
                }
            } catch (UncheckedIOException e) {
                // Not yet.
            }
            try {
                TimeUnit.MILLISECONDS.sleep(200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }

    private static long seconds(long since) {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - since);
    }

    URI origin() {
        return origin;
    }

    /** The certificate that it shows, signed by its own key. */
    X509Certificate certificate() {
        return identity.certificate();
    }

    /** The same as a PEM file. */
    Path certificateFile() {
        return identity.certificateFile();
    }

    /** Trusts that certificate and no other. */
    SSLContext tls() {
        return tls;
    }

    /** A client that trusts it. */
    Http http() {
        return http;
    }

    /**
     * A new realm, whose tokens live for five minutes.
     *
     * @param algorithm of the signatures of its tokens, such as ES256 and RS256
     * @throws IllegalStateException if there is one of that name
     */
    KeycloakRealm realm(String name, String algorithm) {
        admin(
                "POST",
                "/admin/realms",
                Map.of(
                        "realm",
                        name,
                        "enabled",
                        true,
                        "defaultSignatureAlgorithm",
                        algorithm,
                        "accessTokenLifespan",
                        300));
        return new KeycloakRealm(this, name);
    }

    /** A request to its administration that must succeed; no body is sent with GET and DELETE. */
    Http.Reply admin(String method, String path, Object body) {
        Map<String, String> authorization = Map.of("Authorization", "Bearer " + adminToken());
        URI uri = origin.resolve(path);
        Http.Reply reply = switch (method) {
            case "GET" -> http.get(uri, authorization);
            case "DELETE" -> http.delete(uri, authorization);
            default -> http.sendJson(method, uri, authorization, body);
        };
        reply.orThrow();
        return reply;
    }

    private synchronized String adminToken() {
        if (adminToken.isEmpty() || System.nanoTime() - adminTokenAt > ADMIN_TOKEN_LIFE.toNanos()) {
            adminToken = http.postForm(
                            origin.resolve("/realms/master/protocol/openid-connect/token"),
                            Map.of(),
                            Map.of(
                                    "grant_type",
                                    "password",
                                    "client_id",
                                    "admin-cli",
                                    "username",
                                    ADMIN,
                                    "password",
                                    password))
                    .orThrow()
                    .path("access_token")
                    .asText();
            adminTokenAt = System.nanoTime();
        }
        return adminToken;
    }

    /** Ends it the way that the end of this process would. */
    @Override
    public void close() {
        Work.end(process);
    }
}
