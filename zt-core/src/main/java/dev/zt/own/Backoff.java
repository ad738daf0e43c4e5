package dev.zt.own;

import dev.zt.fetch.RetryPause;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Lets a conversation that fails be tried again only after a pause: one second, doubled each time up to 30, and spread
 * by a quarter. When the pause is over one try gets through and begins the next. Safe for concurrent use, without locks.
 */
final class Backoff {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final RandomGenerator random;
    private final AtomicReference<@Nullable Failure> failure = new AtomicReference<>();

    private record Failure(String problem, RetryPause pause, Instant due) {}

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** Whether there is no pause now; says nothing about who else may try. */
    boolean isOver(Instant now) {
        Failure last = failure.get();
        return last == null || !now.isBefore(last.due);
    }

    /** Whether to try now. */
    boolean mayTry(Instant now) {
        Failure last = failure.get();
        return last == null
                || (!now.isBefore(last.due)
                        && failure.compareAndSet(
                                last, new Failure(last.problem, last.pause, now.plus(last.pause.spread(random)))));
    }

    /**
     * A try failed.
     *
     * @param least how long to pause at least, for problems that do not pass by themselves
     * @return whether it is another problem than the last time
     */
    boolean failed(String problem, Duration least, Instant now) {
        Failure last = failure.get();
        RetryPause next = last == null ? RetryPause.first(LONGEST) : last.pause.longer();
        Duration pause = least.compareTo(next.length()) > 0 ? least : next.length();
        failure.set(new Failure(problem, next.atLeast(least), now.plus(RetryPause.spread(pause, random))));
        return last == null || !last.problem.equals(problem);
    }

    /** The try that got through says nothing of the conversation, so the next may try at once. */
    void handOn(Instant now) {
        Failure last = failure.get();
        if (last != null) {
            failure.compareAndSet(last, new Failure(last.problem, last.pause, now));
        }
    }

    /** A try succeeded, or what made them fail has changed. */
    void clear() {
        failure.set(null);
    }

    /** What went wrong the last time; empty if nothing did. */
    Optional<String> problem() {
        return Optional.ofNullable(failure.get()).map(Failure::problem);
    }
}
