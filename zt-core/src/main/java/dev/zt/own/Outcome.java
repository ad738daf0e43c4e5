package dev.zt.own;

import java.time.Duration;
import java.util.Optional;

/** What came of asking for an identity. */
sealed interface Outcome {
    /** It was issued; the state to keep. */
    record Done(InstanceState state) implements Outcome {}

    /**
     * It was not.
     *
     * @param problem for an operator
     * @param pause when the authority wants to be asked again; empty if it did not say
     */
    record Failed(String problem, Optional<Duration> pause) implements Outcome {
        static Failed because(String problem) {
            return new Failed(problem, Optional.empty());
        }
    }
}
