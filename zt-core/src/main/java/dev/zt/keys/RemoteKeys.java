package dev.zt.keys;

import dev.zt.identity.Issuer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one issuer as they were last fetched. At most one look is under way at any time, on no thread of a request;
 * the last good keys stay in force while looks fail, until they are too old. Safe for concurrent use.
 */
final class RemoteKeys implements KeptKeys {
    private final KeyLook way;
    private final SteadyTime time;
    private final LookSchedule schedule;
    private final HeldKeys held;
    private final UnknownKids unknown;
    private final KidWait waiting;
    // Held only to think, never to wait.
    private final ReentrantLock deciding = new ReentrantLock();
    private @Nullable CompletableFuture<Void> flight;
    // What the look under way was begun for; none if it was time for one.
    private UnknownKids.@Nullable Name sought;

    /**
     * Keys of an issuer.
     *
     * @param waiting where requests for keys of all issuers wait
     */
    RemoteKeys(Issuer issuer, KeyLook way, KeyTimes times, SteadyTime time, RandomGenerator random, KidWait waiting) {
        this.way = way;
        this.time = time;
        this.schedule = new LookSchedule(times, random);
        this.held = new HeldKeys(issuer, times, time, schedule);
        this.unknown = new UnknownKids(times.cooldown());
        this.waiting = waiting;
    }

    @Override
    public BundleLookup bundle() {
        return held.bundle();
    }

    /** The last good keys, however old; empty if there never were any. */
    Optional<BundleLookup.Found> last() {
        return held.last();
    }

    @Override
    public BundleLookup bundleWith(KeyUse use, String keyId) {
        BundleLookup now = bundle();
        UnknownKids.Name name = new UnknownKids.Name(use, keyId);
        if (!KeyId.isPlain(keyId) || !isMissing(now, name)) {
            return now;
        }
        Optional<CompletableFuture<Void>> look = lookFor(name);
        if (look.isEmpty()) {
            return withoutLook(name);
        }
        // The first look may have begun before the key was published; another one has not.
        KidWait.End end = waiting.await(look.get(), () -> isMissing(bundle(), name) ? lookFor(name) : Optional.empty());
        return end == KidWait.End.DONE ? withoutLook(name) : new BundleLookup.Unavailable(KidWait.RETRY_AFTER);
    }

    private static boolean isMissing(BundleLookup lookup, UnknownKids.Name name) {
        return lookup instanceof BundleLookup.Found found
                && found.bundle().key(name.use(), name.keyId()).isEmpty();
    }

    /** The look that may bring a key: one under way, or a new one if it is worth one. */
    private Optional<CompletableFuture<Void>> lookFor(UnknownKids.Name name) {
        deciding.lock();
        try {
            Instant now = time.advance();
            if (unknown.isInVain(name, now)) {
                return Optional.empty();
            }
            if (flight == null && unknown.takeLook(now)) {
                sought = name;
                return Optional.of(begin(now));
            }
            return Optional.ofNullable(flight);
        } finally {
            deciding.unlock();
        }
    }

    // Of a key that was not looked for, or where the issuer cannot be asked, nobody knows whether it is there by now.
    private BundleLookup withoutLook(UnknownKids.Name name) {
        deciding.lock();
        try {
            BundleLookup known = bundle();
            Instant now = time.now();
            if (!isMissing(known, name) || unknown.isInVain(name, now)) {
                return known;
            }
            return held.isInDoubt() ? held.unavailable() : new BundleLookup.Unavailable(unknown.untilLook(now));
        } finally {
            deciding.unlock();
        }
    }

    @Override
    public void refresh() {
        deciding.lock();
        try {
            Instant now = time.advance();
            if (flight == null && schedule.isDue(now)) {
                var unused = begin(now);
            }
        } finally {
            deciding.unlock();
        }
    }

    /** Looks now, whether it is time to or not; the future completes when the look is over. */
    CompletableFuture<Void> lookNow() {
        deciding.lock();
        try {
            return flight == null ? begin(time.advance()) : flight;
        } finally {
            deciding.unlock();
        }
    }

    /** Completes when the look under way is over; at once if there is none. */
    CompletableFuture<Void> settled() {
        deciding.lock();
        try {
            return flight == null ? CompletableFuture.completedFuture(null) : flight;
        } finally {
            deciding.unlock();
        }
    }

    private CompletableFuture<Void> begin(Instant now) {
        CompletableFuture<Void> landing = new CompletableFuture<>();
        flight = landing;
        var unused = look(held.seen()).handle((looked, failure) -> {
            arrive(looked == null ? broken(failure) : looked, now, landing);
            return looked;
        });
        return landing;
    }

    // Whatever happens the look ends, or no other would ever begin.
    private void arrive(Looked looked, Instant began, CompletableFuture<Void> landing) {
        try {
            land(looked, began);
        } catch (Throwable e) {
            land(broken(e), began);
        } finally {
            landing.complete(null);
        }
    }

    private CompletableFuture<Looked> look(Optional<SeenDocument> last) {
        try {
            return way.look(last);
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static Looked broken(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return new Looked.Failed("looking failed: " + cause.getClass().getSimpleName());
    }

    private void land(Looked looked, Instant began) {
        Runnable telling;
        deciding.lock();
        try {
            flight = null;
            UnknownKids.Name name = sought;
            sought = null;
            telling = held.take(looked, began);
            if (name != null && !held.isInDoubt() && isMissing(bundle(), name)) {
                remember(name);
            }
        } finally {
            deciding.unlock();
        }
        telling.run();
    }

    // It is not looked for again for a while, so an issuer that is slow to publish gets this.
    private void remember(UnknownKids.Name inVain) {
        Instant now = time.now();
        unknown.foundInVain(inVain, now);
        schedule.noLaterThan(now.plus(unknown.memory()));
    }

    @Override
    public Optional<Duration> age() {
        return held.age();
    }

    @Override
    public Optional<String> problem() {
        return held.problem();
    }
}
