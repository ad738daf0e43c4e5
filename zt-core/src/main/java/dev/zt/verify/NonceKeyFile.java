package dev.zt.verify;

import dev.zt.config.ConfigurationException;
import dev.zt.config.FileAccess;
import dev.zt.config.Place;
import dev.zt.config.WatchedFiles;
import dev.zt.jose.Base64Url;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of {@link DpopNonces} in a file of mode 0600: one in base64url on each line, of at least
 * {@value DpopNonces#MIN_KEY_BYTES} bytes. The first makes nonces and all are believed. Bad content is logged and the
 * last good kept. Safe for concurrent use.
 */
public final class NonceKeyFile {
    private static final int MAX_BYTES = 4096;

    private final WatchedFiles<List<SecretKeySpec>> file;

    private NonceKeyFile(WatchedFiles<List<SecretKeySpec>> file) {
        this.file = file;
    }

    /**
     * Reads the file.
     *
     * @throws ConfigurationException if it is missing, open to others, or bad
     */
    public static NonceKeyFile open(Path path, InstantSource clock) {
        return new NonceKeyFile(WatchedFiles.open(
                List.of(path),
                FileAccess.PRIVATE,
                MAX_BYTES,
                (contents, before) -> read(path, new String(contents.get(0), StandardCharsets.UTF_8)),
                clock));
    }

    private static List<SecretKeySpec> read(Path path, String text) {
        List<byte[]> keys = new ArrayList<>();
        for (String line : text.strip().split("\\R", -1)) {
            byte[] key = Base64Url.decode(line.strip());
            if (key == null || key.length < DpopNonces.MIN_KEY_BYTES) {
                throw new ConfigurationException(
                        new Place(path.toString(), keys.size() + 1, 1),
                        "expected a key of at least " + DpopNonces.MIN_KEY_BYTES
                                + " bytes in base64url without padding, such as 'openssl rand 32 | basenc --base64url"
                                + " | tr -d =' makes");
            }
            keys.add(key);
        }
        return DpopNonces.specs(keys);
    }

    List<SecretKeySpec> keys() {
        return file.value();
    }

    /** Looks at the file now; whether the keys were replaced. */
    public boolean refresh() {
        return file.refresh();
    }

    /** Why the file's present content is not in use; empty if it is. */
    public Optional<String> problem() {
        return file.problem();
    }
}
