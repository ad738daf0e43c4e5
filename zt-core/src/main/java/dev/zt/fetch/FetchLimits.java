package dev.zt.fetch;

import java.time.Duration;

/**
 * How long a fetch may take and how much it may bring. Immutable.
 *
 * @param deadline for everything from looking up the address to the last byte, redirects included; 1 ms to 1 min
 * @param maxBytes the largest body, counted while it arrives; 1 to 16 MiB
 */
public record FetchLimits(Duration deadline, int maxBytes) {
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final int MOST_BYTES = 16 << 20;
    private static final FetchLimits STANDARD = new FetchLimits(Duration.ofSeconds(5), 512 << 10);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if one is exceeded
     */
    public FetchLimits {
        if (deadline.toMillis() < 1 || deadline.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a deadline is 1 ms to 1 min");
        }
        if (maxBytes < 1 || maxBytes > MOST_BYTES) {
            throw new IllegalArgumentException("a body has at most 1 to 16 MiB");
        }
    }

    /** Five seconds and 512 KiB. */
    public static FetchLimits standard() {
        return STANDARD;
    }
}
