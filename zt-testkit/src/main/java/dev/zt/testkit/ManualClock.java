package dev.zt.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is set. Safe for concurrent use. */
public final class ManualClock implements InstantSource {
    private volatile Instant now;

    private ManualClock(Instant start) {
        this.now = start;
    }

    /** A clock that stands at an instant. */
    public static ManualClock at(Instant start) {
        return new ManualClock(start);
    }

    /** A clock that stands at an instant in ISO 8601, such as {@code 2026-01-01T00:00:00Z}. */
    public static ManualClock at(String start) {
        return new ManualClock(Instant.parse(start));
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** Moves the clock; a negative duration moves it back. */
    public synchronized void advance(Duration step) {
        now = now.plus(step);
    }

    @Override
    public String toString() {
        return "ManualClock[" + instant() + "]";
    }
}
