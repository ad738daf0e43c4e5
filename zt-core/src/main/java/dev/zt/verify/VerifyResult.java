package dev.zt.verify;

import java.time.Duration;

/** The outcome of checking who is calling. Exactly one of the four. */
public sealed interface VerifyResult {
    /** The caller proved who it is. */
    record Verified(VerifiedCaller caller) implements VerifyResult {}

    /** The caller presented nothing. */
    record Anonymous() implements VerifyResult {}

    /** The caller presented something that does not prove anything. */
    record Rejected(Rejection reason) implements VerifyResult {}

    /**
     * Nothing can be said now.
     *
     * @param retryAfter when asking again makes sense
     */
    record Unavailable(Unverifiable reason, Duration retryAfter) implements VerifyResult {}
}
