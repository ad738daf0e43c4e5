package dev.zt.authority;

import java.time.Instant;

/**
 * Something that was revoked. Immutable.
 *
 * @param kind {@code instance}, {@code workload} or {@code key}
 * @param subject the instance id, the SPIFFE ID or the RFC 7638 thumbprint
 */
public record RevocationEntry(String kind, String subject, String reason, Instant at) {}
