package dev.zt.posture;

import dev.zt.identity.TrustDomain;

/**
 * Where the status of trust domains comes from. Safe for concurrent use; answers from memory, without I/O and without
 * waiting, because it is asked on the path of every request.
 */
@FunctionalInterface
public interface StatusSource {
    /** What is known of a trust domain now. */
    StatusLookup status(TrustDomain trustDomain);

    /** A source that tracks no domain, for identities whose issuer publishes no status. */
    static StatusSource none() {
        return domain -> new StatusLookup.NotTracked();
    }
}
