package dev.zt.posture;

import java.time.Duration;

/**
 * From when on signals count, and for how long. Immutable.
 *
 * @param deniedEndpoints how many distinct endpoints denied to one instance make it suspect; default 4, 2 to 64
 * @param within the time in which they count together; default 5 min, 1 s to 1 h
 * @param elevatedFor how long the suspicion lasts; default 10 min, 1 s to 24 h
 * @param quarantinedFor how long a quarantine lasts; default 10 min, 1 s to 24 h
 * @param alarmEvery the least time between two alarms of one kind; default 1 min, 1 s to 1 h
 * @param instances how many instances are remembered; default 10,000, 16 to 1,000,000. Past that the instances that
 *     call least are forgotten first, with a warning
 */
public record PostureRules(
        int deniedEndpoints,
        Duration within,
        Duration elevatedFor,
        Duration quarantinedFor,
        Duration alarmEvery,
        int instances) {
    /** The longest that a posture can be raised at once. */
    public static final Duration LONGEST = Duration.ofHours(24);

    private static final Duration HOUR = Duration.ofHours(1);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a value is out of its range
     */
    public PostureRules {
        require(deniedEndpoints >= 2 && deniedEndpoints <= 64, "2 to 64 denied endpoints make an instance suspect");
        require(isBetweenSecondAnd(HOUR, within), "denied endpoints count together within 1 s to 1 h");
        require(isBetweenSecondAnd(LONGEST, elevatedFor), "a suspicion lasts 1 s to 24 h");
        require(isBetweenSecondAnd(LONGEST, quarantinedFor), "a quarantine lasts 1 s to 24 h");
        require(isBetweenSecondAnd(HOUR, alarmEvery), "alarms are 1 s to 1 h apart");
        require(instances >= 16 && instances <= 1_000_000, "16 to 1,000,000 instances are remembered");
    }

    /** The defaults. */
    public static PostureRules defaults() {
        return new PostureRules(
                4,
                Duration.ofMinutes(5),
                Duration.ofMinutes(10),
                Duration.ofMinutes(10),
                Duration.ofMinutes(1),
                10_000);
    }

    static boolean isBetweenSecondAnd(Duration most, Duration value) {
        return value.compareTo(Duration.ofSeconds(1)) >= 0 && value.compareTo(most) <= 0;
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
