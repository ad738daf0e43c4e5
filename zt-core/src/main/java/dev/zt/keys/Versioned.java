package dev.zt.keys;

import java.util.Optional;

/**
 * A bundle with the number of its content. Immutable.
 *
 * @param epoch changes exactly when keys do, so that what was remembered under the same keys still counts
 */
record Versioned(TrustBundle bundle, long epoch) {
    /** What follows: the same epoch for the same keys. */
    static Versioned after(Optional<Versioned> before, TrustBundle bundle) {
        boolean same =
                before.filter(held -> held.bundle().holdsSameKeysAs(bundle)).isPresent();
        return new Versioned(bundle, before.map(Versioned::epoch).orElse(0L) + (same ? 0 : 1));
    }

    BundleLookup.Found found() {
        return new BundleLookup.Found(bundle, epoch);
    }
}
