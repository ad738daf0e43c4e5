package dev.zt.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An {@link EdgeServer} in a JVM of its own, which ends with this one at the latest. */
final class ServerProcess implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 10;

    private final Process process;
    private final int port;

    private ServerProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static ServerProcess start(Edge edge, String keys) {
        try {
            Process process = new ProcessBuilder(command(edge))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            process.outputWriter(StandardCharsets.UTF_8)
                    .append(keys)
                    .append('\n')
                    .flush();
            BufferedReader answers = process.inputReader(StandardCharsets.UTF_8);
            String port = answers.readLine();
            if (port == null) {
                throw new IllegalStateException("the server of " + edge + " ended before it began");
            }
            return new ServerProcess(process, Integer.parseInt(port));
        } catch (IOException e) {
            throw new UncheckedIOException("the server of " + edge + " does not start", e);
        }
    }

    private static List<String> command(Edge edge) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms1g",
                "-Xmx1g",
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                System.getProperty("java.class.path"),
                EdgeServer.class.getName(),
                edge.name());
    }

    int port() {
        return port;
    }

    /** The CPU time that all its threads have used, compilation and collection included; the kernel counts in 10 ms. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Whether it has ended. */
    boolean isOver() {
        return !process.isAlive();
    }

    /** Ends its input, on which it ends. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroy();
            }
        } catch (IOException e) {
            process.destroy();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
        }
    }
}
