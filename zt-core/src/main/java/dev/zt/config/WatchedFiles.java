package dev.zt.config;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A value made from one or more files, made anew when their content changes and kept when the new content is bad.
 *
 * <p>All files are read before any is interpreted and the value is replaced as a whole, so readers never see a mix.
 * {@link #value()} does no I/O and takes no lock. Safe for concurrent use.
 *
 * @param <T> the immutable value
 */
public final class WatchedFiles<T> {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedFiles.class);

    private final List<WatchedFile> files;
    private final int maxBytes;
    private final Reader<T> reader;
    private final InstantSource clock;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile State<T> state;

    /** Makes the value of the files' contents. */
    @FunctionalInterface
    public interface Reader<T> {
        /**
         * Reads contents that the files hold now.
         *
         * @param contents in the order of the files; without bytes for one that is missing and may be
         * @param before the value in use, for rules about what may follow it; empty the first time
         * @throws ConfigurationException if the contents are bad or may not follow
         */
        T read(List<byte[]> contents, Optional<T> before);
    }

    // A class and not a record, because it holds bytes.
    private static final class State<T> {
        final T value;
        final byte[] digest;
        final long generation;
        final Instant confirmedAt;
        final @Nullable String problem;
        final byte @Nullable [] seenOnce;

        State(
                T value,
                byte[] digest,
                long generation,
                Instant confirmedAt,
                @Nullable String problem,
                byte @Nullable [] seenOnce) {
            this.value = value;
            this.digest = digest;
            this.generation = generation;
            this.confirmedAt = confirmedAt;
            this.problem = problem;
            this.seenOnce = seenOnce;
        }
    }

    private WatchedFiles(List<WatchedFile> files, int maxBytes, Reader<T> reader, InstantSource clock) {
        this.files = files;
        this.maxBytes = maxBytes;
        this.reader = reader;
        this.clock = clock;
        List<byte[]> contents = contents();
        this.state =
                new State<>(reader.read(contents, Optional.empty()), digest(contents), 1, clock.instant(), null, null);
    }

    /**
     * Reads the files for the first time.
     *
     * @param maxBytes the largest size of each file
     * @param reader makes the value of the contents
     * @throws ConfigurationException if a file cannot be read or its content is bad
     */
    public static <T> WatchedFiles<T> open(
            List<Path> files, FileAccess access, int maxBytes, Reader<T> reader, InstantSource clock) {
        return open(
                files.stream()
                        .map(file -> new WatchedFile(file, access, WatchedFile.Presence.REQUIRED))
                        .toList(),
                maxBytes,
                reader,
                clock);
    }

    /**
     * Reads files of different kinds for the first time.
     *
     * @param maxBytes the largest size of each file
     * @param reader makes the value of the contents
     * @throws ConfigurationException if a file cannot be read or its content is bad
     */
    public static <T> WatchedFiles<T> open(
            List<WatchedFile> files, int maxBytes, Reader<T> reader, InstantSource clock) {
        return new WatchedFiles<>(List.copyOf(files), maxBytes, reader, clock);
    }

    /** The newest good value. */
    public T value() {
        return state.value;
    }

    /**
     * The newest good value and its generation, which belong together.
     *
     * @param use what to make of both
     */
    public <R> R current(BiFunction<? super T, Long, R> use) {
        State<T> now = state;
        return use.apply(now.value, now.generation);
    }

    /** How many good contents there have been, from 1. */
    public long generation() {
        return state.generation;
    }

    /** How long ago the files were last seen to hold {@link #value()}. */
    public Duration age() {
        return Duration.between(state.confirmedAt, clock.instant());
    }

    /** Why the files' present content is not in use; empty if it is. */
    public Optional<String> problem() {
        return Optional.ofNullable(state.problem);
    }

    /**
     * Looks at the files now; whether the value was replaced.
     *
     * <p>New content is taken over when two looks in a row have seen it, because a file that is being written may make
     * sense by half. Bad content is logged once and changes nothing.
     */
    public boolean refresh() {
        looking.lock();
        try {
            return look();
        } finally {
            looking.unlock();
        }
    }

    private boolean look() {
        State<T> old = state;
        byte[] digest = old.digest;
        try {
            List<byte[]> contents = contents();
            digest = digest(contents);
            if (Arrays.equals(digest, old.digest)) {
                state = new State<>(old.value, digest, old.generation, clock.instant(), null, null);
                return false;
            }
            if (!Arrays.equals(digest, old.seenOnce)) {
                state = new State<>(old.value, old.digest, old.generation, old.confirmedAt, old.problem, digest);
                return false;
            }
            state = new State<>(
                    reader.read(contents, Optional.of(old.value)),
                    digest,
                    old.generation + 1,
                    clock.instant(),
                    null,
                    null);
            LOG.info("zt: reloaded {}", paths());
            return true;
        } catch (RuntimeException e) {
            state = new State<>(old.value, old.digest, old.generation, old.confirmedAt, problem(old, e), digest);
            return false;
        }
    }

    private String problem(State<T> old, RuntimeException e) {
        boolean told = e instanceof ConfigurationException;
        String problem = told
                ? String.valueOf(e.getMessage())
                : "cannot be read: " + e.getClass().getSimpleName();
        if (!problem.equals(old.problem)) {
            LOG.warn("zt: keeping the last good content of {}: {}", paths(), problem);
        }
        return problem;
    }

    private List<byte[]> contents() {
        List<byte[]> contents = new ArrayList<>();
        for (WatchedFile file : files) {
            contents.add(file.read(maxBytes));
        }
        return contents;
    }

    private List<Path> paths() {
        return files.stream().map(WatchedFile::path).toList();
    }

    private static byte[] digest(List<byte[]> contents) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (byte[] content : contents) {
                sha256.update(sha256Length(content.length));
                sha256.update(content);
            }
            return sha256.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    // The length goes in first, so that bytes cannot move from one file to the next unseen.
    private static byte[] sha256Length(int length) {
        return new byte[] {(byte) (length >>> 24), (byte) (length >>> 16), (byte) (length >>> 8), (byte) length};
    }
}
