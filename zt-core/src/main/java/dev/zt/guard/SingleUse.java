package dev.zt.guard;

import dev.zt.verify.DpopNonces;
import dev.zt.verify.ProofKind;
import dev.zt.verify.ReplayStore;
import org.jspecify.annotations.Nullable;

/** Of which proofs it holds that only one instance of the service accepts them, and only once. */
enum SingleUse {
    /** Of none: another instance, or the next start, would accept a proof once more. */
    HERE,
    /** Of DPoP proofs, by nonces that nobody else knows. */
    BY_NONCE,
    /** Of all, by a memory that all instances share. */
    EVERYWHERE;

    static SingleUse of(ReplayStore replays, @Nullable DpopNonces nonces) {
        if (replays.reach() == ReplayStore.Reach.SHARED) {
            return EVERYWHERE;
        }
        // A nonce that nobody else knows makes a proof that nobody else accepts.
        return nonces != null && !nonces.areShared() ? BY_NONCE : HERE;
    }

    /** Whether it holds of this kind. */
    boolean isOf(ProofKind kind) {
        return this == EVERYWHERE || (this == BY_NONCE && kind == ProofKind.DPOP);
    }
}
