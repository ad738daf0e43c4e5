package dev.zt.keys;

import dev.zt.config.ConfigurationException;
import dev.zt.config.Place;
import dev.zt.identity.Issuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * By what the server of a bundle endpoint is recognised (SPIFFE Federation §5.2.2): the newest bundle of its trust domain
 * that was fetched, however old, since nobody else could bring a newer one; before the first, the one in a file. Where the
 * operator keeps that domain's bundle in a file of its own, that one alone counts, and not when it is too old. Safe for
 * concurrent use once all issuers are named.
 */
final class ServerBundles implements BundleSource {
    private final Issuer server;
    private final Map<Issuer, KeptKeys> kept;
    private final Function<Issuer, Optional<BundleLookup>> mapped;
    private final Optional<BundleLookup.Found> bootstrap;

    private ServerBundles(
            Issuer server,
            Map<Issuer, KeptKeys> kept,
            Function<Issuer, Optional<BundleLookup>> mapped,
            Optional<BundleLookup.Found> bootstrap) {
        this.server = server;
        this.kept = kept;
        this.mapped = mapped;
        this.bootstrap = bootstrap;
    }

    /**
     * The bundles for one server.
     *
     * @param kept the keys of all issuers, of those named later, too
     * @param mapped what a bundle map says of an issuer; empty if there is none or it does not name the issuer
     * @throws ConfigurationException if the file is missing or bad
     */
    static ServerBundles of(
            BundleEndpoint.HttpsSpiffe profile,
            Map<Issuer, KeptKeys> kept,
            Function<Issuer, Optional<BundleLookup>> mapped,
            SignatureProvider signatures) {
        return new ServerBundles(
                profile.server().trustDomain(),
                kept,
                mapped,
                profile.bootstrap().map(file -> new BundleLookup.Found(read(profile, file, signatures), 0)));
    }

    private static TrustBundle read(BundleEndpoint.HttpsSpiffe profile, Path file, SignatureProvider signatures) {
        try {
            if (Files.size(file) > TrustBundle.MAX_BYTES) {
                throw new ConfigurationException(Place.of(file.toString()), "too large for a bundle");
            }
            return TrustBundle.read(
                    profile.server().trustDomain(), file.toString(), Files.readAllBytes(file), signatures);
        } catch (IOException e) {
            throw new ConfigurationException(Place.of(file.toString()), "cannot be read");
        }
    }

    @Override
    public BundleLookup bundle(Issuer issuer) {
        if (!issuer.equals(server)) {
            return new BundleLookup.NotTrusted();
        }
        KeptKeys keys = kept.get(issuer);
        if (keys instanceof RemoteKeys remote) {
            BundleLookup believed = remote.bundle();
            return believed instanceof BundleLookup.Found
                    ? believed
                    : remote.last()
                            .or(() -> bootstrap)
                            .<BundleLookup>map(found -> found)
                            .orElse(believed);
        }
        if (keys != null) {
            // Too old means that its keys may have been withdrawn, and what is older still is no answer to that.
            return keys.bundle();
        }
        return mapped.apply(issuer).or(() -> bootstrap.map(found -> found)).orElseGet(BundleLookup.NotTrusted::new);
    }
}
