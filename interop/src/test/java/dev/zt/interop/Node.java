package dev.zt.interop;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A script of the folder {@code node} that listens on a free port of 127.0.0.1, in a process of its own which ends with
 * this one. Its standard error is a file in {@code target/interop}.
 */
final class Node implements AutoCloseable {
    private static final Path SCRIPTS = Path.of(System.getProperty("interop.node", "node"));
    private static final String LISTENING = "listening ";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Process process;
    private final URI origin;
    private final Http http = new Http(HttpClient.newHttpClient());

    private Node(Process process, URI origin) {
        this.process = process;
        this.origin = origin;
    }

    /** Starts {@code issuer.mjs}, {@code resource.mjs} or another server. */
    static Node start(String script, String... arguments) {
        return start(Map.of(), script, arguments);
    }

    /**
     * Starts it with variables of the environment: {@code NODE_EXTRA_CA_CERTS} names the file of a certificate to trust.
     *
     * @throws IllegalStateException if it does not listen
     */
    static Node start(Map<String, String> environment, String script, String... arguments) {
        Path log = Work.log(script);
        Process process = launch(environment, log, script, arguments);
        CompletableFuture<Void> deadline = Work.killAfter(PATIENCE, process);
        try {
            BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
            String line = output.readLine();
            if (line == null || !line.startsWith(LISTENING)) {
                throw new IllegalStateException(script + " does not start, see " + log + ": " + line);
            }
            return new Node(process, URI.create(line.substring(LISTENING.length())));
        } catch (IOException e) {
            process.destroyForcibly();
            throw new UncheckedIOException(e);
        } catch (IllegalStateException e) {
            process.destroyForcibly();
            throw e;
        } finally {
            deadline.cancel(false);
        }
    }

    /**
     * Runs a script to its end, which must be a good one.
     *
     * @param plan its standard input, as JSON
     * @return the lines of its standard output, each of them JSON
     */
    static List<JsonNode> run(Map<String, String> environment, String script, Object plan) {
        Path log = Work.log(script);
        Process process = launch(environment, log, script);
        CompletableFuture<Void> deadline = Work.killAfter(PATIENCE, process);
        try {
            try (OutputStream input = process.getOutputStream()) {
                input.write(Json.write(plan).getBytes(StandardCharsets.UTF_8));
            }
            List<JsonNode> lines = new ArrayList<>();
            try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
                output.lines().map(Json::read).forEach(lines::add);
            }
            if (process.waitFor() != 0) {
                throw new IllegalStateException(script + " failed: " + Files.readString(log));
            }
            Files.delete(log);
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            deadline.cancel(false);
        }
    }

    /** Makes the calls of a plan for {@code caller.mjs}, one result for each. */
    static List<JsonNode> call(Map<String, ?> plan) {
        return run(Map.of(), "caller.mjs", plan);
    }

    private static Process launch(Map<String, String> environment, Path log, String script, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of("node", SCRIPTS.resolve(script).toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start node: Node 18.20 or later must be on the PATH", e);
        }
    }

    URI origin() {
        return origin;
    }

    URI at(String path) {
        return origin.resolve(path);
    }

    /** Posts JSON, such as what {@code issuer.mjs} is told at {@code /control/…}; the answer must be 200. */
    JsonNode post(String path, Map<String, ?> body) {
        return http.sendJson("POST", at(path), Map.of(), body).orThrow();
    }

    /** Ends it the way that the end of this process would. */
    @Override
    public void close() {
        Work.end(process);
    }
}
