package dev.zt.keys;

import dev.zt.config.ConfigurationException;
import dev.zt.config.FileAccess;
import dev.zt.config.WatchedFiles;
import dev.zt.identity.Issuer;
import dev.zt.identity.TrustDomain;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Bundles in files, one per trust domain, replaced as a whole when a file changes.
 *
 * <p>A file that turns bad or disappears leaves the last good bundle in force for one hour; after that the domain is
 * {@linkplain BundleLookup.Unavailable unavailable}. A lower or missing {@code spiffe_sequence} than the one held is
 * refused.
 * Whoever makes one calls {@link #refresh} every few seconds, as {@code Guard.fromEnvironment} does. Safe for
 * concurrent use.
 */
public final class FileBundleSource implements BundleSource {
    /** How long a bundle is believed after its file was last seen to hold it. */
    public static final Duration MAX_AGE = Duration.ofHours(1);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Map<Issuer, WatchedFiles<TrustBundle>> files = new HashMap<>();

    /**
     * Reads every file.
     *
     * @throws ConfigurationException if one is missing or bad
     */
    public FileBundleSource(Map<TrustDomain, Path> files, SignatureProvider signatures, InstantSource clock) {
        files.forEach((domain, file) -> {
            this.files.put(
                    domain,
                    WatchedFiles.open(
                            List.of(file),
                            FileAccess.TRUSTED,
                            TrustBundle.MAX_BYTES,
                            (contents, before) -> TrustBundle.read(domain, file.toString(), contents.get(0), signatures)
                                    .notOlderThan(before, file.toString()),
                            clock));
        });
    }

    @Override
    public BundleLookup bundle(Issuer issuer) {
        WatchedFiles<TrustBundle> file = files.get(issuer);
        if (file == null) {
            return new BundleLookup.NotTrusted();
        }
        return file.age().compareTo(MAX_AGE) > 0
                ? new BundleLookup.Unavailable(RETRY_AFTER)
                : file.current(BundleLookup.Found::new);
    }

    /** Looks at the files now. Bad content is logged and the last good bundle kept. */
    public void refresh() {
        files.values().forEach(WatchedFiles::refresh);
    }

    /** Why the present content of a domain's file is not in use; empty if it is, or if the domain has no file. */
    public Optional<String> problem(TrustDomain trustDomain) {
        return Optional.ofNullable(files.get(trustDomain)).flatMap(WatchedFiles::problem);
    }
}
