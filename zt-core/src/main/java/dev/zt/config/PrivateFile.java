package dev.zt.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Writes files that nobody but their owner may read, each replaced as a whole: whoever reads sees the old content or the
 * new, also after a loss of power. On file systems without POSIX permissions the platform's own defaults hold.
 */
public final class PrivateFile {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private PrivateFile() {}

    /**
     * Makes a directory of mode 0700, and its parents, if it is not there yet.
     *
     * @throws IOException if it cannot be made
     */
    public static void directory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, mode("rwx------"));
        }
    }

    /**
     * Makes a directory of mode 0700, or makes one that is there so.
     *
     * @throws IOException if it cannot be made, or belongs to somebody else
     */
    public static void ownDirectory(Path directory) throws IOException {
        directory(directory);
        if (POSIX) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
    }

    /**
     * Replaces a file, in mode 0600 from its first byte on.
     *
     * @throws IOException if it cannot be written; the old content is then still there
     */
    public static void replace(Path file, byte[] content) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        Path directory = parent == null ? file.toAbsolutePath() : parent;
        Path next = Files.createTempFile(directory, ".next", "", mode("rw-------"));
        try {
            write(next, content);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            sync(directory);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    private static void write(Path file, byte[] content) throws IOException {
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
    }

    // Where directories cannot be opened, as on Windows, the rename is all that there is.
    private static void sync(Path directory) throws IOException {
        if (POSIX) {
            try (FileChannel in = FileChannel.open(directory, StandardOpenOption.READ)) {
                in.force(true);
            }
        }
    }

    private static FileAttribute<?>[] mode(String permissions) {
        if (!POSIX) {
            return new FileAttribute<?>[0];
        }
        Set<PosixFilePermission> set = PosixFilePermissions.fromString(permissions);
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(set)};
    }
}
