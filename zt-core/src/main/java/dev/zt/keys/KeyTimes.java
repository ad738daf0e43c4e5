package dev.zt.keys;

import dev.zt.config.Setting;
import dev.zt.config.Settings;
import java.time.Duration;

/**
 * When keys that are fetched are looked at again, and how long they are believed. Immutable.
 *
 * @param refresh the longest time between two looks, 10 s to 1 h; default 5 min. An issuer may ask for shorter ones, down
 *     to 10 s, and never for longer ones: a key that it withdraws is believed until the next look
 * @param maxStale how long keys are believed after they were last seen to be the issuer's, longer than {@code refresh}
 *     and at most 24 h; default 1 h
 * @param cooldown the time between two looks for keys that a credential names and that are not there, 1 s to 10 min;
 *     default 30 s
 */
public record KeyTimes(Duration refresh, Duration maxStale, Duration cooldown) {
    private static final Duration SHORTEST_REFRESH = Duration.ofSeconds(10);
    private static final Duration LONGEST_REFRESH = Duration.ofHours(1);
    private static final Duration SHORTEST_STALE = Duration.ofSeconds(11);
    private static final Duration LONGEST_STALE = Duration.ofHours(24);
    private static final Duration SHORTEST_COOLDOWN = Duration.ofSeconds(1);
    private static final Duration LONGEST_COOLDOWN = Duration.ofMinutes(10);
    private static final KeyTimes STANDARD =
            new KeyTimes(Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofSeconds(30));

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if one is exceeded
     */
    public KeyTimes {
        require(refresh, SHORTEST_REFRESH, LONGEST_REFRESH, "the refresh is 10 s to 1 h");
        require(maxStale, SHORTEST_STALE, LONGEST_STALE, "keys are believed for 11 s to 24 h");
        require(cooldown, SHORTEST_COOLDOWN, LONGEST_COOLDOWN, "the cooldown is 1 s to 10 min");
        if (maxStale.compareTo(refresh) <= 0) {
            throw new IllegalArgumentException("keys must be believed for longer than the time between two looks");
        }
    }

    private static void require(Duration value, Duration least, Duration most, String rule) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(rule);
        }
    }

    /** Five minutes, one hour and thirty seconds. */
    public static KeyTimes standard() {
        return STANDARD;
    }

    /** The times that the settings name. */
    static KeyTimes read(Settings settings) {
        Duration refresh = settings.duration(Setting.KEYS_REFRESH, STANDARD.refresh, SHORTEST_REFRESH, LONGEST_REFRESH);
        Duration maxStale = settings.duration(Setting.KEYS_MAX_STALE, STANDARD.maxStale, SHORTEST_STALE, LONGEST_STALE);
        Duration cooldown =
                settings.duration(Setting.KEYS_COOLDOWN, STANDARD.cooldown, SHORTEST_COOLDOWN, LONGEST_COOLDOWN);
        if (maxStale.compareTo(refresh) <= 0) {
            Setting stated = settings.optional(Setting.KEYS_MAX_STALE).isPresent()
                    ? Setting.KEYS_MAX_STALE
                    : Setting.KEYS_REFRESH;
            throw settings.required(stated).error("'keys.max-stale' must be longer than 'keys.refresh'");
        }
        return new KeyTimes(refresh, maxStale, cooldown);
    }

    /** How long to wait for the next look when an issuer gives a hint, or none. */
    Duration pause(Duration hint) {
        Duration longest = hint.compareTo(refresh) > 0 ? refresh : hint;
        return longest.compareTo(SHORTEST_REFRESH) < 0 ? SHORTEST_REFRESH : longest;
    }
}
