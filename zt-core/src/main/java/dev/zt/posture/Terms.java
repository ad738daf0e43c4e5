package dev.zt.posture;

import java.time.Instant;
import java.util.stream.Stream;

/** Until when each raised posture holds; {@link Instant#MIN} for one that does not. Immutable. */
record Terms(Instant elevated, Instant lockdown, Instant quarantined) {
    static final Terms NONE = new Terms(Instant.MIN, Instant.MIN, Instant.MIN);

    /** The highest posture that holds at an instant. */
    Posture at(Instant now) {
        if (now.isBefore(quarantined)) {
            return Posture.QUARANTINED;
        }
        if (now.isBefore(lockdown)) {
            return Posture.LOCKDOWN;
        }
        return now.isBefore(elevated) ? Posture.ELEVATED : Posture.NORMAL;
    }

    /** The highest posture that was raised and not yet found to be over. */
    Posture highest() {
        return at(Instant.MIN);
    }

    /** These terms with one posture raised; it never ends sooner than it did. */
    Terms raised(Posture posture, Instant until) {
        return switch (posture) {
            case NORMAL -> this;
            case ELEVATED -> new Terms(later(elevated, until), lockdown, quarantined);
            case LOCKDOWN -> new Terms(elevated, later(lockdown, until), quarantined);
            case QUARANTINED -> new Terms(elevated, lockdown, later(quarantined, until));
        };
    }

    /** These terms without what is over. */
    Terms after(Instant now) {
        return new Terms(kept(elevated, now), kept(lockdown, now), kept(quarantined, now));
    }

    /** When a raised posture ends. */
    Instant end(Posture posture) {
        return switch (posture) {
            case NORMAL -> Instant.MAX;
            case ELEVATED -> elevated;
            case LOCKDOWN -> lockdown;
            case QUARANTINED -> quarantined;
        };
    }

    /** When the first of them ends; {@link Instant#MAX} if none holds. */
    Instant firstEnd() {
        return Stream.of(elevated, lockdown, quarantined)
                .filter(end -> end.isAfter(Instant.MIN))
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant kept(Instant end, Instant now) {
        return now.isBefore(end) ? end : Instant.MIN;
    }
}
