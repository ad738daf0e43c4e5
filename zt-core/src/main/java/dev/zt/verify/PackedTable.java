package dev.zt.verify;

import java.util.function.IntFunction;

/**
 * Used proofs of which each takes two words: 72 bits of its key, the account that is charged for it, and the second after
 * which it is forgotten. Open addressing with linear probing, in which nothing that was removed leaves a trace. For one
 * thread at a time.
 *
 * <p>Where a key lies depends on a secret of this table, so nobody can choose keys that lie together. Two keys of which the
 * 72 bits are the same count as one: beside a million live ones, one new one in 10<sup>15</sup> is refused for that.
 */
final class PackedTable {
    /** Accounts are numbered from 0 up to this, exclusively. */
    static final int MOST_ACCOUNTS = 1 << 24;

    /** In place of a place: the key has one. */
    static final int TAKEN = -1;

    /** The last second that can be told. */
    static final long LAST_SECOND = 0xFFFF_FFFFL;

    // So full, a million proofs take about 20 octets each, and a search looks at thirteen slots, which lie side by
    // side.
    private static final double LOAD = 0.8;
    private static final int LEAST_SLOTS = 64;
    private static final int SECOND_BITS = 32;
    private static final int KEY_SHIFT = 56;

    private final int mostSlots;
    private final long multiplier;
    private final long offset;
    private final IntFunction<long[]> memory;
    private long[] words = {};
    private int slots;
    private int size;
    private int hand;

    /** Is told what was removed. */
    @FunctionalInterface
    interface Forgetting {
        void forgotten(int account, long second);
    }

    /**
     * An empty table.
     *
     * @param most how many proofs it is made for; it takes somewhat more
     * @param multiplier a secret random number
     * @param offset another one
     */
    PackedTable(int most, long multiplier, long offset) {
        this(most, multiplier, offset, long[]::new);
    }

    /** An empty table whose words come from somewhere. */
    PackedTable(int most, long multiplier, long offset, IntFunction<long[]> memory) {
        this.memory = memory;
        this.mostSlots = Math.max(LEAST_SLOTS, (int) Math.ceil(most / LOAD));
        this.multiplier = multiplier | 1;
        this.offset = offset;
    }

    /** Whether it takes no more. */
    boolean isFull() {
        return slots == mostSlots && size >= slots / 8 * 7;
    }

    /** Makes room for one more, if the table may grow. Nothing has changed if there is no memory for that. */
    void makeRoom() {
        if (size >= (int) (slots * LOAD) && slots < mostSlots) {
            grow();
        }
    }

    /** Where a key could be added, as long as nothing else changes; {@link #TAKEN} if it is there. Room was made before. */
    int placeFor(ReplayKey key) {
        int slot = find(first(key), key.second());
        return words[2 * slot] == 0 ? slot : TAKEN;
    }

    /** Adds a key at the place that was found for it, if the table is not full. */
    void add(int place, ReplayKey key, int account, long second) {
        words[2 * place] = first(key);
        words[2 * place + 1] = (long) key.second() << KEY_SHIFT | (long) account << SECOND_BITS | second;
        size++;
    }

    /**
     * Looks at some slots more, and removes what is to be forgotten before a second.
     *
     * @param count how many slots to look at
     */
    void sweep(int count, long now, Forgetting forgetting) {
        for (int looked = 0; looked < count && size > 0; looked++) {
            hand = hand < slots ? hand : 0;
            long second = words[2 * hand + 1] & LAST_SECOND;
            if (words[2 * hand] != 0 && second < now) {
                int account = (int) (words[2 * hand + 1] >>> SECOND_BITS) & (MOST_ACCOUNTS - 1);
                remove(hand);
                forgetting.forgotten(account, second);
            } else {
                hand++;
            }
        }
    }

    // 0 stands for no key.
    private static long first(ReplayKey key) {
        return key.first() == 0 ? 1 : key.first();
    }

    // The upper bits of the product with a secret odd number are the same for two keys by chance alone.
    private int home(long first) {
        long mixed = (first + offset) * multiplier;
        return (int) Math.multiplyHigh(mixed >>> 1, 2L * slots);
    }

    /** The slot of a key, or the free one where it belongs. */
    private int find(long first, int second) {
        int slot = home(first);
        while (words[2 * slot] != 0
                && (words[2 * slot] != first || (int) (words[2 * slot + 1] >>> KEY_SHIFT) != second)) {
            slot = next(slot);
        }
        return slot;
    }

    private int next(int slot) {
        return slot + 1 == slots ? 0 : slot + 1;
    }

    // What lies behind moves up, unless it would come to lie before its home.
    private void remove(int removed) {
        int hole = removed;
        for (int at = next(hole); words[2 * at] != 0; at = next(at)) {
            int home = home(words[2 * at]);
            boolean fits = hole <= at ? home <= hole || home > at : home <= hole && home > at;
            if (fits) {
                copy(words, at, hole);
                hole = at;
            }
        }
        words[2 * hole] = 0;
        size--;
    }

    private void grow() {
        long[] before = words;
        int more = (int) Math.min(mostSlots, Math.max(LEAST_SLOTS, 2L * slots));
        words = memory.apply(2 * more);
        slots = more;
        for (int old = 0; 2 * old < before.length; old++) {
            if (before[2 * old] != 0) {
                copy(before, old, find(before[2 * old], (int) (before[2 * old + 1] >>> KEY_SHIFT)));
            }
        }
    }

    private void copy(long[] from, int slot, int to) {
        words[2 * to] = from[2 * slot];
        words[2 * to + 1] = from[2 * slot + 1];
    }
}
