package dev.zt.samples.recipes;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A recipe in a JVM of its own, in a folder with its settings, as its user would start it. */
final class Program implements AutoCloseable {
    private static final List<String> SMALL =
            List.of("-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

    private final Process process;
    private final BufferedReader output;
    private final Path errors;

    private Program(Process process, Path errors) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
        this.errors = errors;
    }

    static Program start(Class<?> recipe, Path folder, String... args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SMALL);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), recipe.getName()));
        command.addAll(List.of(args));
        Path errors = folder.resolve(recipe.getSimpleName() + ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectError(errors.toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("ZT_"));
        try {
            return new Program(builder.start(), errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs it to its end. */
    static List<String> run(Class<?> recipe, Path folder, String... args) {
        try (Program program = start(recipe, folder, args)) {
            List<String> lines = program.output.lines().toList();
            if (program.process.waitFor() != 0) {
                throw program.failure("ended with " + program.process.exitValue());
            }
            return lines;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The port that it says it listens on. */
    int port() {
        try {
            String line = output.readLine();
            if (line == null || !line.startsWith("listening on ")) {
                throw failure("does not listen: " + line);
            }
            return Integer.parseInt(line.substring("listening on ".length()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private IllegalStateException failure(String how) {
        try {
            return new IllegalStateException(how + "\n" + Files.readString(errors));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
