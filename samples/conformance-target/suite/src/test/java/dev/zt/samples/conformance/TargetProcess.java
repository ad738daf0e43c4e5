package dev.zt.samples.conformance;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One target in a JVM of its own. */
final class TargetProcess implements AutoCloseable {
    private static final Path HOME = Path.of(System.getProperty("target.home", ".."));

    private final Process process;
    private final String origin;

    private TargetProcess(Process process, String origin) {
        this.process = process;
        this.origin = origin;
    }

    /** Starts the runnable jar of a container on a free port, for not so long that compiling well would pay. */
    static TargetProcess start(String container, Path log, List<String> options) throws IOException {
        return start(List.of("-XX:TieredStopAtLevel=1"), container, log, options);
    }

    /** Starts it with further options of the JVM. */
    static TargetProcess start(List<String> jvm, String container, Path log, List<String> options) throws IOException {
        Path jar = HOME.resolve(container).resolve("target/conformance-target.jar");
        if (!jar.toFile().isFile()) {
            throw new IllegalStateException("no " + jar + ": 'mvn package' makes it");
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx96m",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dorg.slf4j.simpleLogger.log.dev.zt.servlet=info"));
        command.addAll(jvm);
        command.addAll(List.of("-jar", jar.toString()));
        if (!options.contains("--port")) {
            command.addAll(List.of("--port", "0"));
        }
        command.addAll(options);
        File file = log.toFile();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.to(file))
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        String line = output.readLine();
        if (line == null || !line.startsWith("listening ")) {
            process.destroy();
            throw new IllegalStateException(container + " does not start: " + line + "\n" + Files.readString(log));
        }
        return new TargetProcess(process, line.substring("listening ".length()));
    }

    String origin() {
        return origin;
    }

    int port() {
        return Integer.parseInt(origin.substring(origin.lastIndexOf(':') + 1));
    }

    Process process() {
        return process;
    }

    /** Ends it the way that its users do. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
