package dev.zt.own;

import dev.zt.config.ConfigurationException;
import dev.zt.config.FileAccess;
import dev.zt.config.Place;
import dev.zt.config.PrivateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;

/**
 * The directory, of mode 0700, in which an instance keeps what must outlive it. Several users of one directory, in one
 * process or in several, take turns by a lock, because two renewals from one key are what a clone does.
 */
final class StateDirectory implements AutoCloseable {
    static final String INSTANCE_FILE = "instance.json";

    private static final int MAX_BYTES = 256 << 10;

    private final Path directory;
    private final FileChannel lockFile;

    private StateDirectory(Path directory, FileChannel lockFile) {
        this.directory = directory;
        this.lockFile = lockFile;
    }

    /**
     * Makes the directory if it is not there yet.
     *
     * @throws ConfigurationException if it cannot be made
     */
    static StateDirectory open(Path directory) {
        try {
            PrivateFile.directory(directory);
            // Kept open: on POSIX systems closing any channel to a file gives up all locks of the process on it.
            FileChannel lockFile =
                    FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            return new StateDirectory(directory, lockFile);
        } catch (IOException e) {
            throw new ConfigurationException(
                    Place.of(directory.toString()),
                    "cannot be written (" + e.getClass().getSimpleName() + "); the identity needs a place to stay");
        }
    }

    /** One user's turn. */
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    /** The turn; empty while somebody else has it. */
    Optional<Turn> tryTurn() {
        try {
            FileLock lock = lockFile.tryLock();
            return Optional.ofNullable(lock).map(held -> () -> release(held));
        } catch (OverlappingFileLockException e) {
            return Optional.empty(); // Somebody else in this process has it.
        } catch (IOException e) {
            throw unusable("lock", e);
        }
    }

    private static void release(FileLock lock) {
        try {
            lock.release();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot give up the lock of a state directory", e);
        }
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the lock of " + directory, e);
        }
    }

    Optional<InstanceState> instance() {
        return content(INSTANCE_FILE, FileAccess.PRIVATE)
                .map(content -> InstanceState.parse(file(INSTANCE_FILE).toString(), content));
    }

    void write(InstanceState state) {
        write(INSTANCE_FILE, state.toSecretJson().getBytes(StandardCharsets.UTF_8));
    }

    /** The content of a file; empty if there is none. */
    Optional<byte[]> content(String name, FileAccess access) {
        Path file = file(name);
        return Files.exists(file) ? Optional.of(access.read(file, MAX_BYTES * 2)) : Optional.empty();
    }

    void write(String name, byte[] content) {
        try {
            PrivateFile.replace(file(name), content);
        } catch (IOException e) {
            throw unusable(name, e);
        }
    }

    /** When a file's content was last known to be true. */
    Optional<Instant> confirmed(String name) {
        try {
            return Optional.of(Files.getLastModifiedTime(file(name)).toInstant());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Notes that a file's content is true at an instant. */
    void confirm(String name, Instant now) {
        try {
            Files.setLastModifiedTime(file(name), FileTime.from(now));
        } catch (IOException e) {
            throw unusable(name, e);
        }
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    private ConfigurationException unusable(String name, IOException e) {
        return new ConfigurationException(
                Place.of(file(name).toString()),
                "cannot be written (" + e.getClass().getSimpleName() + "); look at the disk and the permissions");
    }

    @Override
    public String toString() {
        return directory.toString();
    }
}
