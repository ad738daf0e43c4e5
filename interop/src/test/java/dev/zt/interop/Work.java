package dev.zt.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What processes leave in {@code target/interop}, and how they end. */
final class Work {
    private static final Path DIRECTORY = Path.of(System.getProperty("interop.work", "target/interop"));
    private static final AtomicInteger LOGS = new AtomicInteger();

    private Work() {}

    static Path directory() {
        try {
            return Files.createDirectories(DIRECTORY).toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file of its own for each process. */
    static Path log(String name) {
        return directory().resolve(name + "-" + LOGS.incrementAndGet() + ".log");
    }

    /** A process that hangs fails whoever waits for it, unless this is cancelled before. */
    static CompletableFuture<Void> killAfter(Duration patience, Process process) {
        return CompletableFuture.runAsync(
                process::destroyForcibly,
                CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Ends a process whose standard input is its permission to run, and whatever it started. */
    static void end(Process process) {
        List<ProcessHandle> family = process.descendants().toList();
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            process.destroy();
        }
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        family.forEach(ProcessHandle::destroyForcibly);
    }
}
