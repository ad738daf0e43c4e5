package dev.zt.keys;

import dev.zt.config.ConfigurationException;
import dev.zt.config.FileAccess;
import dev.zt.config.Place;
import dev.zt.config.Printable;
import dev.zt.config.WatchedFiles;
import dev.zt.identity.Issuer;
import dev.zt.identity.TrustDomain;
import dev.zt.jose.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The bundles of several trust domains in one file, {@code {"trust_domains": {"shop.example": BUNDLE}}} (SPIFFE Trust
 * Domain and Bundle §5). A domain that is taken out is not trusted any more. Safe for concurrent use.
 */
final class BundleMap {
    private static final int MAX_BYTES = 4 << 20;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Path path;
    private final BundleReader reader;
    private final Duration maxStale;
    private final WatchedFiles<Content> file;
    private volatile Set<? extends Issuer> taken = Set.of();

    // The last epoch of all, so that a domain that comes back has another than it had.
    private record Content(Map<Issuer, Versioned> bundles, long epoch) {}

    /**
     * Reads the file.
     *
     * @throws ConfigurationException if it is missing or bad
     */
    BundleMap(Path path, SignatureProvider signatures, Duration maxStale, InstantSource clock) {
        this.path = path;
        this.reader = new BundleReader(path.toString(), KeyRules.standard(signatures));
        this.maxStale = maxStale;
        this.file = WatchedFiles.open(
                List.of(path), FileAccess.TRUSTED, MAX_BYTES, (all, before) -> read(all.get(0), before), clock);
    }

    /**
     * From now on refuses content that speaks for these issuers.
     *
     * @throws ConfigurationException if the present content does
     */
    void leave(Set<? extends Issuer> issuers) {
        taken = Set.copyOf(issuers);
        file.value().bundles().keySet().forEach(this::requireNotTaken);
    }

    private void requireNotTaken(Issuer domain) {
        if (taken.contains(domain)) {
            throw bad("the bundle of " + domain + " is stated elsewhere too; leave it out here or there");
        }
    }

    private ConfigurationException bad(String problem) {
        return new ConfigurationException(Place.of(path.toString()), problem);
    }

    private Content read(byte[] document, Optional<Content> before) {
        JsonObject domains = reader.object(document, "SPIFFE bundle map")
                .object("trust_domains")
                .orElseThrow(() -> bad("not a SPIFFE bundle map: 'trust_domains' must be an object"));
        long epoch = before.map(Content::epoch).orElse(0L) + 1;
        Map<Issuer, Versioned> bundles = new HashMap<>();
        for (String name : domains.names()) {
            TrustDomain domain =
                    TrustDomain.parse(name).orElseThrow(() -> bad("'" + Printable.of(name) + "' is no trust domain"));
            requireNotTaken(domain);
            JsonObject bundle =
                    domains.object(name).orElseThrow(() -> bad("the bundle of " + domain + " must be an object"));
            Optional<Versioned> held = before.map(content -> content.bundles().get(domain));
            bundles.put(domain, next(domain, bundle, held, epoch));
        }
        return new Content(Map.copyOf(bundles), epoch);
    }

    private Versioned next(TrustDomain domain, JsonObject document, Optional<Versioned> held, long epoch) {
        TrustBundle bundle =
                reader.bundle(domain, document).notOlderThan(held.map(Versioned::bundle), path + ": " + domain);
        boolean same =
                held.filter(before -> before.bundle().holdsSameKeysAs(bundle)).isPresent();
        return new Versioned(bundle, same ? held.get().epoch() : epoch);
    }

    BundleLookup bundle(Issuer issuer) {
        Versioned bundle = file.value().bundles().get(issuer);
        if (bundle == null) {
            return new BundleLookup.NotTrusted();
        }
        return isTooOld() ? new BundleLookup.Unavailable(RETRY_AFTER) : bundle.found();
    }

    private boolean isTooOld() {
        return file.age().compareTo(maxStale) > 0;
    }

    Set<Issuer> issuers() {
        return file.value().bundles().keySet();
    }

    Duration age() {
        return file.age();
    }

    Optional<String> problem() {
        return file.problem().or(() -> isTooOld() ? Optional.of("too old to be believed") : Optional.empty());
    }

    void refresh() {
        file.refresh();
    }
}
