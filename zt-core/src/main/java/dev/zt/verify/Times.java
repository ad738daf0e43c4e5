package dev.zt.verify;

import dev.zt.jose.JsonObject;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The times in tokens: whole seconds since 1970 within four-digit years (RFC 7519 §2, {@code NumericDate}). */
final class Times {
    private static final long LAST_SECOND = 253_402_300_799L;

    private Times() {}

    /** The time that a claim holds; null if it is missing, no whole number, negative or beyond the year 9999. */
    static @Nullable Instant read(JsonObject claims, String name) {
        OptionalLong seconds = claims.wholeNumber(name);
        return seconds.isPresent() && seconds.getAsLong() > 0 && seconds.getAsLong() <= LAST_SECOND
                ? Instant.ofEpochSecond(seconds.getAsLong())
                : null;
    }
}
