package dev.zt.keys;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which names of keys are worth a look at the issuer. One look is allowed in each cooldown, whatever came of the last:
 * only time counts, so that no answer and no caller can make it more. A name that was looked for in vain is not looked
 * for again while it keeps coming, so that it uses up nobody else's look. Guarded by its owner's lock.
 */
final class UnknownKids {
    private static final int MOST = 1_000;
    private static final Duration MEMORY = Duration.ofSeconds(30);

    private final Duration cooldown;
    private Instant nextLook = Instant.MIN;
    private final Map<Name, Instant> inVain = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Name, Instant> eldest) {
            return size() > MOST;
        }
    };

    private record Name(KeyUse use, String keyId) {}

    UnknownKids(Duration cooldown) {
        this.cooldown = cooldown;
    }

    /** Whether this one was looked for in vain; being asked keeps it remembered for another 30 s. */
    boolean isInVain(KeyUse use, String keyId, Instant now) {
        Name name = new Name(use, keyId);
        Instant until = inVain.get(name);
        if (until == null || now.isAfter(until)) {
            return false;
        }
        inVain.put(name, now.plus(MEMORY));
        return true;
    }

    void foundInVain(KeyUse use, String keyId, Instant now) {
        inVain.put(new Name(use, keyId), now.plus(MEMORY));
    }

    /** Whether a look is allowed; if so, it counts as taken. */
    boolean takeLook(Instant now) {
        if (now.isBefore(nextLook)) {
            return false;
        }
        nextLook = now.plus(cooldown);
        return true;
    }

    int remembered() {
        return inVain.size();
    }
}
