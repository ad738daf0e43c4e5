package dev.zt.verify;

import java.util.Locale;

/** Why a credential can neither be accepted nor refused now; answered 503. Each has an entry in {@code docs/reasons.md}. */
public enum Unverifiable {
    /** The keys of the caller's trust domain are too old to be believed. */
    KEYS_UNAVAILABLE,
    /** What the caller's trust domain has revoked is not known, or not newly enough. */
    STATUS_UNAVAILABLE,
    /** The memory of used proofs cannot be asked. */
    REPLAY_STORE_UNAVAILABLE,
    /** The memory of used proofs is more than half full and this caller has used up its share. */
    REPLAY_SHARE_EXHAUSTED;

    /** The name in audit events and documents, such as {@code keys-unavailable}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
