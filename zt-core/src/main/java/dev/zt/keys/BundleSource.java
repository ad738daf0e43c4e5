package dev.zt.keys;

import dev.zt.identity.TrustDomain;

/**
 * Where the keys of trust domains come from. Safe for concurrent use; answers from memory, without I/O and without
 * waiting, because it is asked on the path of every request.
 */
@FunctionalInterface
public interface BundleSource {
    /** What is known of a trust domain now. */
    BundleLookup bundle(TrustDomain trustDomain);
}
