package dev.zt.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who else may touch a file that zt reads. On file systems without POSIX permissions only the size is checked. */
public enum FileAccess {
    /** Nobody but the owner may read or write it (mode 0600 or less): private keys and credentials. */
    PRIVATE("readable only by its owner (chmod 600)", "---rwxrwx"),
    /** Not everybody may write it: policies, settings and bundles. */
    TRUSTED("not writable by everybody (chmod o-w)", "-------w-");

    private final String demand;
    private final String forbidden;

    FileAccess(String demand, String forbidden) {
        this.demand = demand;
        this.forbidden = forbidden;
    }

    /**
     * Reads a whole file.
     *
     * @throws ConfigurationException if it is missing, unreadable, larger than {@code maxBytes}, or its permissions
     *     are too wide
     */
    public byte[] read(Path file, int maxBytes) {
        return readIfThere(file, maxBytes)
                .orElseThrow(() -> new ConfigurationException(Place.of(file.toString()), "no such file"));
    }

    /**
     * Reads a whole file that may be missing; empty if it is.
     *
     * @throws ConfigurationException if it is unreadable, larger than {@code maxBytes}, or its permissions are too wide
     */
    Optional<byte[]> readIfThere(Path file, int maxBytes) {
        Place place = Place.of(file.toString());
        try (InputStream in = Files.newInputStream(file)) {
            PosixFileAttributeView posix = Files.getFileAttributeView(file, PosixFileAttributeView.class);
            if (posix != null && isTooWide(posix.readAttributes().permissions())) {
                throw new ConfigurationException(place, "must be " + demand);
            }
            byte[] content = in.readNBytes(maxBytes + 1);
            if (content.length > maxBytes) {
                throw new ConfigurationException(place, "larger than " + maxBytes + " bytes");
            }
            return Optional.of(content);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new ConfigurationException(
                    place, "cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    private boolean isTooWide(@Nullable Set<PosixFilePermission> permissions) {
        return permissions != null && !Collections.disjoint(permissions, PosixFilePermissions.fromString(forbidden));
    }
}
