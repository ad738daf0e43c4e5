package dev.zt.samples.demo;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The decisions of one instance in their order, read while it writes them. Used by one thread. */
final class AuditFile {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path path;
    private final String whom;
    private final Decided.Names names;
    private final Deque<String> unread = new ArrayDeque<>();
    private long offset;

    /**
     * A file that need not be there yet.
     *
     * @param whom which instance writes it
     */
    AuditFile(Path path, String whom, Decided.Names names) {
        this.path = path;
        this.whom = whom;
        this.names = names;
    }

    /** The next decision of any of these files; empty if there is none within ten seconds. */
    static Optional<Decided> await(Collection<AuditFile> files) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            for (AuditFile file : files) {
                Optional<Decided> next = file.next();
                if (next.isPresent()) {
                    return next;
                }
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return Optional.empty();
    }

    /** Passes over everything that is there. */
    void skip() throws IOException {
        readOn();
        unread.clear();
    }

    /** The next decision, if it is there already. */
    Optional<Decided> next() throws IOException {
        if (unread.isEmpty()) {
            readOn();
        }
        String line = unread.poll();
        return line == null ? Optional.empty() : Optional.of(Decided.parse(line, whom, names));
    }

    private void readOn() throws IOException {
        if (!Files.exists(path)) {
            return;
        }
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
