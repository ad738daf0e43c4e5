package dev.zt.jdbc;

import dev.zt.identity.Scope;

/**
 * Work that no caller asked for, declared where the data source is built. Immutable.
 *
 * @param name as it is asked for, and as the audit names it
 * @param tenant whose rows it works on
 * @param scope what it may do there
 */
record SystemJob(String name, String tenant, Scope scope) {
    static final String PREFIX = "job:";

    SystemJob {
        if (!BoundContext.isTenant(name) || !BoundContext.isTenant(tenant)) {
            throw new IllegalArgumentException(
                    "a job and its tenant are named by 1 to 63 letters, digits, '.', '_' and '-'");
        }
    }
}
