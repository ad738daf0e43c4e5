package dev.zt.keys;

import java.time.Duration;
import java.util.Optional;

/** What came of a look at an issuer's keys. Exactly one of the three. */
sealed interface Looked {
    /**
     * The issuer published these.
     *
     * @param hint when it says that its answer is outdated
     * @param seen the document, to recognise it again
     */
    record Keys(TrustBundle bundle, Optional<Duration> hint, SeenDocument seen) implements Looked {}

    /** It publishes what it did the last time. */
    record Same(Optional<Duration> hint) implements Looked {}

    /**
     * There was no answer, or none that may be believed.
     *
     * @param problem in words, for an operator
     */
    record Failed(String problem) implements Looked {}
}
