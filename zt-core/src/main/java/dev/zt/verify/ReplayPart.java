package dev.zt.verify;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;

/** A part of a memory of used proofs, to which a key always belongs, so that parts do not wait for each other. */
final class ReplayPart {
    /** In place of an account: there is no room. */
    static final int NO_ACCOUNT = -1;

    // So that no call pays for all that expired in one second; what has expired then takes a sixteenth of the memory.
    // Several calls' share at once, since memory that is read in a row comes faster.
    private static final int LOOK_AT = 256;
    private static final int CALLS_FOR_A_LOOK = 16;
    private static final int LOOK_AT_BEFORE_REFUSAL = 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final PackedTable table;
    private final IntConsumer forgotten;
    private int calls;
    private long forgottenUpTo = Long.MIN_VALUE;

    /**
     * An empty part.
     *
     * @param forgotten is told the account of each proof that is forgotten
     */
    ReplayPart(PackedTable table, IntConsumer forgotten) {
        this.table = table;
        this.forgotten = forgotten;
    }

    /**
     * Asks and remembers in one step.
     *
     * @param lastSecond after which the proof may be forgotten
     * @param account charges somebody, and says whom; {@link #NO_ACCOUNT} if nobody may be charged
     */
    ReplayStore.Use firstUse(ReplayKey key, long lastSecond, long now, IntSupplier account) {
        lock.lock();
        try {
            if (++calls % CALLS_FOR_A_LOOK == 0) {
                table.sweep(LOOK_AT, now, this::forget);
            }
            ReplayStore.Use use = use(key, lastSecond, account);
            if (use != ReplayStore.Use.SHARE_EXHAUSTED) {
                return use;
            }
            // Nobody is refused for what has ended, as far as a look of a microsecond or two finds that.
            table.sweep(LOOK_AT_BEFORE_REFUSAL, now, this::forget);
            return use(key, lastSecond, account);
        } finally {
            lock.unlock();
        }
    }

    private ReplayStore.Use use(ReplayKey key, long lastSecond, IntSupplier account) {
        if (lastSecond <= forgottenUpTo) {
            return ReplayStore.Use.FORGOTTEN;
        }
        // Before anybody is charged, since this may fail.
        table.makeRoom();
        int place = table.placeFor(key);
        if (place == PackedTable.TAKEN) {
            return ReplayStore.Use.SEEN;
        }
        int charged = table.isFull() ? NO_ACCOUNT : account.getAsInt();
        if (charged == NO_ACCOUNT) {
            return ReplayStore.Use.SHARE_EXHAUSTED;
        }
        table.add(place, key, charged, lastSecond);
        return ReplayStore.Use.FIRST;
    }

    private void forget(int account, long second) {
        forgottenUpTo = Math.max(forgottenUpTo, second);
        forgotten.accept(account);
    }
}
