package dev.zt.samples.demo;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The decisions of one service in their order, read while it writes them. Used by one thread. */
final class AuditFile {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path path;
    private final Deque<String> unread = new ArrayDeque<>();
    private long offset;

    AuditFile(Path path) {
        this.path = path;
    }

    /** The next decision; empty if there is none within ten seconds. */
    Optional<Decided> await() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Optional<Decided> next = next();
        while (next.isEmpty() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(5);
            next = next();
        }
        return next;
    }

    /** The next decision, if it is there already. */
    Optional<Decided> next() throws IOException {
        if (unread.isEmpty()) {
            readOn();
        }
        String line = unread.poll();
        return line == null ? Optional.empty() : Optional.of(Decided.parse(line));
    }

    private void readOn() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            byte[] fresh = new byte[(int) (file.length() - offset)];
            file.seek(offset);
            file.readFully(fresh);
            // The last line may be half written.
            int whole = fresh.length;
            while (whole > 0 && fresh[whole - 1] != '\n') {
                whole--;
            }
            offset += whole;
            // Notices belong to no call.
            new String(fresh, 0, whole, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.contains("\"outcome\":\"notice\""))
                    .forEach(unread::add);
        }
    }
}
