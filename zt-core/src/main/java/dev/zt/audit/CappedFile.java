package dev.zt.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A file of mode 0600 that is moved aside when it has grown to its cap. Used by one thread. */
final class CappedFile {
    private final Path path;
    private final long maxBytes;
    private FileChannel channel;
    private @Nullable Object openedKey;

    private CappedFile(Path path, long maxBytes, FileChannel channel) {
        this.path = path;
        this.maxBytes = maxBytes;
        this.channel = channel;
    }

    static CappedFile open(Path path, long maxBytes) {
        try {
            CappedFile file = new CappedFile(path, maxBytes, channel(path));
            file.openedKey = key(path);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the audit file " + path, e);
        }
    }

    private static FileChannel channel(Path path) throws IOException {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        Set<PosixFilePermission> owner = PosixFilePermissions.fromString("rw-------");
        FileAttribute<?>[] mode =
                posix ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(owner)} : new FileAttribute<?>[0];
        FileChannel opened = FileChannel.open(
                path, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND), mode);
        if (posix && Files.isRegularFile(path)) {
            // The file may have been there before, open to others.
            Files.setPosixFilePermissions(path, owner);
        }
        return opened;
    }

    void append(String line) throws IOException {
        if (channel.isOpen() && !Objects.equals(openedKey, key(path))) {
            // Somebody moved or deleted the file; what is written to it now would be seen by nobody.
            channel.close();
        }
        if (!channel.isOpen()) {
            reopen();
        }
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        if (channel.size() > 0 && channel.size() + bytes.remaining() > maxBytes) {
            channel.close();
            Files.move(path, path.resolveSibling(path.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            reopen();
        }
        long before = channel.size();
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            // Half a line would spoil the next one.
            if (channel.isOpen()) {
                channel.truncate(before);
            }
            throw e;
        }
    }

    private void reopen() throws IOException {
        channel = channel(path);
        openedKey = key(path);
    }

    private static @Nullable Object key(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + path, e);
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
