package dev.zt.keys;

import dev.zt.config.ConfigurationException;
import dev.zt.config.Place;
import dev.zt.identity.Issuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * By what the server of a bundle endpoint is recognised (SPIFFE Federation §5.2.2): the newest bundle of its trust domain
 * that was fetched, however old, since nobody else could bring a newer one; before the first, the one in a file. Safe for
 * concurrent use once all issuers are named.
 */
final class ServerBundles implements BundleSource {
    private final Issuer server;
    private final Map<Issuer, KeptKeys> kept;
    private final Optional<BundleLookup.Found> bootstrap;

    private ServerBundles(Issuer server, Map<Issuer, KeptKeys> kept, Optional<BundleLookup.Found> bootstrap) {
        this.server = server;
        this.kept = kept;
        this.bootstrap = bootstrap;
    }

    /**
     * The bundles for one server.
     *
     * @param kept the keys of all issuers, of those named later, too
     * @throws ConfigurationException if the file is missing or bad
     */
    static ServerBundles of(
            BundleEndpoint.HttpsSpiffe profile, Map<Issuer, KeptKeys> kept, SignatureProvider signatures) {
        return new ServerBundles(
                profile.server().trustDomain(),
                kept,
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
        BundleLookup believed = keys == null ? new BundleLookup.NotTrusted() : keys.bundle();
        if (believed instanceof BundleLookup.Found) {
            return believed;
        }
        Optional<BundleLookup.Found> last = keys instanceof RemoteKeys remote ? remote.last() : Optional.empty();
        return last.or(() -> bootstrap).<BundleLookup>map(found -> found).orElse(believed);
    }
}
