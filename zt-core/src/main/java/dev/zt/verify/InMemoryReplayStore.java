package dev.zt.verify;

import dev.zt.identity.CallerId;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Used proofs in this process's memory, bounded and fair: less than 24 octets for each, where the capacity is in use.
 *
 * <p>Past half of the capacity a caller is held to an equal share of the rest, and the last eighth is kept for callers
 * that hold next to nothing, so that whoever calls too often is refused and not the others. A caller that has used up its
 * share is still served where the key of the proof holds next to nothing: one instance, or one user of a client, does not
 * shut out the others of its name. What has expired by this store's own clock is forgotten, and the store never goes back
 * behind the instant up to which it has forgotten, whatever the clock does. Locks one of up to 64 parts for some tens of
 * nanoseconds.
 */
public final class InMemoryReplayStore implements ReplayStore {
    /** The standard capacity: of proofs kept for a minute and a half, 11,000 a second; one caller may use half of it. */
    public static final int DEFAULT_CAPACITY = 1 << 20;

    private static final int LEAST_CAPACITY = 1024;
    private static final int MOST_PARTS = 64;
    private static final int LEAST_OF_A_PART = 4096;
    // At most, with what the accounts of some thousand callers take.
    private static final int OCTETS_EACH = 24;

    private final int capacity;
    private final InstantSource clock;
    private final ReplayPart[] parts;
    private final Accounts accounts = new Accounts();
    private final AtomicInteger size = new AtomicInteger();

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
        SecureRandom random = new SecureRandom();
        this.parts = new ReplayPart[Math.max(1, Math.min(MOST_PARTS, capacity / LEAST_OF_A_PART))];
        for (int i = 0; i < parts.length; i++) {
            PackedTable table = new PackedTable(capacity / parts.length + 1, random.nextLong(), random.nextLong());
            parts[i] = new ReplayPart(table, this::forget);
        }
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

    /**
     * Asks and remembers in one step.
     *
     * @throws IllegalArgumentException if the instant lies before 1970 or after 2106
     */
    @Override
    public Use firstUse(ReplayKey key, CallerId caller, Instant until) {
        long lastSecond = until.getEpochSecond() + 1;
        if (lastSecond < 0 || lastSecond > PackedTable.LAST_SECOND) {
            throw new IllegalArgumentException("a proof that is good before 1970 or after 2106");
        }
        Accounts.Holder holder = new Accounts.Holder(caller, key.holder());
        ReplayPart part = parts[Math.floorMod(key.spread(), parts.length)];
        return part.firstUse(key, lastSecond, clock.instant().getEpochSecond(), () -> account(holder));
    }

    // Only who is remembered gets an account, or a crowd of refused callers would shrink everybody's share.
    private int account(Accounts.Holder holder) {
        Accounts.Account known = accounts.find(holder);
        if (!hasRoomFor(holder.caller(), known)) {
            return ReplayPart.NO_ACCOUNT;
        }
        Accounts.Account account = accounts.charge(holder, known);
        if (account == null) {
            return ReplayPart.NO_ACCOUNT;
        }
        size.incrementAndGet();
        return account.number();
    }

    private void forget(int account) {
        size.decrementAndGet();
        accounts.discharge(account);
    }

    // Below half anybody; then each its share of the rest; the last eighth only for those who hold next to nothing. A
    // caller beyond its share has an eighth more for those of its keys that hold next to nothing.
    private boolean hasRoomFor(CallerId caller, Accounts.@Nullable Account known) {
        int now = size.get();
        if (now < capacity / 2) {
            return true;
        }
        int held = known == null ? accounts.heldBy(caller) : known.heldByCaller();
        int least = capacity / 1024;
        int most = now < capacity / 8 * 7 ? Math.max(least, capacity / 2 / (accounts.callers() + 1)) : least;
        return now < capacity && (held < most || (now < capacity / 8 * 7 && isSister(held, known)));
    }

    private boolean isSister(int held, Accounts.@Nullable Account known) {
        return held < capacity / 8 * 5 && (known == null || known.held() < capacity / 256);
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
