package dev.zt.keys;

import dev.zt.identity.Issuer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Several sources as one: each issuer has exactly one that speaks for it, and nobody else's word counts. Safe for
 * concurrent use.
 */
public final class BundleSources implements BundleSource {
    private final Map<Issuer, BundleSource> routes;
    private final BundleSource others;

    private BundleSources(Map<Issuer, BundleSource> routes, BundleSource others) {
        this.routes = Map.copyOf(routes);
        this.others = others;
    }

    /** No routes yet; whom none is for is not trusted. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public BundleLookup bundle(Issuer issuer) {
        return of(issuer).bundle(issuer);
    }

    @Override
    public BundleLookup bundleWith(Issuer issuer, KeyUse use, String keyId) {
        return of(issuer).bundleWith(issuer, use, keyId);
    }

    @Override
    public Optional<Duration> age(Issuer issuer) {
        return of(issuer).age(issuer);
    }

    private BundleSource of(Issuer issuer) {
        return routes.getOrDefault(issuer, others);
    }

    /** Collects routes. Not safe for concurrent use. */
    public static final class Builder {
        private final Map<Issuer, BundleSource> routes = new HashMap<>();
        private BundleSource others = issuer -> new BundleLookup.NotTrusted();

        private Builder() {}

        /**
         * Names the source for an issuer.
         *
         * @throws IllegalArgumentException if it has one
         */
        public Builder route(Issuer issuer, BundleSource source) {
            if (routes.putIfAbsent(issuer, source) != null) {
                throw new IllegalArgumentException("two sources for the keys of " + issuer);
            }
            return this;
        }

        /** Names the source for all other issuers; default: one that trusts nobody. */
        public Builder otherwise(BundleSource source) {
            others = source;
            return this;
        }

        /** The sources as one. */
        public BundleSources build() {
            return new BundleSources(routes, others);
        }
    }
}
