package dev.zt.servlet;

import java.util.concurrent.atomic.AtomicLong;

/** How much may be held back in all answers of an application together. Safe for concurrent use. */
final class HeldBudget {
    private final long most;
    private final AtomicLong held = new AtomicLong();

    HeldBudget(long most) {
        this.most = most;
    }

    /** An eighth of the heap. */
    static HeldBudget ofThisHeap() {
        return new HeldBudget(Runtime.getRuntime().maxMemory() / 8);
    }

    boolean take(int bytes) {
        if (held.addAndGet(bytes) <= most) {
            return true;
        }
        held.addAndGet(-bytes);
        return false;
    }

    void giveBack(int bytes) {
        held.addAndGet(-bytes);
    }
}
