package dev.zt.own;

import dev.zt.config.ConfigurationException;
import dev.zt.config.FileAccess;
import dev.zt.config.Place;
import dev.zt.config.WatchedFiles;
import dev.zt.jose.PrivateJwk;
import dev.zt.keys.SignatureProvider;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * An identity in two files of mode 0600: {@code key.jwk}, a private EC key as JWK, and {@code wit.jwt}, the token that
 * confirms it. A change takes effect when both files belong together again; until then the old identity is kept. Safe
 * for concurrent use.
 */
public final class FileIdentitySource implements IdentitySource {
    private static final int MAX_BYTES = 64 << 10;

    private final WatchedFiles<HeldIdentity> files;

    /**
     * Reads the files.
     *
     * @throws ConfigurationException if one is missing, open to others, or bad
     */
    public FileIdentitySource(Path directory, SignatureProvider signatures, InstantSource clock) {
        Path key = directory.resolve("key.jwk");
        Path wit = directory.resolve("wit.jwt");
        this.files = WatchedFiles.open(
                List.of(key, wit),
                FileAccess.PRIVATE,
                MAX_BYTES,
                (contents, before) -> {
                    HeldIdentity read = HeldIdentity.of(
                            wit.toString(), text(contents.get(1)).strip(), key(key, contents.get(0)), signatures);
                    before.ifPresent(held -> requireSuccessor(held, read, wit, clock.instant()));
                    return read;
                },
                clock);
    }

    // A process is one workload for life, and a valid token is not given up for one that is over.
    private static void requireSuccessor(HeldIdentity before, HeldIdentity next, Path file, Instant now) {
        if (!before.id().equals(next.id())) {
            throw new ConfigurationException(
                    Place.of(file.toString()),
                    "the token is for " + next.id() + ", but this process is " + before.id());
        }
        if (!now.isBefore(next.expiry())) {
            throw new ConfigurationException(Place.of(file.toString()), "the token expired at " + next.expiry());
        }
    }

    private static PrivateJwk key(Path file, byte[] content) {
        return PrivateJwk.parse(text(content))
                .orElseThrow(() -> new ConfigurationException(
                        Place.of(file.toString()), "not a private key in JWK form, such as an EC key on P-256"));
    }

    private static String text(byte[] content) {
        return new String(content, StandardCharsets.UTF_8);
    }

    @Override
    public HeldIdentity current() {
        return files.value();
    }

    /** Looks at the files now; whether the identity was replaced. */
    public boolean refresh() {
        return files.refresh();
    }

    /** Why the files' present content is not in use; empty if it is. */
    @Override
    public Optional<String> problem() {
        return files.problem();
    }
}
