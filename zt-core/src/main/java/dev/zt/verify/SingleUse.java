package dev.zt.verify;

import dev.zt.identity.CallerId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets each proof be used once. Safe for concurrent use. */
final class SingleUse {
    private static final Logger LOG = LoggerFactory.getLogger(SingleUse.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final ReplayStore replays;

    SingleUse(ReplayStore replays) {
        this.replays = replays;
    }

    /**
     * Uses a proof up. Asked last, so that a proof which fails for another reason is not used up by whoever sent it.
     *
     * @param caller who is charged for the memory
     * @param until the instant from which the proof is refused for its age anyway
     * @return why it may not be used; null if it may
     */
    @Nullable
    VerifyResult refusal(ReplayKey key, CallerId caller, Instant until, VerifyResult.Rejected replayed) {
        return switch (firstUse(key, caller, until)) {
            case FIRST -> null;
            case SEEN, FORGOTTEN -> replayed;
            case SHARE_EXHAUSTED -> new VerifyResult.Unavailable(Unverifiable.REPLAY_SHARE_EXHAUSTED, RETRY_AFTER);
            case UNAVAILABLE -> new VerifyResult.Unavailable(Unverifiable.REPLAY_STORE_UNAVAILABLE, RETRY_AFTER);
        };
    }

    private ReplayStore.Use firstUse(ReplayKey key, CallerId caller, Instant until) {
        try {
            return replays.firstUse(key, caller, until);
        } catch (RuntimeException e) {
            LOG.warn("zt: the replay store failed", e);
            return ReplayStore.Use.UNAVAILABLE;
        }
    }
}
