package dev.zt.jdbc.example;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for something that comes by itself. */
final class Await {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration TURN = Duration.ofMillis(5);

    private Await() {}

    /** What comes of it as soon as it does not throw. */
    static String until(String what, Step.Probe probe) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return probe.see();
            } catch (Exception e) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("not in time: " + what + ": " + Step.told(e), e);
                }
                LockSupport.parkNanos(TURN.toNanos());
            }
        }
    }

    /** Something that holds or not. */
    interface Condition {
        boolean holds() throws Exception;
    }

    /** Until it holds. */
    static void until(String what, Condition condition) {
        String unused = until(what, () -> {
            if (!condition.holds()) {
                throw new IllegalStateException("not yet");
            }
            return "holds";
        });
    }
}
