package dev.zt.guard;

import dev.zt.verify.DpopNonces;
import dev.zt.verify.ReplayStore;
import org.jspecify.annotations.Nullable;

/** How far it holds that a DPoP proof is accepted once. */
enum SingleUse {
    /** In this process, while it lives: another instance, or the next start, would accept the proof once more. */
    HERE,
    /** In all instances of the service. */
    EVERYWHERE;

    static SingleUse of(ReplayStore replays, @Nullable DpopNonces nonces) {
        // A nonce that nobody else knows makes a proof that nobody else accepts.
        boolean onlyHere = nonces != null && !nonces.areShared();
        return replays.reach() == ReplayStore.Reach.SHARED || onlyHere ? EVERYWHERE : HERE;
    }
}
