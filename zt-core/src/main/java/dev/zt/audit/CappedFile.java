package dev.zt.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A file of mode 0600 that is moved aside when it has grown to its cap. Used by one thread. */
final class CappedFile {
    private final Path path;
    private final long maxBytes;
    private FileChannel channel;

    private CappedFile(Path path, long maxBytes, FileChannel channel) {
        this.path = path;
        this.maxBytes = maxBytes;
        this.channel = channel;
    }

    static CappedFile open(Path path, long maxBytes) {
        try {
            return new CappedFile(path, maxBytes, channel(path));
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
        if (!channel.isOpen()) {
            channel = channel(path);
        }
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        if (channel.size() > 0 && channel.size() + bytes.remaining() > maxBytes) {
            channel.close();
            Files.move(path, path.resolveSibling(path.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            channel = channel(path);
        }
        while (bytes.hasRemaining()) {
            channel.write(bytes);
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
