package dev.zt.testkit;

import org.jspecify.annotations.Nullable;

/**
 * What a scene is of. Immutable.
 *
 * @param issuer the authorization server whose tokens are accepted; null for nobody's
 */
record SceneTerms(
        String trustDomain, String audience, @Nullable String issuer, PolicyPlace policy) {}
