package dev.zt.keys;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The place where requests wait for a look: for a bounded time, and a bounded number of them, whichever issuer they name.
 * They wait before any signature was checked, so anybody can, and each holds a thread. Safe for concurrent use.
 */
final class KidWait {
    /** What those are told who find no place. */
    static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private static final int PLACES = 16;
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private final Semaphore places = new Semaphore(PLACES);
    private final Duration longest;

    /** For a second, after which the caller comes again; the look goes on meanwhile. */
    KidWait() {
        this(LONGEST);
    }

    KidWait(Duration longest) {
        this.longest = longest;
    }

    /** How waiting ended. */
    enum End {
        /** Every look that there was to wait for is over. */
        DONE,
        /** It took too long, or the thread was interrupted. */
        LATE,
        /** Too many wait already. */
        CROWDED
    }

    /**
     * Waits for a look.
     *
     * @param again another look to wait for after the first, if it is needed and there is one
     */
    End await(CompletableFuture<Void> look, Supplier<Optional<CompletableFuture<Void>>> again) {
        if (!places.tryAcquire()) {
            return End.CROWDED;
        }
        try {
            long until = System.nanoTime() + longest.toNanos();
            look.get(longest.toNanos(), TimeUnit.NANOSECONDS);
            Optional<CompletableFuture<Void>> next = again.get();
            if (next.isPresent()) {
                next.get().get(until - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
            return End.DONE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return End.LATE;
        } catch (TimeoutException e) {
            return End.LATE;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a look completes normally", e);
        } finally {
            places.release();
        }
    }

    /** How many more may wait. */
    int free() {
        return places.availablePermits();
    }
}
