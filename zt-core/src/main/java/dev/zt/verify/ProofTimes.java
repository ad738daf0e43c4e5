package dev.zt.verify;

import java.time.Duration;
import java.time.Instant;

/**
 * How old and how far ahead proofs may be, whatever their kind. Immutable.
 *
 * @param skew how far clocks may differ
 * @param ahead how far ahead a proof may expire, and how long one may be used after it was made
 */
record ProofTimes(Duration skew, Duration ahead) {
    static ProofTimes of(VerifierRules rules) {
        return new ProofTimes(rules.clockSkew(), rules.proofAhead());
    }

    /** The instant from which a proof with this expiry is refused. */
    Instant end(Instant expiry) {
        return expiry.plus(skew);
    }

    boolean isOver(Instant expiry, Instant now) {
        return !now.isBefore(end(expiry));
    }

    boolean isTooFarAhead(Instant expiry, Instant now) {
        return expiry.isAfter(now.plus(ahead));
    }

    boolean isMadeAhead(Instant made, Instant now) {
        return made.isAfter(now.plus(skew));
    }

    /** The instant from which a proof that was made then is refused, whatever it says of its end. */
    Instant endOfUse(Instant made) {
        return made.plus(ahead).plus(skew);
    }
}
