package dev.zt.keys;

import dev.zt.identity.Issuer;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the keys of issuers come from. Safe for concurrent use; answers from memory, without I/O and without
 * waiting, because it is asked on the path of every request.
 */
@FunctionalInterface
public interface BundleSource {
    /** What is known of an issuer's keys now. */
    BundleLookup bundle(Issuer issuer);

    /**
     * The same, for a credential that names a key which the answer to {@link #bundle} does not hold: a source that can
     * fetch may do so first, and only then wait for it. How often it does is the source's business.
     */
    default BundleLookup bundleWith(Issuer issuer, KeyUse use, String keyId) {
        return bundle(issuer);
    }

    /** How long ago an issuer's keys were last seen to be its own; empty if never, or if the source cannot say. */
    default Optional<Duration> age(Issuer issuer) {
        return Optional.empty();
    }
}
