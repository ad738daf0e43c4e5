package dev.zt.posture;

import java.time.Duration;
import java.time.Instant;

/** How far the age of a status document lets it be believed. */
public enum StatusAge {
    /** Not older than 60 s. */
    FRESH,
    /** Older than 60 s: something may have been revoked since. */
    STALE,
    /** Older than 300 s, or signed more than 60 s ahead of this clock, so that its age cannot be told. */
    UNBELIEVABLE;

    /** Beyond this age a caller is {@link Posture#ELEVATED}. */
    public static final Duration FRESH_FOR = Duration.ofSeconds(60);

    /** Beyond this age nothing can be said of a caller. */
    public static final Duration BELIEVED_FOR = Duration.ofMinutes(5);

    private static final Duration MOST_AHEAD = Duration.ofSeconds(60);

    /** The age of a document at an instant. */
    public static StatusAge of(RevocationStatus status, Instant now) {
        Duration age = Duration.between(status.issuedAt(), now);
        // A clock that was set back would keep an old document fresh for as long as it was set back.
        if (age.compareTo(BELIEVED_FOR) > 0 || age.negated().compareTo(MOST_AHEAD) > 0) {
            return UNBELIEVABLE;
        }
        return age.compareTo(FRESH_FOR) > 0 ? STALE : FRESH;
    }
}
