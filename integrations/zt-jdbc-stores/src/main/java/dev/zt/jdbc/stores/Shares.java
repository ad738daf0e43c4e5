package dev.zt.jdbc.stores;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of the memory each caller holds, as counted last, with what was added here since. Other instances add as well,
 * so a caller exceeds its share by at most what it sends them between two counts. Safe for concurrent use.
 */
final class Shares {
    private final int capacity;
    private final long counted;
    private final long callers;
    private final Map<Long, Long> largest;
    private final AtomicLong added = new AtomicLong();
    private final Map<Long, Long> addedBy = new ConcurrentHashMap<>();

    Shares(int capacity, long counted, long callers, Map<Long, Long> largest) {
        this.capacity = capacity;
        this.counted = counted;
        this.callers = callers;
        this.largest = Map.copyOf(largest);
    }

    static Shares empty(int capacity) {
        return new Shares(capacity, 0, 0, Map.of());
    }

    /** What a caller may hold however full the memory is. */
    static int least(int capacity) {
        return capacity / 1024;
    }

    void add(long caller) {
        added.incrementAndGet();
        addedBy.merge(caller, 1L, Long::sum);
    }

    // Below half anybody; then each its share of the rest; the last eighth only for those who hold next to nothing.
    boolean hasRoomFor(long caller) {
        long now = counted + added.get();
        if (now < capacity / 2) {
            return true;
        }
        long most = now < capacity / 8L * 7 ? Math.max(least(capacity), capacity / 2 / (callers + 1)) : least(capacity);
        return now < capacity && largest.getOrDefault(caller, 0L) + addedBy.getOrDefault(caller, 0L) < most;
    }
}
