package dev.zt.posture;

import java.util.Locale;

/** What of a caller its authority revoked. Each has an entry in {@code docs/reasons.md}. */
public enum Bar {
    /** This one instance. */
    INSTANCE_REVOKED,
    /** The workload with all its instances. */
    WORKLOAD_REVOKED,
    /** The key that signed its credential, or its own key. */
    KEY_REVOKED;

    /** The name in audit events and documents, such as {@code instance-revoked}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
