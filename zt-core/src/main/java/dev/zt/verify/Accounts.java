package dev.zt.verify;

import dev.zt.identity.CallerId;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Who holds how much of a memory: an account for each key of each caller, known by a number while something is held. Safe for
 * concurrent use; takes a lock only where an account begins or ends.
 */
final class Accounts {
    private static final int FIRST_NUMBERS = 64;

    private final Map<Holder, Account> accounts = new ConcurrentHashMap<>();
    private final Map<CallerId, AtomicInteger> held = new ConcurrentHashMap<>();
    private final ReentrantLock changing = new ReentrantLock();
    private final Deque<Integer> free = new ArrayDeque<>();
    private volatile int callers;
    private volatile @Nullable Account[] byNumber = new Account[FIRST_NUMBERS];
    private int used;

    /** One key of one caller. */
    record Holder(CallerId caller, int key) {}

    /** What one key of one caller holds, and its caller by all of its keys. */
    static final class Account {
        private final Holder holder;
        private final int number;
        private final AtomicInteger own = new AtomicInteger();
        private final AtomicInteger callers;

        Account(Holder holder, int number, AtomicInteger callers) {
            this.holder = holder;
            this.number = number;
            this.callers = callers;
        }

        int number() {
            return number;
        }

        /** How much the key holds. */
        int held() {
            return own.get();
        }

        /** How much its caller holds by all of its keys. */
        int heldByCaller() {
            return callers.get();
        }

        // One that came down to nothing has ended, or is about to. The caller's sum is never the smaller one, or it
        // could
        // look as if the caller held nothing.
        private boolean charge() {
            callers.incrementAndGet();
            int now = own.get();
            while (now > 0) {
                if (own.compareAndSet(now, now + 1)) {
                    return true;
                }
                now = own.get();
            }
            callers.decrementAndGet();
            return false;
        }

        private boolean discharge() {
            boolean ended = own.decrementAndGet() == 0;
            callers.decrementAndGet();
            return ended;
        }
    }

    /** How many callers hold something. */
    int callers() {
        return callers;
    }

    /** The account of a key of a caller; null if it holds nothing. */
    @Nullable
    Account find(Holder holder) {
        return accounts.get(holder);
    }

    /** How much a caller holds by all of its keys. */
    int heldBy(CallerId caller) {
        AtomicInteger all = held.get(caller);
        return all == null ? 0 : all.get();
    }

    /**
     * Charges a key of a caller with one more.
     *
     * @param known what was found for it
     * @return null if there is no number for it
     */
    @Nullable
    Account charge(Holder holder, @Nullable Account known) {
        return known != null && known.charge() ? known : begin(holder);
    }

    private @Nullable Account begin(Holder holder) {
        changing.lock();
        try {
            // What came down to nothing is gone once its end has the lock, so this waits for no more than that.
            Account known = accounts.get(holder);
            if (known != null && known.charge()) {
                return known;
            }
            Integer number = number();
            if (number == null) {
                return null;
            }
            AtomicInteger callers = held.computeIfAbsent(holder.caller(), unused -> new AtomicInteger());
            Account account = new Account(holder, number, callers);
            account.own.set(1);
            callers.incrementAndGet();
            accounts.put(holder, account);
            this.callers = held.size();
            byNumber[number] = account;
            return account;
        } finally {
            changing.unlock();
        }
    }

    private @Nullable Integer number() {
        Integer reused = free.poll();
        if (reused != null || used == PackedTable.MOST_ACCOUNTS) {
            return reused;
        }
        if (used == byNumber.length) {
            byNumber = Arrays.copyOf(byNumber, 2 * used);
        }
        return used++;
    }

    /** Takes back what was charged. */
    void discharge(int number) {
        Account account = byNumber[number];
        if (account != null && account.discharge()) {
            end(account);
        }
    }

    private void end(Account account) {
        changing.lock();
        try {
            accounts.remove(account.holder, account);
            byNumber[account.number] = null;
            free.add(account.number);
            if (account.callers.get() == 0) {
                held.remove(account.holder.caller(), account.callers);
                callers = held.size();
            }
        } finally {
            changing.unlock();
        }
    }
}
