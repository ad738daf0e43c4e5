package dev.zt.own;

import dev.zt.config.ConfigurationException;
import dev.zt.config.FileAccess;
import dev.zt.enrolment.AuthorityClient;
import dev.zt.enrolment.Reply;
import dev.zt.identity.Issuer;
import dev.zt.identity.TrustDomain;
import dev.zt.jose.Json;
import dev.zt.jose.JsonObject;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.BundleSource;
import dev.zt.keys.KeyTimes;
import dev.zt.keys.SignatureProvider;
import dev.zt.keys.TrustBundle;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bundle of the own trust domain as its authority publishes it, kept in the state directory over restarts. One that
 * was not confirmed for an hour is not believed any more. Safe for concurrent use.
 */
final class AuthorityBundleSource implements BundleSource {
    private static final Logger LOG = LoggerFactory.getLogger(AuthorityBundleSource.class);
    private static final String FILE = "bundle.json";
    private static final Duration MAX_AGE = KeyTimes.standard().maxStale();
    private static final Duration LONGEST_HINT = Duration.ofMinutes(5);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final TrustDomain trustDomain;
    private final StateDirectory directory;
    private final SignatureProvider signatures;
    private final InstantSource clock;
    private final ReentrantLock adopting = new ReentrantLock();
    private volatile @Nullable Snapshot snapshot;
    private volatile long wantedSequence = -1;

    // A class and not a record, because it holds bytes.
    private static final class Snapshot {
        final TrustBundle bundle;
        final byte[] document;
        final long epoch;
        final Instant confirmedAt;
        final Instant nextLook;

        Snapshot(TrustBundle bundle, byte[] document, long epoch, Instant confirmedAt, Instant nextLook) {
            this.bundle = bundle;
            this.document = document;
            this.epoch = epoch;
            this.confirmedAt = confirmedAt;
            this.nextLook = nextLook;
        }
    }

    AuthorityBundleSource(
            TrustDomain trustDomain, StateDirectory directory, SignatureProvider signatures, InstantSource clock) {
        this.trustDomain = trustDomain;
        this.directory = directory;
        this.signatures = signatures;
        this.clock = clock;
        reload();
    }

    /** Takes over what another user of the directory fetched. */
    void reload() {
        Optional<byte[]> document = directory.content(FILE, FileAccess.TRUSTED);
        Optional<Instant> confirmed = directory.confirmed(FILE);
        if (document.isPresent() && confirmed.isPresent()) {
            adopt(document.get(), confirmed.get());
        }
    }

    @Override
    public BundleLookup bundle(Issuer domain) {
        if (!domain.equals(trustDomain)) {
            return new BundleLookup.NotTrusted();
        }
        Snapshot now = snapshot;
        return now == null || now.confirmedAt.plus(MAX_AGE).isBefore(clock.instant())
                ? new BundleLookup.Unavailable(RETRY_AFTER)
                : new BundleLookup.Found(now.bundle, now.epoch);
    }

    @Override
    public Optional<Duration> age(Issuer issuer) {
        return Optional.ofNullable(snapshot)
                .filter(now -> issuer.equals(trustDomain))
                .map(now -> Duration.between(now.confirmedAt, clock.instant()));
    }

    /** The same, however old: to recognise the authority again, which alone can give a newer one. */
    BundleSource evenIfOld() {
        return domain -> {
            Snapshot now = snapshot;
            if (!domain.equals(trustDomain)) {
                return new BundleLookup.NotTrusted();
            }
            return now == null
                    ? new BundleLookup.Unavailable(RETRY_AFTER)
                    : new BundleLookup.Found(now.bundle, now.epoch);
        };
    }

    /** Says that the authority has published a bundle of this sequence, so that it is fetched before its time. */
    void want(long sequence) {
        wantedSequence = Math.max(wantedSequence, sequence);
    }

    /** Fetches the bundle if it is time to. */
    void refresh(AuthorityClient authority) {
        Snapshot held = snapshot;
        Instant now = clock.instant();
        boolean outdated = held != null && held.bundle.sequence().orElse(-1) < wantedSequence;
        if (held == null || outdated || !now.isBefore(held.nextLook)) {
            fetch(authority);
        }
    }

    /** Fetches the bundle now; whether there was an answer. */
    boolean fetch(AuthorityClient authority) {
        if (authority.bundle() instanceof Reply.Given<byte[]> given) {
            try {
                accept(given.value());
                return true;
            } catch (ConfigurationException e) {
                LOG.warn("zt: keeping the last good bundle of {}: {}", trustDomain, e.getMessage());
            }
        }
        return false;
    }

    /**
     * Believes a document from now on, and keeps it.
     *
     * @throws ConfigurationException if it is none, or older than the one held
     */
    void accept(byte[] document) {
        Instant now = clock.instant();
        if (adopt(document, now)) {
            directory.write(FILE, document);
        }
        directory.confirm(FILE, now);
    }

    private boolean adopt(byte[] document, Instant confirmedAt) {
        adopting.lock();
        try {
            Snapshot held = snapshot;
            Instant nextLook = confirmedAt.plus(hint(document));
            if (held != null && Arrays.equals(held.document, document)) {
                Instant latest = held.confirmedAt.isAfter(confirmedAt) ? held.confirmedAt : confirmedAt;
                snapshot = new Snapshot(held.bundle, document, held.epoch, latest, nextLook);
                return false;
            }
            String source = directory.file(FILE).toString();
            TrustBundle bundle =
                    TrustBundle.read(trustDomain, source, document, signatures).notOlderThan(held(), source);
            long epoch = held == null ? 1 : held.epoch + 1;
            snapshot = new Snapshot(bundle, document, epoch, confirmedAt, nextLook);
            return true;
        } finally {
            adopting.unlock();
        }
    }

    private static Duration hint(byte[] document) {
        JsonObject json = Json.object(document);
        long seconds =
                json == null ? 0 : json.wholeNumber("spiffe_refresh_hint").orElse(0);
        return seconds < 1 || seconds > LONGEST_HINT.toSeconds() ? LONGEST_HINT : Duration.ofSeconds(seconds);
    }

    /** The bundle held, however old. */
    Optional<TrustBundle> held() {
        return Optional.ofNullable(snapshot).map(now -> now.bundle);
    }
}
