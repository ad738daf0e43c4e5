package dev.zt.bench;

import java.util.concurrent.TimeUnit;

/** What comes before the warm-up of all: one of them alone, as long again. */
final class WarmUp {
    private WarmUp() {}

    static void run(int operations, Chunk chunk) {
        long start = System.nanoTime();
        do {
            chunk.runAll(operations);
        } while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(Fork.WARM_UP_SECONDS));
    }
}
