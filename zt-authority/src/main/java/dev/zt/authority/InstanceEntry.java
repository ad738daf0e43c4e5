package dev.zt.authority;

import java.time.Instant;

/**
 * An instance that the authority issued to. Immutable.
 *
 * @param state {@code active}, {@code revoked}, {@code quarantined} or {@code ended}
 * @param renewals how often its identity was renewed
 * @param expiry when the newest one ends
 */
public record InstanceEntry(String id, String workload, String state, long renewals, Instant expiry) {}
