package dev.zt.keys;

import dev.zt.fetch.FetchUrl;
import dev.zt.identity.Audience;
import dev.zt.identity.IssuerUrl;
import dev.zt.jose.Algorithm;
import java.util.List;
import java.util.Set;

/**
 * An authorization server whose tokens are believed. Immutable.
 *
 * @param keys where its keys are
 * @param algorithms the only ones that its keys may be for, not empty; {@code Ed25519} only by being named
 * @param audiences whom its tokens must be for, if that is another than the service's own audiences; else empty
 */
public record TrustedIssuer(IssuerUrl issuer, KeyOrigin keys, Set<Algorithm> algorithms, List<Audience> audiences) {
    /**
     * Copies the collections.
     *
     * @throws IllegalArgumentException if no algorithm is allowed, or if metadata cannot be asked for at the issuer
     */
    public TrustedIssuer {
        algorithms = Set.copyOf(algorithms);
        audiences = List.copyOf(audiences);
        if (algorithms.isEmpty()) {
            throw new IllegalArgumentException("an issuer needs an algorithm");
        }
        if (keys instanceof KeyOrigin.Discovery && FetchUrl.parse(issuer.text()).isEmpty()) {
            throw new IllegalArgumentException("expected " + FetchUrl.FORM);
        }
    }

    /** An issuer with the algorithms RS, ES and PS 256 to 512, and the service's own audiences. */
    public static TrustedIssuer of(IssuerUrl issuer, KeyOrigin keys) {
        return new TrustedIssuer(issuer, keys, Algorithm.SPIFFE, List.of());
    }
}
