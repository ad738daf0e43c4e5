package dev.zt.own;

import dev.zt.config.Reloader;
import dev.zt.config.Setting;
import dev.zt.config.Settings;
import dev.zt.enrolment.AuthorityUrl;
import dev.zt.identity.TrustDomain;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.BundleSource;
import dev.zt.keys.BundleSources;
import dev.zt.keys.SignatureProvider;
import dev.zt.posture.StatusSource;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * This instance's membership of a trust domain through its authority: the identity, the bundle and the status, each
 * kept fresh in the background and over restarts.
 *
 * <p>An authority that is away stops nothing that does not need it: what is held is used until it is too old. Several
 * memberships of one state directory, in one process or several, share one identity. Safe for concurrent use.
 */
public final class Membership implements AutoCloseable {
    private static final Duration STATUS_INTERVAL = Duration.ofSeconds(1);
    // Often enough for a caller, to whom the status only says that there are new keys.
    private static final Duration CALLER_INTERVAL = Duration.ofSeconds(5);

    private final TrustDomain trustDomain;
    private final StateDirectory directory;
    private final AuthorityLink link;
    private final AuthorityIdentitySource identity;
    private final AuthorityBundleSource bundles;
    private final AuthorityStatusSource status;
    private final Duration interval;
    private final Deque<Reloader> threads = new ArrayDeque<>();

    private Membership(
            Settings settings,
            TrustDomain domain,
            StateDirectory directory,
            Optional<Path> joinFile,
            SignatureProvider signatures,
            InstantSource clock) {
        this.trustDomain = domain;
        this.directory = directory;
        this.interval = Reloader.interval(settings);
        this.bundles = new AuthorityBundleSource(domain, directory, signatures, clock);
        this.link = new AuthorityLink(domain, authority(settings), bundles, signatures, clock);
        this.status = new AuthorityStatusSource(domain, directory, bundles, clock);
        this.identity = new AuthorityIdentitySource(
                link, directory, joinFile.orElse(null), bundles, signatures, clock, new SecureRandom());
    }

    /**
     * Opens the state directory and tries once to enrol, or to renew what is due; goes on trying in the background.
     *
     * @throws dev.zt.config.ConfigurationException if the settings or the files they name are bad
     */
    public static Membership open(Settings settings, SignatureProvider signatures, InstantSource clock) {
        TrustDomain domain = settings.required(Setting.TRUST_DOMAIN).as(TrustDomain::of);
        StateDirectory directory = StateDirectory.open(settings.pathOrDefault(Setting.STATE_DIRECTORY));
        Optional<Path> joinFile = settings.optional(Setting.JOIN_FILE).map(settings::path);
        Membership membership = new Membership(settings, domain, directory, joinFile, signatures, clock);
        try {
            membership.begin();
            return membership;
        } catch (RuntimeException e) {
            membership.close();
            throw e;
        }
    }

    private static Optional<URI> authority(Settings settings) {
        return settings.optional(Setting.AUTHORITY)
                .map(node ->
                        AuthorityUrl.parse(node.text()).orElseThrow(() -> node.error("expected " + AuthorityUrl.FORM)));
    }

    private void begin() {
        identity.requireBeginning();
        identity.turn();
        // After a long rest nobody would be believed until the first look.
        if (!(bundles.bundle(trustDomain) instanceof BundleLookup.Found)) {
            link.authority().ifPresent(bundles::refresh);
        }
        Reloader turns = new Reloader(interval);
        threads.push(turns);
        turns.every(identity::turn);
        turns.every(() -> link.authority().ifPresent(bundles::refresh));
        poll(CALLER_INTERVAL);
    }

    private void poll(Duration pause) {
        Reloader polls = new Reloader(pause);
        threads.push(polls);
        polls.every(() -> link.authority().ifPresent(status::refresh));
    }

    /** The identity. */
    public IdentitySource identity() {
        return identity;
    }

    /** The bundle of the own trust domain; nobody else's. */
    public BundleSource bundles() {
        return bundles;
    }

    /** The bundle of the own trust domain, and those of other domains from another source, which never speaks for it. */
    public BundleSource besides(BundleSource others) {
        return BundleSources.builder()
                .route(trustDomain, bundles)
                .otherwise(others)
                .build();
    }

    /** The status of the own trust domain, asked for every second from now on; for the one guard of a process. */
    public StatusSource followStatus() {
        threads.pop().close();
        link.authority().ifPresent(status::refresh);
        poll(STATUS_INTERVAL);
        return status;
    }

    /** Ends everything that goes on in the background. What is held stays in the state directory. */
    @Override
    public void close() {
        while (!threads.isEmpty()) {
            threads.pop().close();
        }
        directory.close();
    }
}
