package dev.zt.enrolment;

import java.time.Duration;
import java.util.Optional;

/**
 * What came of asking the authority. Exactly one of the four.
 *
 * @param <T> what was asked for
 */
public sealed interface Reply<T> {
    /** It was given. */
    record Given<T>(T value) implements Reply<T> {}

    /** Nothing has changed since the document that the question named. */
    record Unchanged<T>() implements Reply<T> {}

    /**
     * The authority said no.
     *
     * @param reason a word of {@code docs/authority.md}
     * @param retryAfter when asking again makes sense; empty if only a person can change something
     */
    record Refused<T>(String reason, Optional<Duration> retryAfter) implements Reply<T> {}

    /**
     * There was no answer, or none that makes sense.
     *
     * @param problem in words, for an operator
     */
    record Unreachable<T>(String problem) implements Reply<T> {}
}
