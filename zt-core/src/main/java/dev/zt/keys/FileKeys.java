package dev.zt.keys;

import dev.zt.config.FileAccess;
import dev.zt.config.WatchedFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The keys of one issuer in a file that is looked at again and again. */
final class FileKeys implements KeptKeys {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final WatchedFiles<Versioned> file;
    private final Duration maxStale;

    /**
     * Reads the file.
     *
     * @param reader makes a bundle of its content
     * @throws dev.zt.config.ConfigurationException if it is missing or bad
     */
    FileKeys(Path file, Function<byte[], TrustBundle> reader, Duration maxStale, InstantSource clock) {
        this.maxStale = maxStale;
        this.file = WatchedFiles.open(
                List.of(file),
                FileAccess.TRUSTED,
                TrustBundle.MAX_BYTES,
                (contents, before) -> Versioned.after(
                        before,
                        reader.apply(contents.get(0)).notOlderThan(before.map(Versioned::bundle), file.toString())),
                clock);
    }

    @Override
    public BundleLookup bundle() {
        if (file.age().compareTo(maxStale) > 0) {
            return new BundleLookup.Unavailable(RETRY_AFTER);
        }
        return file.value().found();
    }

    @Override
    public void refresh() {
        file.refresh();
    }

    @Override
    public Optional<Duration> age() {
        return Optional.of(file.age());
    }

    @Override
    public Optional<String> problem() {
        Optional<String> problem = file.problem();
        return problem.isEmpty() && file.age().compareTo(maxStale) > 0
                ? Optional.of("too old to be believed")
                : problem;
    }
}
