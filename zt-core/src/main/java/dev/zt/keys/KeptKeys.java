package dev.zt.keys;

import java.time.Duration;
import java.util.Optional;

/** The keys of one issuer, wherever they come from. Safe for concurrent use. */
interface KeptKeys {
    /** What is known now, from memory. */
    BundleLookup bundle();

    /** The same for a credential that names a key which {@link #bundle} does not hold; may wait. */
    default BundleLookup bundleWith(KeyUse use, String keyId) {
        return bundle();
    }

    /** Looks again if it is time to. */
    void refresh();

    /** How long ago the keys were last seen to be the issuer's; empty if they never were. */
    Optional<Duration> age();

    /** Why they are not what they should be, in words for an operator. */
    Optional<String> problem();
}
