package dev.zt.identity;

/**
 * Who calls: a workload of a trust domain, or a client of an authorization server. The two never equal each other,
 * whatever their names. Immutable; safe to log.
 */
public sealed interface CallerId permits WorkloadId, ClientId {
    /** Who vouches for the caller. */
    Issuer issuer();
}
