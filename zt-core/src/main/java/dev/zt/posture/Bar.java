package dev.zt.posture;

import java.util.Locale;

/** Why a proven caller is refused whatever the policy says. Each has an entry in {@code docs/reasons.md}. */
public enum Bar {
    /** This instance was revoked, or quarantined by the authority. */
    INSTANCE_REVOKED,
    /** All instances of the workload were revoked. */
    WORKLOAD_REVOKED,
    /** The key that the token confirms, or the one that signed the token, was revoked. */
    KEY_REVOKED;

    /** The name in audit events and documents, such as {@code instance-revoked}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
