package dev.zt.authority;

import dev.zt.identity.WorkloadId;

/**
 * A registered workload. Immutable.
 *
 * @param name the path of its id, without the first slash
 * @param instances how many instances it has whose identity has not ended
 */
public record WorkloadEntry(String name, WorkloadId id, long instances) {}
