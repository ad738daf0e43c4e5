package dev.zt.keys;

import dev.zt.config.ConfigurationException;
import dev.zt.identity.Issuer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of one issuer as they were last fetched. At most one look is under way at any time, on no thread of a request;
 * the last good keys stay in force while looks fail, until they are too old. Safe for concurrent use.
 */
final class RemoteKeys implements KeptKeys {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteKeys.class);

    private final Issuer issuer;
    private final KeyLook way;
    private final KeyTimes times;
    private final SteadyTime time;
    private final LookSchedule schedule;
    private final UnknownKids unknown;
    private final KidWait waiting;
    // Held only to think, never to wait.
    private final ReentrantLock deciding = new ReentrantLock();
    private @Nullable CompletableFuture<Void> flight;
    private volatile @Nullable Snapshot held;
    private volatile Optional<String> problem = Optional.of("no answer yet");

    private record Snapshot(Versioned keys, SeenDocument seen, Instant confirmedAt) {}

    RemoteKeys(Issuer issuer, KeyLook way, KeyTimes times, SteadyTime time, RandomGenerator random, Duration deadline) {
        this.issuer = issuer;
        this.way = way;
        this.times = times;
        this.time = time;
        this.schedule = new LookSchedule(times, random);
        this.unknown = new UnknownKids(times.cooldown());
        this.waiting = new KidWait(deadline);
    }

    @Override
    public BundleLookup bundle() {
        Snapshot now = held;
        return now == null || age(now).compareTo(times.maxStale()) > 0
                ? unavailable()
                : new BundleLookup.Found(now.keys().bundle(), now.keys().epoch());
    }

    private BundleLookup unavailable() {
        return new BundleLookup.Unavailable(schedule.untilNext(time.now()));
    }

    private Duration age(Snapshot snapshot) {
        return Duration.between(snapshot.confirmedAt(), time.now());
    }

    @Override
    public BundleLookup bundleWith(KeyUse use, String keyId) {
        BundleLookup now = bundle();
        if (!KeyId.isPlain(keyId) || !isMissing(now, use, keyId)) {
            return now;
        }
        Optional<CompletableFuture<Void>> look = lookFor(use, keyId);
        if (look.isEmpty()) {
            return isUncertain(use, keyId) ? unavailable() : now;
        }
        // The first look may have begun before the key was published; another one has not.
        KidWait.End end = waiting.await(
                look.get(), () -> isMissing(bundle(), use, keyId) ? lookFor(use, keyId) : Optional.empty());
        return end == KidWait.End.DONE ? afterLooking(use, keyId) : new BundleLookup.Unavailable(KidWait.RETRY_AFTER);
    }

    private static boolean isMissing(BundleLookup lookup, KeyUse use, String keyId) {
        return lookup instanceof BundleLookup.Found found
                && found.bundle().key(use, keyId).isEmpty();
    }

    /** The look that may bring a key: one under way, or a new one if it is worth one. */
    private Optional<CompletableFuture<Void>> lookFor(KeyUse use, String keyId) {
        deciding.lock();
        try {
            Instant now = time.advance();
            if (unknown.isInVain(use, keyId, now)) {
                return Optional.empty();
            }
            if (flight == null && unknown.takeLook(now)) {
                return Optional.of(begin(now));
            }
            return Optional.ofNullable(flight);
        } finally {
            deciding.unlock();
        }
    }

    private BundleLookup afterLooking(KeyUse use, String keyId) {
        BundleLookup now = bundle();
        if (!isMissing(now, use, keyId)) {
            return now;
        }
        if (isUncertain(use, keyId)) {
            return unavailable();
        }
        deciding.lock();
        try {
            Instant moment = time.now();
            unknown.foundInVain(use, keyId, moment);
            // Its name is not looked for again while it keeps coming, so an issuer that is slow to publish gets this.
            schedule.noLaterThan(moment.plus(times.cooldown().multipliedBy(2)));
            return now;
        } finally {
            deciding.unlock();
        }
    }

    // Where the issuer cannot be asked, nobody knows whether the key is one of its own.
    private boolean isUncertain(KeyUse use, String keyId) {
        deciding.lock();
        try {
            return problem.isPresent() && !unknown.isInVain(use, keyId, time.now());
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

    /** How many more requests may wait for a look. */
    int freePlaces() {
        return waiting.free();
    }

    private CompletableFuture<Void> begin(Instant now) {
        CompletableFuture<Void> landing = new CompletableFuture<>();
        flight = landing;
        Snapshot last = held;
        var unused = look(Optional.ofNullable(last).map(Snapshot::seen)).handle((looked, failure) -> {
            land(looked == null ? broken(failure) : looked, now);
            return landing.complete(null);
        });
        return landing;
    }

    private CompletableFuture<Looked> look(Optional<SeenDocument> last) {
        try {
            return way.look(last);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static Looked broken(Throwable failure) {
        return new Looked.Failed("looking failed: " + failure.getClass().getSimpleName());
    }

    /** Takes in what came of a look, as of the moment when it began. */
    private void land(Looked looked, Instant began) {
        Optional<String> problemBefore = problem;
        Snapshot before = held;
        deciding.lock();
        try {
            flight = null;
            if (looked instanceof Looked.Keys keys) {
                accept(keys, Optional.ofNullable(before).map(Snapshot::keys), began);
            } else if (looked instanceof Looked.Same same && before != null) {
                confirm(new Snapshot(before.keys(), before.seen(), began), same.hint());
            } else {
                fail(looked instanceof Looked.Failed failed ? failed.problem() : "nothing changed since nothing");
            }
        } finally {
            deciding.unlock();
        }
        tell(before, problemBefore);
    }

    private void accept(Looked.Keys keys, Optional<Versioned> before, Instant began) {
        try {
            TrustBundle bundle = keys.bundle().notOlderThan(before.map(Versioned::bundle), issuer.toString());
            confirm(new Snapshot(Versioned.after(before, bundle), keys.seen(), began), keys.hint());
        } catch (ConfigurationException e) {
            fail(String.valueOf(e.getMessage()));
        }
    }

    private void confirm(Snapshot snapshot, Optional<Duration> maxAge) {
        held = snapshot;
        problem = Optional.empty();
        Duration hint = snapshot.keys().bundle().refreshHint().or(() -> maxAge).orElse(times.refresh());
        schedule.succeeded(time.advance(), hint);
    }

    private void fail(String why) {
        problem = Optional.of(why);
        schedule.failed(time.advance());
    }

    // Once for each change, however often it is looked.
    private void tell(@Nullable Snapshot before, Optional<String> problemBefore) {
        Snapshot now = held;
        Optional<String> problemNow = problem;
        if (problemNow.isPresent() && !problemNow.equals(problemBefore)) {
            LOG.warn("zt: keys of {}: {}", issuer, problemNow.get());
        }
        if (now != null
                && (before == null || now.keys().epoch() != before.keys().epoch())) {
            LOG.info("zt: {} keys of {} are in force", now.keys().bundle().size(), issuer);
        }
    }

    @Override
    public Optional<Duration> age() {
        return Optional.ofNullable(held).map(this::age);
    }

    @Override
    public Optional<String> problem() {
        boolean believed = bundle() instanceof BundleLookup.Found;
        return problem.map(why -> believed ? "keeping the last good ones: " + why : "none can be believed: " + why)
                .or(() -> believed ? Optional.empty() : Optional.of("too old to be believed"));
    }
}
