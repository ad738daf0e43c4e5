package dev.zt.posture;

/** What becomes of callers whose revocations are not known to the minute. */
public enum RevocationNeed {
    /** Older than a minute, they are under suspicion; older than five, or unknown, they are refused with 503. */
    REQUIRED,
    /** They are served. What the last known document revoked stays refused. */
    BEST_EFFORT
}
