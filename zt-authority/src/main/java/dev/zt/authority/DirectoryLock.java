package dev.zt.authority;

import dev.zt.config.ConfigurationException;
import dev.zt.config.Place;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a second authority out of a directory, also one in the same process, to which H2 would lend its file. */
final class DirectoryLock implements AutoCloseable {
    private final FileChannel file;

    private DirectoryLock(FileChannel file) {
        this.file = file;
    }

    /**
     * Takes the directory.
     *
     * @throws ConfigurationException if another authority has it
     */
    static DirectoryLock take(Path directory) throws IOException {
        FileChannel file = FileChannel.open(
                directory.resolve("authority.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (file.tryLock() != null) {
                return new DirectoryLock(file);
            }
        } catch (OverlappingFileLockException e) {
            // Another one in this process has it.
        }
        file.close();
        throw new ConfigurationException(
                Place.of(directory.toString()),
                "another authority uses it; stop that one, or give this one a directory of its own");
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
