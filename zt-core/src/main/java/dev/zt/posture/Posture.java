package dev.zt.posture;

import java.util.Locale;

/** How far a caller is trusted now; each constant restricts more than the one before it. */
public enum Posture {
    /** Nothing speaks against it. */
    NORMAL,
    /** Under suspicion: {@code critical} endpoints are denied, unless the policy says otherwise. */
    ELEVATED,
    /** The service is closed but for what its policy leaves open. */
    LOCKDOWN,
    /** This one instance is denied everything. */
    QUARANTINED;

    /** The name in policies and audit events, such as {@code elevated}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one of both that restricts more. */
    public Posture or(Posture other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
