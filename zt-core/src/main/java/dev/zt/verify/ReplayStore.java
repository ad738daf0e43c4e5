package dev.zt.verify;

import dev.zt.identity.CallerId;
import java.time.Duration;
import java.time.Instant;

/**
 * The memory of used proofs. Safe for concurrent use: of any number of threads that present one key, exactly one is
 * told {@link Use#FIRST}.
 */
public interface ReplayStore {
    /** What a store says of a proof. */
    enum Use {
        /** Never seen, and remembered from now on. */
        FIRST,
        /** Seen before. */
        SEEN,
        /** It would have been forgotten by now, so nobody can tell; refused. */
        FORGOTTEN,
        /** Memory is short and this caller has used up its share. */
        SHARE_EXHAUSTED,
        /** The store cannot be asked. */
        UNAVAILABLE
    }

    /** How far a store's memory reaches. */
    enum Reach {
        /** This process only: another instance of the service would accept the proof once more. */
        INSTANCE,
        /** All instances of the service. */
        SHARED
    }

    /**
     * Asks and remembers in one step.
     *
     * @param caller who is charged for the memory; already verified
     * @param until the instant from which the proof is refused for its age anyway
     */
    Use firstUse(ReplayKey key, CallerId caller, Instant until);

    /** How far the memory reaches; named in the log at start. */
    Reach reach();

    /**
     * The longest time from the first use of a proof to its {@code until} that the store reckons with. A store that lost
     * its memory refuses for so long whatever could have been used before, so a guard whose rules allow for more does not
     * start. Default any, for a store that never refuses so.
     */
    default Duration longestUse() {
        return Duration.ofSeconds(Long.MAX_VALUE);
    }
}
