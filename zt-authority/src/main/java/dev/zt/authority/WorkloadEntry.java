package dev.zt.authority;

import dev.zt.identity.DatabaseUser;
import dev.zt.identity.WorkloadId;
import java.util.Optional;

/**
 * A registered workload. Immutable.
 *
 * @param name the path of its id, without the first slash
 * @param databaseUser the login at databases that its certificates name; empty if it has none
 * @param instances how many instances it has whose identity has not ended
 */
public record WorkloadEntry(String name, WorkloadId id, Optional<DatabaseUser> databaseUser, long instances) {}
