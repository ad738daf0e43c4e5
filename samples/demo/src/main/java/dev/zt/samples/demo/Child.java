package dev.zt.samples.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A JVM that the launcher started. It ends when its standard input does, so it cannot outlive the launcher. Used by
 * one thread.
 */
final class Child {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> SMALL =
            List.of("-Xmx48m", "-Xss512k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:CICompilerCount=1");

    private final String name;
    private final Process process;
    private final Path log;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private Child(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /**
     * Starts a program of this demo.
     *
     * @param log takes its standard error
     * @param variables its settings, the only ones of their kind that it sees
     */
    static Child start(String name, Class<?> program, Path log, Map<String, String> variables) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SMALL);
        command.add("-cp");
        // Inside Maven the class path of this JVM is Maven's own.
        command.add(System.getProperty("demo.classpath", System.getProperty("java.class.path")));
        command.add(program.getName());
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("ZT_"));
        builder.environment().putAll(variables);
        try {
            Child child = new Child(name, builder.start(), log);
            Thread reader = new Thread(child::read, "demo-" + name);
            reader.setDaemon(true);
            reader.start();
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            output.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            lines.add("cannot be read: " + e.getMessage());
        }
    }

    /**
     * The next line on its standard output.
     *
     * @throws IllegalStateException if there is none within a minute, or it has ended
     */
    String line() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (System.nanoTime() < deadline) {
                boolean alive = process.isAlive();
                String line = lines.poll(100, TimeUnit.MILLISECONDS);
                if (line != null) {
                    return line;
                }
                if (!alive) {
                    throw new IllegalStateException(name + " has ended; see " + log + failure());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException(name + " does not answer; see " + log);
    }

    private String failure() {
        try (Stream<String> logged = Files.lines(log)) {
            return logged.filter(line -> line.startsWith("Exception in thread"))
                    .findFirst()
                    .map(line -> ": " + line)
                    .orElse("");
        } catch (IOException | UncheckedIOException e) {
            return "";
        }
    }

    /** Writes a line to its standard input. */
    void tell(String line) {
        try {
            OutputStream input = process.getOutputStream();
            input.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be told anything; see " + log, e);
        }
    }

    /** Its resident memory in KiB, 0 where the system does not say. */
    long residentKib() {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + status, e);
        }
    }

    /** Asks it to end. */
    void release() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            process.destroy();
        }
    }

    /** Waits until it has ended, and helps if that takes long. */
    void awaitEnd() {
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    void kill() {
        process.destroyForcibly();
    }

    @Override
    public String toString() {
        return name + " (" + process.pid() + ")";
    }
}
