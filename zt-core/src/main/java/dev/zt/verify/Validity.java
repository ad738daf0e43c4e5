package dev.zt.verify;

import java.time.Duration;
import java.time.Instant;

/**
 * When a credential is accepted, the allowance for skew included (RFC 7519 §4.1.4, §4.1.5). Immutable.
 *
 * @param from the first instant
 * @param until the first instant after it
 */
record Validity(Instant from, Instant until) {
    static Validity of(Instant notBefore, Instant expiry, Duration skew) {
        return new Validity(notBefore.minus(skew), expiry.plus(skew));
    }

    boolean isOver(Instant now) {
        return !now.isBefore(until);
    }

    boolean isAhead(Instant now) {
        return now.isBefore(from);
    }
}
