package dev.zt.guard;

import dev.zt.config.ConfigurationException;
import dev.zt.config.FileAccess;
import dev.zt.config.Place;
import dev.zt.config.WatchedFiles;
import dev.zt.verify.DpopNonces;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The keys of {@link DpopNonces} in a file of mode 0600: one in base64url on each line, of at least
 * {@value DpopNonces#MIN_KEY_BYTES} bytes each. The first makes nonces and all are believed. Bad content is logged and the
 * last good kept. Safe for concurrent use.
 */
final class NonceKeyFile {
    private static final int MAX_BYTES = 4096;

    private final WatchedFiles<List<byte[]>> file;

    private NonceKeyFile(WatchedFiles<List<byte[]>> file) {
        this.file = file;
    }

    /**
     * Reads the file.
     *
     * @throws ConfigurationException if it is missing, open to others, or bad
     */
    static NonceKeyFile open(Path path, InstantSource clock) {
        return new NonceKeyFile(WatchedFiles.open(
                List.of(path),
                FileAccess.PRIVATE,
                MAX_BYTES,
                (contents, before) -> read(path, new String(contents.get(0), StandardCharsets.UTF_8)),
                clock));
    }

    private static List<byte[]> read(Path path, String text) {
        List<byte[]> keys = new ArrayList<>();
        for (String line : text.strip().split("\\R", -1)) {
            keys.add(key(line.strip(), new Place(path.toString(), keys.size() + 1, 1)));
        }
        return List.copyOf(keys);
    }

    private static byte[] key(String text, Place place) {
        try {
            byte[] key = Base64.getUrlDecoder().decode(text);
            if (key.length >= DpopNonces.MIN_KEY_BYTES) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            // The message would hold what stands there.
        }
        throw new ConfigurationException(
                place,
                "expected a key of at least " + DpopNonces.MIN_KEY_BYTES
                        + " bytes in base64url, such as 'openssl rand 32 | basenc --base64url' makes");
    }

    List<byte[]> keys() {
        return file.value();
    }

    /** Looks at the file now; whether the keys were replaced. */
    boolean refresh() {
        return file.refresh();
    }

    /** Why the file's present content is not in use; empty if it is. */
    Optional<String> problem() {
        return file.problem();
    }
}
