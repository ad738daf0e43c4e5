package dev.zt.interop;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A program of the machine, run to its end with what it is told on standard input. */
record Tool(int code, String output) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /**
     * Runs a program; its output holds both streams.
     *
     * @throws IllegalStateException if the machine does not have it
     */
    static Tool run(String input, List<String> command) {
        Path log = Work.log(Path.of(command.get(0)).getFileName().toString());
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            CompletableFuture<Void> deadline = Work.killAfter(PATIENCE, process);
            try (OutputStream in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                // It may have hung up by now, which its output tells.
            }
            int code = process.waitFor();
            deadline.cancel(false);
            return new Tool(code, Files.readString(log, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException("install " + command.get(0), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
