package dev.zt.posture;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.zt.config.Printable;
import dev.zt.identity.CallerId;
import dev.zt.identity.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The postures of the callers of one service, and of the service itself, in this process's memory.
 *
 * <p>Every raised posture has an end, at which it falls by itself; every change is told to the listeners with what led
 * to it. Bounded by {@link PostureRules#instances}. Safe for concurrent use; while nothing is raised, asking costs one
 * read.
 */
public final class InstancePostures implements SignalListener {
    private static final Logger LOG = LoggerFactory.getLogger(InstancePostures.class);

    private final PostureRules rules;
    private final InstantSource clock;
    private final DeniedEndpoints denied;
    private final AlarmCount replays;
    private final AlarmCount forgotten;
    private final Cache<Who, Terms> raised;
    private final List<PostureListener> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock changing = new ReentrantLock();
    private volatile Terms service = Terms.NONE;
    private volatile Instant firstEnd = Instant.MAX;

    /** Postures that are all normal. */
    public InstancePostures(PostureRules rules, InstantSource clock) {
        this.rules = rules;
        this.clock = clock;
        this.denied = new DeniedEndpoints(rules);
        this.replays = new AlarmCount(rules.alarmEvery());
        this.forgotten = new AlarmCount(rules.alarmEvery());
        this.raised = Caffeine.newBuilder()
                .maximumSize(rules.instances())
                .executor(Runnable::run)
                .evictionListener((who, terms, cause) -> warnOfForgetting())
                .build();
    }

    // Those that call least are forgotten first, so whoever keeps calling cannot be crowded out by others.
    private void warnOfForgetting() {
        forgotten
                .add(clock.instant())
                .ifPresent(count -> LOG.warn(
                        "zt: more than {} instances are under suspicion; forgot the posture of {} lately, {} in all",
                        rules.instances(),
                        count,
                        forgotten.all()));
    }

    /** Tells a listener of every change from now on. What it throws is logged. */
    public void listen(PostureListener listener) {
        listeners.add(listener);
    }

    /** The posture of an instance now: its own or the service's, whichever restricts more. */
    public Posture posture(CallerId caller, InstanceId instance) {
        Instant end = firstEnd;
        if (end.equals(Instant.MAX)) {
            return Posture.NORMAL;
        }
        Instant now = clock.instant();
        if (!now.isBefore(end)) {
            refresh();
        }
        Terms own = raised.getIfPresent(new Who(caller, instance));
        Posture ofService = service.at(now);
        return own == null ? ofService : ofService.or(own.at(now));
    }

    /** The posture of the service as a whole now. */
    public Posture ofService() {
        return service.at(clock.instant());
    }

    /** How many replays were counted since the start. */
    public long replays() {
        return replays.all();
    }

    /**
     * Takes a signal, from the guard or from whoever else has seen the accused one's proof verified. One that is older
     * than {@link PostureRules#within} is ignored.
     */
    @Override
    public void accept(Signal signal) {
        Instant now = clock.instant();
        if (signal.time().isBefore(now.minus(rules.within()))) {
            return;
        }
        if (signal.kind() == Signal.Kind.REPLAY) {
            replays.add(now).ifPresent(count -> alarm(count, signal.detail(), now));
            return;
        }
        Who who = new Who(signal.caller().orElseThrow(), signal.instance().orElseThrow());
        if (signal.kind() == Signal.Kind.REPLAY_BY_CERTIFICATE_HOLDER) {
            String why = "a call was sent again over TLS with the instance's own certificate: " + signal.detail();
            raise(who, Posture.QUARANTINED, rules.quarantinedFor(), why, now);
        } else {
            denied.add(who, signal.detail(), now)
                    .ifPresent(why -> raise(who, Posture.ELEVATED, rules.elevatedFor(), why, now));
        }
    }

    /**
     * Raises the posture of the service as a whole for a time; a longer time that stands already is kept.
     *
     * @param posture {@link Posture#ELEVATED} or {@link Posture#LOCKDOWN}
     * @param time 1 s to 24 h
     * @param why for operators
     * @throws IllegalArgumentException for another posture or time
     */
    public void raise(Posture posture, Duration time, String why) {
        if (posture != Posture.ELEVATED && posture != Posture.LOCKDOWN) {
            throw new IllegalArgumentException("a service is raised to elevated or lockdown");
        }
        if (!PostureRules.isBetweenSecondAnd(PostureRules.LONGEST, time)) {
            throw new IllegalArgumentException("a posture is raised for 1 s to 24 h");
        }
        raise(null, posture, time, why, clock.instant());
    }

    private void raise(@Nullable Who who, Posture posture, Duration time, String why, Instant now) {
        Instant until = now.plus(time);
        Terms after;
        changing.lock();
        try {
            Terms before = who == null ? service : raised.asMap().getOrDefault(who, Terms.NONE);
            after = before.raised(posture, until);
            if (who == null) {
                service = after;
            } else {
                raised.put(who, after);
            }
            firstEnd = until.isBefore(firstEnd) ? until : firstEnd;
        } finally {
            changing.unlock();
        }
        PostureNotice.Kind kind = PostureNotice.Kind.raisedTo(posture);
        tell(notice(kind, who, after.highest(), now, why + "; until " + after.end(posture)));
    }

    /** Takes back what has ended by now and tells of it. Asking for a posture does so too. */
    public void refresh() {
        Instant now = clock.instant();
        if (now.isBefore(firstEnd)) {
            return;
        }
        List<PostureNotice> ended = new ArrayList<>();
        changing.lock();
        try {
            // Many may have seen the end at once; one of them takes back what is over.
            if (now.isBefore(firstEnd)) {
                return;
            }
            service = fallen(null, service, now, ended);
            Instant next = service.firstEnd();
            for (Map.Entry<Who, Terms> entry : raised.asMap().entrySet()) {
                Terms left = fallen(entry.getKey(), entry.getValue(), now, ended);
                if (left.equals(Terms.NONE)) {
                    raised.invalidate(entry.getKey());
                } else {
                    raised.put(entry.getKey(), left);
                    next = left.firstEnd().isBefore(next) ? left.firstEnd() : next;
                }
            }
            firstEnd = next;
        } finally {
            changing.unlock();
        }
        ended.forEach(this::tell);
    }

    private static Terms fallen(@Nullable Who who, Terms terms, Instant now, List<PostureNotice> ended) {
        Terms left = terms.after(now);
        Posture before = terms.highest();
        Posture after = left.highest();
        if (before != after) {
            String why = before.id() + " ended by itself at " + terms.end(before);
            ended.add(notice(PostureNotice.Kind.POSTURE_RESTORED, who, after, now, why));
        }
        return left;
    }

    private void alarm(long count, String detail, Instant now) {
        String why = count + " used proofs sent again since the last alarm, " + replays.all()
                + " since the start; the newest: " + detail;
        LOG.warn("zt: replays: {}", Printable.of(why));
        tell(notice(PostureNotice.Kind.REPLAY_ALARM, null, Posture.NORMAL, now, why));
    }

    private static PostureNotice notice(
            PostureNotice.Kind kind, @Nullable Who who, Posture posture, Instant now, String why) {
        Optional<Who> whose = Optional.ofNullable(who);
        return new PostureNotice(kind, whose.map(Who::caller), whose.map(Who::instance), posture, now, why);
    }

    // Outside the lock, because a listener may take its time.
    private void tell(PostureNotice notice) {
        for (PostureListener listener : listeners) {
            try {
                listener.noticed(notice);
            } catch (RuntimeException e) {
                LOG.warn("zt: a listener failed on {}", notice.kind().id(), e);
            }
        }
    }

    /** How many instances are remembered for something. */
    long remembered() {
        raised.cleanUp();
        return raised.estimatedSize() + denied.size();
    }
}
