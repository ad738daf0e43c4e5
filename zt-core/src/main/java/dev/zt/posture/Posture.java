package dev.zt.posture;

import java.util.Locale;

/** How much a caller is trusted, from most to least. */
public enum Posture {
    /** As the policy grants. */
    NORMAL,
    /** Under suspicion: the policy may take scopes and endpoints away. */
    ELEVATED,
    /** The service serves only what it must. */
    LOCKDOWN,
    /** This instance is served nothing. */
    QUARANTINED;

    /** The name in policies, audit events and documents, such as {@code elevated}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The stricter of two. */
    public Posture orStricter(Posture other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
