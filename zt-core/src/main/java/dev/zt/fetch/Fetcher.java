package dev.zt.fetch;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Asks servers. Safe for concurrent use. */
@FunctionalInterface
public interface Fetcher {
    /**
     * Asks without waiting. The future is never completed by an exception; cancelling it ends the exchange. What
     * depends on it runs on a thread of the fetcher and must not block for long.
     */
    CompletableFuture<Fetched> fetch(FetchRequest request);

    /** Asks and waits, no longer than the deadline; an interrupt ends the exchange and leaves the thread's flag set. */
    default Fetched fetchAndWait(FetchRequest request) {
        CompletableFuture<Fetched> asked = fetch(request);
        try {
            return asked.get();
        } catch (InterruptedException e) {
            asked.cancel(true);
            Thread.currentThread().interrupt();
            return new Fetched.Failed("interrupted while asking " + FetchUrl.printable(request.url()));
        } catch (ExecutionException e) {
            throw new IllegalStateException("a fetcher completes normally", e);
        }
    }
}
