package dev.zt.verify;

import dev.zt.identity.CallerId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Used proofs in this process's memory, bounded and fair.
 *
 * <p>Past half of the capacity a caller is held to an equal share of the rest, and the last eighth is kept for callers
 * that hold next to nothing, so that whoever calls too often is refused and not the others. A caller that has used up its
 * share is still served where the key of the proof holds next to nothing: one instance, or one user of a client, does not
 * shut out the others of its name. What has expired by this store's own clock is forgotten, and the store never goes back behind the instant up to which it has
 * forgotten, whatever the clock does. Takes no lock of its own.
 */
public final class InMemoryReplayStore implements ReplayStore {
    /** The standard capacity: of proofs kept for a minute and a half, 11,000 a second; one caller may use half of it. */
    public static final int DEFAULT_CAPACITY = 1 << 20;

    private static final int LEAST_CAPACITY = 1024;
    // As measured, with its key and its place in the queue.
    private static final int OCTETS_EACH = 137;
    private static final int FORGET_AT_ONCE = 16;

    private final int capacity;
    private final InstantSource clock;
    private final Map<ReplayKey, Share> used = new ConcurrentHashMap<>();
    private final Map<CallerId, Share> shares = new ConcurrentHashMap<>();
    private final ConcurrentSkipListMap<Long, Queue<ReplayKey>> bySecond = new ConcurrentSkipListMap<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicLong forgottenUpTo = new AtomicLong(Long.MIN_VALUE);

    /** How much of the memory one caller holds, and each of its keys. */
    private record Share(CallerId caller, AtomicInteger proofs, Map<Integer, Integer> byHolder) {
        Share(CallerId caller) {
            this(caller, new AtomicInteger(), new ConcurrentHashMap<>());
        }

        void add(ReplayKey key) {
            proofs.incrementAndGet();
            byHolder.merge(key.holder(), 1, Integer::sum);
        }

        void remove(ReplayKey key) {
            proofs.decrementAndGet();
            byHolder.computeIfPresent(key.holder(), (unused, held) -> held == 1 ? null : held - 1);
        }

        int of(ReplayKey key) {
            return byHolder.getOrDefault(key.holder(), 0);
        }
    }

    /**
     * An empty store.
     *
     * @param capacity the most proofs remembered, at least 1,024
     */
    public InMemoryReplayStore(int capacity, InstantSource clock) {
        if (capacity < LEAST_CAPACITY) {
            throw new IllegalArgumentException("the capacity is at least 1,024 proofs");
        }
        this.capacity = capacity;
        this.clock = clock;
    }

    /**
     * The capacity for a heap when nobody states one: {@link #DEFAULT_CAPACITY}, or in a small heap what fits into an
     * eighth of it.
     *
     * @param maxHeap the most octets that the heap may have
     */
    public static int capacityFor(long maxHeap) {
        return (int) Math.max(LEAST_CAPACITY, Math.min(DEFAULT_CAPACITY, maxHeap / 8 / OCTETS_EACH));
    }

    @Override
    public Use firstUse(ReplayKey key, CallerId caller, Instant until) {
        forgetSome();
        long lastSecond = until.getEpochSecond() + 1;
        if (lastSecond <= forgottenUpTo.get()) {
            return Use.FORGOTTEN;
        }
        // Only who is remembered gets a share, or a crowd of refused callers would shrink everybody's.
        Share known = shares.get(caller);
        boolean room =
                known == null ? hasRoomFor(0, 0) : hasRoomFor(known.proofs().get(), known.of(key));
        if (!room) {
            return used.containsKey(key) ? Use.SEEN : Use.SHARE_EXHAUSTED;
        }
        Share share = shares.computeIfAbsent(caller, Share::new);
        if (used.putIfAbsent(key, share) != null) {
            dropIfEmpty(share);
            return Use.SEEN;
        }
        size.incrementAndGet();
        share.add(key);
        bySecond.computeIfAbsent(lastSecond, unused -> new ConcurrentLinkedQueue<>())
                .add(key);
        // The watermark moves before anything is removed, so a key that was free because it had just been forgotten
        // is caught here.
        return lastSecond <= forgottenUpTo.get() ? Use.FORGOTTEN : Use.FIRST;
    }

    // Below half anybody; then each its share of the rest; the last eighth only for those who hold next to nothing. A
    // caller beyond its share has an eighth more for those of its keys that hold next to nothing.
    private boolean hasRoomFor(int held, int heldByKey) {
        int now = size.get();
        if (now < capacity / 2) {
            return true;
        }
        int least = capacity / 1024;
        int most = now < capacity / 8 * 7 ? Math.max(least, capacity / 2 / (shares.size() + 1)) : least;
        boolean sister = held < capacity / 8 * 5 && heldByKey < capacity / 256;
        return now < capacity && (held < most || (sister && now < capacity / 8 * 7));
    }

    // A few at a time, so that no request pays for all that expired in one second.
    private void forgetSome() {
        long now = clock.instant().getEpochSecond();
        for (int i = 0; i < FORGET_AT_ONCE; i++) {
            Map.Entry<Long, Queue<ReplayKey>> oldest = bySecond.firstEntry();
            if (oldest == null || oldest.getKey() >= now) {
                return;
            }
            forgottenUpTo.accumulateAndGet(oldest.getKey(), Math::max);
            forget(oldest.getValue().poll(), oldest.getKey());
        }
    }

    private void forget(@Nullable ReplayKey key, long second) {
        if (key == null) {
            bySecond.computeIfPresent(second, (unused, queue) -> queue.isEmpty() ? null : queue);
            return;
        }
        Share share = used.remove(key);
        if (share != null) {
            size.decrementAndGet();
            share.remove(key);
            dropIfEmpty(share);
        }
    }

    private void dropIfEmpty(Share share) {
        if (share.proofs().get() == 0) {
            shares.remove(share.caller(), share);
        }
    }

    @Override
    public Reach reach() {
        return Reach.INSTANCE;
    }

    /** The most proofs that are remembered. */
    public int capacity() {
        return capacity;
    }

    /** How many proofs are remembered now. */
    public int size() {
        return size.get();
    }
}
