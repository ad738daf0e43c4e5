package dev.zt.own;

import dev.zt.config.ConfigurationException;
import dev.zt.config.Place;
import dev.zt.enrolment.AuthorityClient;
import dev.zt.enrolment.JoinFile;
import dev.zt.enrolment.Reply;
import dev.zt.jose.Base64Url;
import dev.zt.jose.CompactJws;
import dev.zt.jose.Sha256;
import dev.zt.keys.BundleSource;
import dev.zt.keys.KeyUse;
import dev.zt.keys.SignatureProvider;
import dev.zt.tls.X509Svid;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An identity that an authority issues to this one instance: enrolled once with a join file, renewed at half of its
 * life, kept in a state directory over restarts.
 *
 * <p>Keys are made here and stored before anybody is asked for a token for them, so that an answer lost in a crash is
 * asked for again as the same enrolment or renewal. Whoever makes one calls {@link #turn()} again and again; calls are
 * proved with the identity held meanwhile. Safe for concurrent use.
 */
final class AuthorityIdentitySource implements IdentitySource {
    private static final Logger LOG = LoggerFactory.getLogger(AuthorityIdentitySource.class);

    private final AuthorityLink link;
    private final StateDirectory directory;
    private final @Nullable Path joinFile;
    private final AuthorityBundleSource bundles;
    private final SignatureProvider signatures;
    private final InstantSource clock;
    private final RenewalSchedule schedule;
    private final RenewalListeners listeners = new RenewalListeners(Optional.empty());
    private final ReentrantLock turning = new ReentrantLock();
    private volatile Admittance.@Nullable Usable held;
    private volatile @Nullable String problem;
    private String adoptedWit = "";
    private String adoptedKeyId = "";

    AuthorityIdentitySource(
            AuthorityLink link,
            StateDirectory directory,
            @Nullable Path joinFile,
            AuthorityBundleSource bundles,
            SignatureProvider signatures,
            InstantSource clock,
            RandomGenerator random) {
        this.link = link;
        this.directory = directory;
        this.joinFile = joinFile;
        this.bundles = bundles;
        this.signatures = signatures;
        this.clock = clock;
        this.schedule = new RenewalSchedule(random);
    }

    @Override
    public HeldIdentity current() {
        Admittance.Usable now = held;
        if (now == null) {
            String why = problem;
            throw new IdentityUnavailableException("there is no identity yet" + (why == null ? "" : ": " + why));
        }
        return now.identity();
    }

    @Override
    public Optional<X509Svid> certificate() {
        return Optional.ofNullable(held).map(Admittance.Usable::certificate);
    }

    @Override
    public BundleSource bundles() {
        return bundles;
    }

    @Override
    public Listening onRenewal(Runnable listener) {
        return listeners.add(listener);
    }

    @Override
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /**
     * Refuses a beginning that cannot lead anywhere without an operator: nothing held, and no join file that can be read.
     *
     * @throws ConfigurationException saying what to do
     */
    void requireBeginning() {
        Optional<InstanceState> state = directory.instance();
        if (state.flatMap(InstanceState::held).isEmpty()) {
            link.firstContact(joinFile(state).orElseThrow(this::nothingToBeginWith));
        }
    }

    private ConfigurationException nothingToBeginWith() {
        return new ConfigurationException(
                Place.of(joinFile == null ? directory.toString() : joinFile.toString()),
                "there is no identity in " + directory + " and no join file; make one with 'zt join'");
    }

    /** Does what is to be done now: takes over what another user of the directory got, enrols, or renews. */
    void turn() {
        if (turning.tryLock()) {
            try {
                takeTurn();
            } finally {
                turning.unlock();
                // Without the directory and any lock, which a slow listener would keep from others.
                listeners.tellIfNew(certificate());
            }
        }
    }

    private void takeTurn() {
        try (StateDirectory.Turn turn = directory.tryTurn().orElse(null)) {
            Optional<InstanceState> state = directory.instance();
            state.ifPresent(this::adopt);
            hurryIfWithdrawn();
            if (turn != null && schedule.isDue(clock.instant())) {
                proceed(state);
            }
        } catch (ConfigurationException e) {
            tell(String.valueOf(e.getMessage()));
            schedule.failed(clock.instant());
        }
    }

    private void adopt(InstanceState state) {
        link.connect(state.url(), state.workload().trustDomain());
        InstanceState.Held stored = state.held().orElse(null);
        if (stored == null || stored.wit().equals(adoptedWit)) {
            return;
        }
        Admittance.Usable usable =
                Admittance.restore(directory.file(StateDirectory.INSTANCE_FILE).toString(), stored, signatures);
        bundles.reload();
        held = usable;
        adoptedWit = stored.wit();
        adoptedKeyId = Optional.ofNullable(CompactJws.split(stored.wit()))
                .flatMap(token -> token.header().keyId())
                .orElse("");
        problem = null;
        Instant expiry = usable.identity().expiry();
        Instant certificateExpiry = usable.certificate().expiry();
        schedule.issued(usable.identity().issuedAt(), certificateExpiry.isBefore(expiry) ? certificateExpiry : expiry);
    }

    // Once for each token: its issuing key is not in the bundle any more, so nobody believes it.
    private void hurryIfWithdrawn() {
        boolean withdrawn = !adoptedKeyId.isEmpty()
                && bundles.held()
                        .filter(bundle ->
                                bundle.key(KeyUse.WIT_SVID, adoptedKeyId).isEmpty())
                        .isPresent();
        if (withdrawn) {
            LOG.warn("zt: the key that signed this identity was withdrawn; renewing it now");
            adoptedKeyId = "";
            schedule.hurry();
        }
    }

    private void proceed(Optional<InstanceState> state) {
        Optional<JoinFile> join = joinFile(state);
        Optional<InstanceState.Held> current = state.flatMap(InstanceState::held);
        Outcome outcome;
        if (join.isPresent()) {
            outcome = enrol(join.get(), state);
        } else if (state.isPresent() && current.isPresent()) {
            outcome = renew(state.get(), current.get());
        } else {
            throw nothingToBeginWith();
        }
        if (outcome instanceof Outcome.Done done) {
            directory.write(done.state());
            adopt(done.state());
            join.ifPresent(used -> discard());
        } else if (outcome instanceof Outcome.Failed failed) {
            tell(failed.problem());
            schedule.failed(clock.instant());
            failed.pause().ifPresent(pause -> schedule.postponed(clock.instant(), pause));
        }
    }

    /** A join file that the identity held did not begin with is an instruction to begin anew. */
    private Optional<JoinFile> joinFile(Optional<InstanceState> state) {
        if (joinFile == null || !Files.exists(joinFile)) {
            return Optional.empty();
        }
        JoinFile join = JoinFile.read(joinFile);
        boolean used = state.filter(
                        known -> known.held().isPresent() && known.join().equals(hash(join.token())))
                .isPresent();
        return used ? Optional.empty() : Optional.of(join);
    }

    private Outcome enrol(JoinFile join, Optional<InstanceState> state) {
        if (state.isPresent() && !state.get().workload().equals(join.workload()) && held != null) {
            return Outcome.Failed.because("the join file is for " + join.workload() + ", but this process is "
                    + state.get().workload());
        }
        String hash = hash(join.token());
        InstanceKeys keys = state.flatMap(InstanceState::next)
                .filter(next -> next.join().equals(hash))
                .map(InstanceState.Next::keys)
                .orElseGet(() -> {
                    InstanceState.Next next = new InstanceState.Next(InstanceKeys.generate(), hash);
                    directory.write(state.filter(known -> known.held().isPresent())
                            .map(known -> known.with(next))
                            .orElseGet(() -> InstanceState.joining(join.url(), join.workload(), next)));
                    return next.keys();
                });
        AuthorityClient authority = link.firstContact(join);
        Reply<byte[]> bundle = authority.bundle(join.bundleHash());
        if (!(bundle instanceof Reply.Given<byte[]> given)) {
            return Outcome.Failed.because(
                    bundle instanceof Reply.Unreachable<byte[]> away
                            ? away.problem()
                            : "the authority does not know the bundle that the join file names; make a new join file");
        }
        // A bundle that is held already is newer, and the authority must be one that it knows.
        if (bundles.held().isEmpty()) {
            bundles.accept(given.value());
        }
        return new Asking(authority, bundles, signatures, clock)
                .enrol(join.url(), join.workload(), join.token(), hash, keys);
    }

    private Outcome renew(InstanceState state, InstanceState.Held current) {
        InstanceKeys keys = state.next()
                .filter(next -> next.join().isEmpty())
                .map(InstanceState.Next::keys)
                .orElseGet(() -> {
                    InstanceState.Next next = new InstanceState.Next(InstanceKeys.generate(), "");
                    directory.write(state.with(next));
                    return next.keys();
                });
        return link.authority()
                .map(authority -> new Asking(authority, bundles, signatures, clock).renew(state, current, keys))
                .orElseGet(() -> Outcome.Failed.because("the authority is not known"));
    }

    // It is of no use any more, and who finds it could only alarm the authority.
    private void discard() {
        try {
            if (joinFile != null) {
                Files.deleteIfExists(joinFile);
            }
        } catch (java.io.IOException e) {
            LOG.info("zt: the used join file stays, because it cannot be removed here");
        }
    }

    private void tell(String newProblem) {
        if (!newProblem.equals(problem)) {
            LOG.warn("zt: no new identity: {}", newProblem);
        }
        problem = newProblem;
    }

    private static String hash(String token) {
        return Base64Url.encode(Sha256.of(token.getBytes(StandardCharsets.US_ASCII)));
    }
}
