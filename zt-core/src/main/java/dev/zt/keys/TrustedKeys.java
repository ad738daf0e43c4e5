package dev.zt.keys;

import dev.zt.config.ConfigurationException;
import dev.zt.fetch.FetchLimits;
import dev.zt.fetch.Fetcher;
import dev.zt.fetch.HttpFetcher;
import dev.zt.identity.Issuer;
import dev.zt.identity.TrustDomain;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The keys of all issuers that a service trusts, from files and from servers, renewed in the background.
 *
 * <p>A caller whose key is known never waits and causes no I/O. What cannot be renewed stays in force until it is too
 * old ({@link KeyTimes}); then the issuer's callers get 503, and so they do while the first keys have not come. An issuer
 * that is not among these is never asked for. Whoever makes one calls {@link #begin} once and {@link #refresh} every
 * second or so. Safe for concurrent use.
 */
public final class TrustedKeys implements BundleSource {
    private final Map<Issuer, KeptKeys> kept;
    private final Optional<BundleMap> map;
    private final Duration deadline;

    private TrustedKeys(Map<Issuer, KeptKeys> kept, Optional<BundleMap> map, Duration deadline) {
        this.kept = Collections.unmodifiableMap(new LinkedHashMap<>(kept));
        this.map = map;
        this.deadline = deadline;
    }

    /** Nobody yet. */
    public static Builder builder(SignatureProvider signatures, InstantSource clock) {
        return new Builder(signatures, clock);
    }

    /** Asks every server for the first time and waits for all together, five seconds at most; none has to answer. */
    public void begin() {
        remote().forEach(keys -> {
            var unused = keys.lookNow();
        });
        try {
            settled().get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // Each issuer says itself what is wrong, and is asked again.
        }
    }

    private Stream<RemoteKeys> remote() {
        return kept.values().stream().filter(RemoteKeys.class::isInstance).map(RemoteKeys.class::cast);
    }

    /** Completes when every look under way is over. */
    CompletableFuture<Void> settled() {
        return CompletableFuture.allOf(remote().map(RemoteKeys::settled).toArray(CompletableFuture<?>[]::new));
    }

    @Override
    public BundleLookup bundle(Issuer issuer) {
        KeptKeys keys = kept.get(issuer);
        if (keys != null) {
            return keys.bundle();
        }
        return map.isPresent() ? map.get().bundle(issuer) : new BundleLookup.NotTrusted();
    }

    @Override
    public BundleLookup bundleWith(Issuer issuer, KeyUse use, String keyId) {
        KeptKeys keys = kept.get(issuer);
        return keys == null ? bundle(issuer) : keys.bundleWith(use, keyId);
    }

    /** Looks at all that is due: at files now, at servers without waiting for any. */
    public void refresh() {
        remote().forEach(RemoteKeys::refresh);
        kept.values().stream().filter(FileKeys.class::isInstance).forEach(KeptKeys::refresh);
        map.ifPresent(BundleMap::refresh);
    }

    /** Asks an issuer's server now, without waiting, as when one of its keys is known to be stolen. */
    public void lookNow(Issuer issuer) {
        if (kept.get(issuer) instanceof RemoteKeys remote) {
            var unused = remote.lookNow();
        } else {
            refresh();
        }
    }

    /** Whose keys these are, in the order in which they were named. */
    public Set<Issuer> issuers() {
        Set<Issuer> all = new LinkedHashSet<>(kept.keySet());
        map.ifPresent(bundles -> all.addAll(bundles.issuers()));
        return all;
    }

    @Override
    public Optional<Duration> age(Issuer issuer) {
        KeptKeys keys = kept.get(issuer);
        return keys != null
                ? keys.age()
                : map.filter(bundles -> bundles.issuers().contains(issuer)).map(BundleMap::age);
    }

    /** What an operator should know of an issuer, such as that it does not answer; empty if all is well. */
    public Optional<String> problem(Issuer issuer) {
        KeptKeys keys = kept.get(issuer);
        return (keys == null ? map.flatMap(BundleMap::problem) : keys.problem())
                .map(problem -> "keys of " + issuer + ": " + problem);
    }

    /** The same of all issuers. */
    public List<String> problems() {
        return issuers().stream()
                .flatMap(issuer -> problem(issuer).stream())
                .sorted()
                .toList();
    }

    /** Collects whom to trust. Each issuer may be named once. Not safe for concurrent use. */
    public static final class Builder {
        private final SignatureProvider signatures;
        private final InstantSource clock;
        private final SteadyTime time;
        private final Map<Issuer, KeptKeys> kept = new LinkedHashMap<>();
        private KeyTimes times = KeyTimes.standard();
        private FetchLimits limits = FetchLimits.standard();
        private RandomGenerator random = new SecureRandom();
        private KidWait waiting = new KidWait();
        private @Nullable Fetcher fetcher;
        private @Nullable EndpointTls endpoints;
        private @Nullable BundleMap map;

        private Builder(SignatureProvider signatures, InstantSource clock) {
            this.signatures = signatures;
            this.clock = clock;
            this.time = new SteadyTime(clock);
        }

        /** When to look again and how long to believe; to be called first. Default: {@link KeyTimes#standard()}. */
        public Builder times(KeyTimes newTimes) {
            times = newTimes;
            return this;
        }

        /** Which servers to believe; to be called first. Default: those of the platform's certificate authorities. */
        public Builder tls(SSLContext tls) {
            fetcher = new HttpFetcher(limits, tls);
            return this;
        }

        /** How servers of the profile {@code https_spiffe} are recognised; to be called first. Default: they cannot be. */
        public Builder endpoints(EndpointTls newEndpoints) {
            endpoints = newEndpoints;
            return this;
        }

        Builder waiting(KidWait newWaiting) {
            waiting = newWaiting;
            return this;
        }

        Builder fetching(Fetcher newFetcher, FetchLimits newLimits, RandomGenerator newRandom) {
            fetcher = newFetcher;
            limits = newLimits;
            random = newRandom;
            return this;
        }

        /**
         * Trusts a domain by the SPIFFE bundle document in a file.
         *
         * @throws ConfigurationException if it is missing or bad
         * @throws IllegalArgumentException if the domain was named before
         */
        public Builder bundleFile(TrustDomain trustDomain, Path file) {
            BundleReader reader = new BundleReader(file.toString(), KeyRules.standard(signatures));
            return keep(trustDomain, file(file, document -> reader.bundle(trustDomain, document)));
        }

        /**
         * Trusts a domain by what its bundle endpoint publishes.
         *
         * @throws ConfigurationException if the bundle that the server is first recognised by is missing or bad
         * @throws IllegalArgumentException if the domain was named before, or nobody here recognises such servers
         */
        public Builder bundleEndpoint(BundleEndpoint endpoint) {
            KeyLook look = endpoint.profile() instanceof BundleEndpoint.HttpsSpiffe spiffe
                    ? DocumentLook.spiffeEndpoint(endpoint, fetcher(endpoint, spiffe), signatures)
                    : DocumentLook.webEndpoint(endpoint, fetcher(), signatures);
            return keep(endpoint.trustDomain(), remote(endpoint.trustDomain(), look));
        }

        private Fetcher fetcher(BundleEndpoint endpoint, BundleEndpoint.HttpsSpiffe spiffe) {
            if (endpoints == null) {
                throw new IllegalArgumentException("nobody here recognises servers by their SPIFFE IDs");
            }
            ServerBundles bundles = ServerBundles.of(spiffe, kept, this::mapped, signatures);
            return new HttpFetcher(limits, endpoints.recognising(endpoint.url(), spiffe.server(), bundles));
        }

        // Asked when a server is met, so that it does not matter in which order both were named.
        private Optional<BundleLookup> mapped(Issuer issuer) {
            return map != null && map.issuers().contains(issuer) ? Optional.of(map.bundle(issuer)) : Optional.empty();
        }

        /**
         * Trusts the domains of a bundle map, now and later, but those named otherwise.
         *
         * @throws ConfigurationException if the file is missing or bad
         * @throws IllegalArgumentException if there is a bundle map already
         */
        public Builder bundleMap(Path file) {
            if (map != null) {
                throw new IllegalArgumentException("one bundle map, not two");
            }
            map = new BundleMap(file, signatures, times.maxStale(), clock);
            return this;
        }

        /**
         * Trusts an authorization server.
         *
         * @throws ConfigurationException if its keys are in a file that is missing or bad
         * @throws IllegalArgumentException if it was named before
         */
        public Builder issuer(TrustedIssuer issuer) {
            KeyOrigin origin = issuer.keys();
            if (origin instanceof KeyOrigin.File file) {
                BundleReader reader =
                        new BundleReader(file.path().toString(), new KeyRules(signatures, issuer.algorithms()));
                return keep(issuer.issuer(), file(file.path(), keys -> reader.keySet(issuer.issuer(), keys)));
            }
            KeyLook look = origin instanceof KeyOrigin.Url at
                    ? DocumentLook.keySet(issuer, at.url(), fetcher(), signatures)
                    : new DiscoveryLook(issuer, fetcher(), signatures, limits.deadline());
            return keep(issuer.issuer(), remote(issuer.issuer(), look));
        }

        /** Whether somebody speaks for an issuer already. */
        public boolean names(Issuer issuer) {
            return kept.containsKey(issuer) || (map != null && map.issuers().contains(issuer));
        }

        private Builder keep(Issuer issuer, KeptKeys keys) {
            if (kept.putIfAbsent(issuer, keys) != null) {
                throw new IllegalArgumentException("two sources for the keys of " + issuer);
            }
            return this;
        }

        private FileKeys file(Path file, Function<byte[], TrustBundle> reader) {
            return new FileKeys(file, reader, times.maxStale(), clock);
        }

        private RemoteKeys remote(Issuer issuer, KeyLook look) {
            return new RemoteKeys(issuer, look, times, time, random, waiting);
        }

        private Fetcher fetcher() {
            Fetcher chosen = fetcher == null ? new HttpFetcher(limits) : fetcher;
            fetcher = chosen;
            return chosen;
        }

        /**
         * The keys, from files only so far.
         *
         * @throws ConfigurationException if the bundle map speaks for an issuer that was named otherwise
         */
        public TrustedKeys build() {
            if (map != null) {
                map.leave(kept.keySet());
            }
            return new TrustedKeys(kept, Optional.ofNullable(map), limits.deadline());
        }
    }
}
