package dev.zt.keys;

import java.time.Duration;

/** What a {@link BundleSource} knows of an issuer. */
public sealed interface BundleLookup {
    /**
     * The issuer's keys are known.
     *
     * @param bundle the keys
     * @param epoch a number that changes whenever the keys do; nothing remembered under another epoch counts
     */
    record Found(TrustBundle bundle, long epoch) implements BundleLookup {}

    /** Nobody configured this issuer, so nothing it signs is believed. */
    record NotTrusted() implements BundleLookup {}

    /**
     * The issuer is configured, but its keys are too old to be believed; neither yes nor no can be said.
     *
     * @param retryAfter when asking again makes sense
     */
    record Unavailable(Duration retryAfter) implements BundleLookup {}
}
