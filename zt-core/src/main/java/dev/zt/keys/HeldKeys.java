package dev.zt.keys;

import dev.zt.config.ConfigurationException;
import dev.zt.identity.Issuer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is believed of one issuer: the last good keys, since when, and what is wrong. Reading is safe for concurrent use
 * and takes no lock; what writes is guarded by the owner's lock.
 */
final class HeldKeys {
    private static final Logger LOG = LoggerFactory.getLogger(HeldKeys.class);

    private final Issuer issuer;
    private final KeyTimes times;
    private final SteadyTime time;
    private final LookSchedule schedule;
    private volatile @Nullable Snapshot snapshot;
    private volatile Optional<String> failure = Optional.of("no answer yet");

    private record Snapshot(BundleLookup.Found keys, SeenDocument seen, Instant confirmedAt) {}

    HeldKeys(Issuer issuer, KeyTimes times, SteadyTime time, LookSchedule schedule) {
        this.issuer = issuer;
        this.times = times;
        this.time = time;
        this.schedule = schedule;
    }

    BundleLookup bundle() {
        Snapshot now = snapshot;
        return now == null || age(now).compareTo(times.maxStale()) > 0 ? unavailable() : now.keys();
    }

    /** The last good keys, however old. */
    Optional<BundleLookup.Found> last() {
        return Optional.ofNullable(snapshot).map(Snapshot::keys);
    }

    BundleLookup unavailable() {
        return new BundleLookup.Unavailable(schedule.untilNext(time.now()));
    }

    private Duration age(Snapshot held) {
        return Duration.between(held.confirmedAt(), time.now());
    }

    Optional<Duration> age() {
        return Optional.ofNullable(snapshot).map(this::age);
    }

    /** The document that they come from. */
    Optional<SeenDocument> seen() {
        return Optional.ofNullable(snapshot).map(Snapshot::seen);
    }

    /** Whether the last look failed, so that the issuer may have other keys by now. */
    boolean isInDoubt() {
        return failure.isPresent();
    }

    Optional<String> problem() {
        boolean believed = bundle() instanceof BundleLookup.Found;
        return failure.map(why -> (believed ? "keeping the last good ones: " : "none can be believed: ") + why)
                .or(() -> believed ? Optional.empty() : Optional.of("too old to be believed"));
    }

    /**
     * Takes in what came of a look.
     *
     * @param began when the look began, as of which its answer is true
     * @return tells the operator what has changed, which may block
     */
    Runnable take(Looked looked, Instant began) {
        Snapshot before = snapshot;
        Optional<String> failureBefore = failure;
        if (looked instanceof Looked.Keys keys) {
            accept(keys, Optional.ofNullable(before), began);
        } else if (looked instanceof Looked.Same same && before != null) {
            confirm(new Snapshot(before.keys(), before.seen(), began), same.hint());
        } else {
            fail(looked instanceof Looked.Failed failed ? failed.problem() : "nothing changed since nothing");
        }
        return () -> tell(before, failureBefore);
    }

    // What is too old to be believed still says which sequence there was.
    private void accept(Looked.Keys keys, Optional<Snapshot> before, Instant began) {
        try {
            Optional<Versioned> held =
                    before.map(Snapshot::keys).map(found -> new Versioned(found.bundle(), found.epoch()));
            TrustBundle bundle = keys.bundle().notOlderThan(held.map(Versioned::bundle), issuer.toString());
            confirm(new Snapshot(Versioned.after(held, bundle).found(), keys.seen(), began), keys.hint());
        } catch (ConfigurationException e) {
            fail(String.valueOf(e.getMessage()));
        }
    }

    private void confirm(Snapshot confirmed, Optional<Duration> maxAge) {
        snapshot = confirmed;
        failure = Optional.empty();
        schedule.succeeded(
                time.advance(),
                confirmed.keys().bundle().refreshHint().or(() -> maxAge).orElse(times.refresh()));
    }

    private void fail(String why) {
        failure = Optional.of(why);
        schedule.failed(time.advance());
    }

    // Once for each change, however often it is looked.
    private void tell(@Nullable Snapshot before, Optional<String> failureBefore) {
        Snapshot now = snapshot;
        Optional<String> failureNow = failure;
        if (failureNow.isPresent() && !failureNow.equals(failureBefore)) {
            LOG.warn("zt: keys of {}: {}", issuer, failureNow.get());
        }
        if (now != null
                && (before == null || now.keys().epoch() != before.keys().epoch())) {
            LOG.info("zt: {} keys of {} are in force", now.keys().bundle().size(), issuer);
        }
    }
}
