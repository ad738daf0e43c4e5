package dev.zt.verify;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The workspaces that wait for their next token: a few for each processor, whoever the threads are, so that a thread for each
 * request costs none of its own. Safe for concurrent use; nobody waits.
 */
final class Workspaces {
    private static final int FOR_EACH_PROCESSOR = 4;

    private final int longest;
    private final AtomicReferenceArray<Workspace> idle;

    /** None yet, for tokens of so many characters at most. */
    Workspaces(int longest) {
        this.longest = longest;
        this.idle = new AtomicReferenceArray<>(
                Integer.highestOneBit(Runtime.getRuntime().availableProcessors() * FOR_EACH_PROCESSOR));
    }

    /** One that nobody else has; a new one where another thread has taken this thread's. */
    Workspace take() {
        Workspace workspace = idle.getAndSet(place(), null);
        return workspace == null ? new Workspace(longest) : workspace;
    }

    /** Gives one back, to whoever is next. */
    void giveBack(Workspace workspace) {
        workspace.clear();
        idle.setRelease(place(), workspace);
    }

    // Threads are numbered one after the other.
    private int place() {
        return (int) Thread.currentThread().getId() & idle.length() - 1;
    }
}
