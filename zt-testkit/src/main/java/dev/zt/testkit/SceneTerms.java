package dev.zt.testkit;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a scene is of. Immutable.
 *
 * @param issuer the authorization server whose tokens are accepted; null for nobody's
 * @param now when each test begins; null for the time of the machine
 */
record SceneTerms(
        String trustDomain,
        String audience,
        @Nullable String issuer,
        PolicyPlace policy,
        @Nullable Instant now) {
    /** When a test that begins at this moment begins by its own clock. */
    Instant begin() {
        // Tokens tell the time in seconds.
        return now == null ? InstantSource.system().instant().truncatedTo(ChronoUnit.SECONDS) : now;
    }
}
