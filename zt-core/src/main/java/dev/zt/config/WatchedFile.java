package dev.zt.config;

import java.nio.file.Path;

/**
 * One of the files that a {@link WatchedFiles} is made from.
 *
 * @param access who else may touch it
 * @param presence whether it has to be there
 */
public record WatchedFile(Path path, FileAccess access, Presence presence) {
    private static final byte[] MISSING = {};

    /** Whether a file has to be there. */
    public enum Presence {
        /** Without it there is no value. */
        REQUIRED,
        /** It may be missing and has no bytes then; an empty one is bad, so that it is not taken for a missing one. */
        OPTIONAL
    }

    byte[] read(int maxBytes) {
        if (presence == Presence.REQUIRED) {
            return access.read(path, maxBytes);
        }
        byte[] content = access.readIfThere(path, maxBytes).orElse(MISSING);
        if (content.length == 0 && content != MISSING) {
            throw new ConfigurationException(Place.of(path.toString()), "empty");
        }
        return content;
    }
}
