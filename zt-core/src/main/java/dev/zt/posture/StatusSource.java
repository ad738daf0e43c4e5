package dev.zt.posture;

import dev.zt.identity.TrustDomain;
import java.util.Optional;
import java.util.Set;

/**
 * Where the revocations of trust domains come from. Safe for concurrent use; answers from memory, without I/O and
 * without waiting, because it is asked on the path of every request.
 */
@FunctionalInterface
public interface StatusSource {
    /** What is known of a trust domain now. */
    StatusLookup status(TrustDomain trustDomain);

    /** The domains whose status is tracked, for operators; a source that names none is not looked after. */
    default Set<TrustDomain> tracked() {
        return Set.of();
    }

    /** What keeps the newest status away, for operators; empty if nothing does. */
    default Optional<String> problem() {
        return Optional.empty();
    }

    /** A source that tracks no domain. */
    static StatusSource none() {
        StatusLookup notTracked = new StatusLookup.NotTracked();
        return trustDomain -> notTracked;
    }
}
