package dev.zt.keys;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which names of keys are worth a look at the issuer. One look is allowed in each cooldown, whatever came of the last:
 * only time counts, so that no answer and no caller can make it more. A name that was looked for in vain is not looked
 * for again for two cooldowns, so that it leaves others a look, and no longer, however often it comes: its key may be
 * published by then. Guarded by its owner's lock.
 */
final class UnknownKids {
    private static final int MOST = 1_000;
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final Duration cooldown;
    private Instant nextLook = Instant.MIN;
    private final Map<Name, Instant> inVain = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Name, Instant> eldest) {
            return size() > MOST;
        }
    };

    record Name(KeyUse use, String keyId) {}

    UnknownKids(Duration cooldown) {
        this.cooldown = cooldown;
    }

    /** Whether this one was looked for in vain. */
    boolean isInVain(Name name, Instant now) {
        Instant until = inVain.get(name);
        return until != null && now.isBefore(until);
    }

    void foundInVain(Name name, Instant now) {
        inVain.put(name, now.plus(memory()));
    }

    /** How long a name is not looked for again. */
    Duration memory() {
        return cooldown.multipliedBy(2);
    }

    /** Whether a look is allowed; if so, it counts as taken. */
    boolean takeLook(Instant now) {
        if (now.isBefore(nextLook)) {
            return false;
        }
        nextLook = now.plus(cooldown);
        return true;
    }

    /** How long until a look is allowed, 1 s to 30 s, as an answer to somebody who has to wait. */
    Duration untilLook(Instant now) {
        if (nextLook.isBefore(now.plus(SHORTEST_WAIT))) {
            return SHORTEST_WAIT;
        }
        Duration left = Duration.between(now, nextLook);
        return left.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : left;
    }

    int remembered() {
        return inVain.size();
    }
}
