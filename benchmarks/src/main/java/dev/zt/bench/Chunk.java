package dev.zt.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** A number of like operations, long enough to be measured and short enough to be directly followed by another chunk. */
@FunctionalInterface
interface Chunk {
    /** Runs the operations; returns how many did what they should. */
    int run();

    /** Machines are shared, so time is this thread's CPU time and never the clock on the wall. */
    ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /**
     * Runs a chunk and returns what one operation cost, in microseconds of this thread's CPU time.
     *
     * @throws IllegalStateException if an operation failed: a benchmark of refusals would lie
     */
    static double microsEach(int operations, Chunk chunk) {
        long start = THREADS.getCurrentThreadCpuTime();
        chunk.runAll(operations);
        return (THREADS.getCurrentThreadCpuTime() - start) / 1000.0 / operations;
    }

    /**
     * Runs the operations, none of which may fail.
     *
     * @throws IllegalStateException if one did
     */
    default void runAll(int operations) {
        int succeeded = run();
        if (succeeded != operations) {
            throw new IllegalStateException((operations - succeeded) + " of " + operations + " operations failed");
        }
    }
}
