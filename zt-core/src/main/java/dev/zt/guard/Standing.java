package dev.zt.guard;

import dev.zt.posture.Bar;
import dev.zt.posture.Posture;

/** How a proven caller stands at this moment. Exactly one of the three. */
sealed interface Standing {
    /** Its authority revoked it. */
    record Barred(Bar bar) implements Standing {}

    /** Whether its authority revoked it cannot be said. */
    record Unknown() implements Standing {}

    /** It may be judged by the policy, at this posture. */
    record At(Posture posture) implements Standing {}
}
