package dev.zt.keys;

import dev.zt.config.ConfigurationException;
import dev.zt.identity.Issuer;
import dev.zt.identity.TrustDomain;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
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

    private final Map<Issuer, FileKeys> files = new HashMap<>();

    /**
     * Reads every file.
     *
     * @throws ConfigurationException if one is missing or bad
     */
    public FileBundleSource(Map<TrustDomain, Path> files, SignatureProvider signatures, InstantSource clock) {
        files.forEach((domain, file) -> {
            BundleReader reader = new BundleReader(file.toString(), KeyRules.standard(signatures));
            this.files.put(domain, new FileKeys(file, document -> reader.bundle(domain, document), MAX_AGE, clock));
        });
    }

    @Override
    public BundleLookup bundle(Issuer issuer) {
        FileKeys file = files.get(issuer);
        return file == null ? new BundleLookup.NotTrusted() : file.bundle();
    }

    /** Looks at the files now. Bad content is logged and the last good bundle kept. */
    public void refresh() {
        files.values().forEach(FileKeys::refresh);
    }

    /** Why the present content of a domain's file is not in use; empty if it is, or if the domain has no file. */
    public Optional<String> problem(TrustDomain trustDomain) {
        return Optional.ofNullable(files.get(trustDomain)).flatMap(FileKeys::problem);
    }
}
