package dev.zt.guard;

import dev.zt.audit.AuditSink;
import dev.zt.audit.Slf4jAuditSink;
import dev.zt.config.Settings;
import dev.zt.identity.Issuer;
import dev.zt.keys.BundleSource;
import dev.zt.keys.SignatureProvider;
import dev.zt.own.ServiceIdentity;
import dev.zt.policy.Decision;
import dev.zt.policy.Endpoint;
import dev.zt.policy.Policy;
import dev.zt.policy.Route;
import dev.zt.posture.InstancePostures;
import dev.zt.posture.Posture;
import dev.zt.posture.PostureRules;
import dev.zt.posture.RevocationNeed;
import dev.zt.posture.StatusSource;
import dev.zt.request.AddressRanges;
import dev.zt.request.Call;
import dev.zt.request.Channel;
import dev.zt.request.ForwardedCertificates;
import dev.zt.request.Hops;
import dev.zt.request.Target;
import dev.zt.verify.CallerVerifier;
import dev.zt.verify.DpopNonces;
import dev.zt.verify.InMemoryReplayStore;
import dev.zt.verify.ProofKind;
import dev.zt.verify.ReplayStore;
import dev.zt.verify.VerifiedCaller;
import dev.zt.verify.VerifierRules;
import dev.zt.verify.VerifyResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The inbound side of one service: says of each call whether it may go on. Safe for concurrent use; takes no lock and
 * does no I/O on the path of a call.
 */
public final class Guard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

    private final BundleSource bundles;
    private final CallerVerifier verifier;
    private final Refusals refusals;
    private final PolicySource policies;
    private final AuditTrail audit;
    private final Standings standings;
    private final InstancePostures postures;
    private final Readiness readiness;
    private final SingleUse singleUse;
    private final ReplayStore replays;
    private final PlainHttp plainHttp;
    private final Hops hops;
    private final @Nullable ResourceMetadata metadata;
    private final @Nullable ServiceIdentity answering;
    private final InstantSource clock;
    private final Deque<AutoCloseable> owned;

    private Guard(Builder builder) {
        SignatureProvider signatures = builder.signatures == null ? SignatureProvider.fastest() : builder.signatures;
        this.replays = builder.replays == null
                ? new InMemoryReplayStore(
                        InMemoryReplayStore.capacityFor(Runtime.getRuntime().maxMemory()), builder.clock)
                : builder.replays;
        if (replays.longestUse().compareTo(builder.rules.longestUse()) < 0) {
            throw new IllegalArgumentException("the replay store reckons with proofs used up to "
                    + replays.longestUse().toSeconds() + " s before their end, and the rules allow for "
                    + builder.rules.longestUse().toSeconds() + " s: open it with VerifierRules.longestUse()");
        }
        this.bundles = builder.bundles;
        this.clock = builder.clock;
        this.policies = builder.policies;
        this.singleUse = SingleUse.of(replays, builder.nonces);
        this.plainHttp = builder.plainHttp;
        this.hops = Hops.of(builder.forwardedFrom, builder.forwardedCertificates);
        this.answering = builder.answering;
        if (builder.rules.signatures() == VerifierRules.Signatures.ANSWER && answering == null) {
            throw new IllegalArgumentException("whose signature answers carry: call answeringAs(…)");
        }
        ProtectedResource resource = builder.resource;
        Accepted accepted = Accepted.by(builder.rules);
        this.metadata = resource == null ? null : new ResourceMetadata(resource, accepted);
        this.refusals =
                new Refusals(new Answers(accepted, resource == null ? null : resource.metadataUrl()), builder.nonces);
        this.audit = new AuditTrail(
                builder.sink, builder.auditNeed, policies.policy().service(), clock, refusals);
        this.verifier = new CallerVerifier(builder.rules, builder.bundles, replays, builder.nonces, signatures, clock);
        this.postures =
                builder.postures == null ? new InstancePostures(PostureRules.defaults(), clock) : builder.postures;
        postures.listen(audit::record);
        this.standings = new Standings(builder.statuses, builder.revocations, postures, clock);
        this.readiness = new Readiness(
                builder.checks, builder.statuses, policies, postures, audit, builder.keys, builder.revocations, clock);
        this.owned = new ArrayDeque<>(builder.owned);
        LOG.info(
                "zt: guarding {} by {}, replay memory {}{}",
                policies.policy().service(),
                signatures,
                replays.reach(),
                replays instanceof InMemoryReplayStore memory ? " of " + memory.capacity() + " proofs" : "");
        policies.require(this::warnOfObserving);
        if (accepted.includes(CredentialProfile.DPOP) && !singleUse.isOf(ProofKind.DPOP)) {
            policies.require(policy -> warnOfCritical(
                    policy,
                    "DPoP proofs",
                    "set dpop.nonces: required without dpop.nonce-key, or share the replay memory"));
        }
        if (accepted.includes(CredentialProfile.HTTP_SIGNATURE) && !singleUse.isOf(ProofKind.HTTP_SIGNATURE)) {
            policies.require(policy -> warnOfCritical(policy, "message signatures", "share the replay memory"));
        }
    }

    private static void warnOfCritical(Policy policy, String proofs, String remedy) {
        List<String> critical = policy.endpoints().stream()
                .filter(Endpoint::critical)
                .map(Endpoint::name)
                .toList();
        if (!critical.isEmpty()) {
            LOG.warn(
                    "zt: critical endpoints are closed to {}, which another instance would accept once more: {}; {}",
                    proofs,
                    critical,
                    remedy);
        }
    }

    private void warnOfObserving(Policy policy) {
        if (policy.observesAt(clock.instant())) {
            LOG.warn("zt: mode observe: calls without an allow edge pass and are only recorded");
        }
    }

    /**
     * A guard made of {@code zt.yaml} and the {@code ZT_…} variables; it re-reads its files until it is closed.
     *
     * @throws dev.zt.config.ConfigurationException naming the place of the first mistake
     */
    public static Guard fromEnvironment() {
        return from(Settings.fromEnvironment());
    }

    /**
     * A guard made of given settings.
     *
     * @throws dev.zt.config.ConfigurationException naming the place of the first mistake
     */
    public static Guard from(Settings settings) {
        return GuardSettings.build(settings, InstantSource.system());
    }

    /**
     * A guard made of given settings, with a memory of used proofs that they cannot name, such as one in a database that
     * the application has. Stays open.
     *
     * @throws dev.zt.config.ConfigurationException naming the place of the first mistake, or if the settings state
     *     {@code replay-store} as well
     */
    public static Guard from(Settings settings, ReplayStore replays) {
        return GuardSettings.build(settings, replays, InstantSource.system());
    }

    /** A guard from parts. */
    public static Builder builder(VerifierRules rules, BundleSource bundles, PolicySource policies) {
        return new Builder(rules, bundles, policies);
    }

    /** Decides whether a call may go on, and records the decision. Never throws for what a caller sent. */
    public Admission admit(Call call) {
        return admit(call, Exchange.REQUEST);
    }

    /**
     * Decides on a call that is not what its caller asked for, such as an error page, where no decision came before.
     *
     * @param dispatch its name in the audit, such as {@code error}; only what a caller asked for itself is held against it
     */
    public Admission admit(Call call, String dispatch) {
        return decide(Exchange.begin(call, dispatch));
    }

    Admission decide(Exchange exchange) {
        long start = System.nanoTime();
        Verdict judged = judgeSafely(exchange);
        Verdict verdict = audit.record(exchange, judged, start);
        standings.learnFrom(exchange, judged);
        return verdict instanceof Verdict.Permitted permitted
                ? new Admission.Granted(this, exchange, permitted)
                : new Admission.Refused(this, exchange, (Verdict.Refusal) verdict);
    }

    // What a request can make a part throw is refused like everything else that nobody allowed, and recorded.
    private Verdict judgeSafely(Exchange exchange) {
        try {
            return judge(exchange);
        } catch (RuntimeException e) {
            LOG.error("zt: a call was refused because a part of the guard failed", e);
            return refusals.of(RequestFault.GUARD_FAILED);
        }
    }

    private Verdict judge(Exchange exchange) {
        Call call = exchange.call();
        if (!isAcceptable(call.channel())) {
            return refusals.of(RequestFault.CHANNEL_PLAIN);
        }
        Target target = call.target().orElse(null);
        if (target == null) {
            return refusals.of(RequestFault.TARGET_AMBIGUOUS);
        }
        Instant now = clock.instant();
        Route route = policies.policy().route(call.method(), target.segments(), now);
        Endpoint endpoint = route.endpoint().orElse(null);
        if (endpoint != null && route.isOpen()) {
            return new Verdict.Permitted(call.method(), target, endpoint, Route.PUBLIC, null, Posture.NORMAL);
        }
        VerifyResult result = exchange.identify(verifier);
        if (!(result instanceof VerifyResult.Verified verified)) {
            return refusals.unproven(result, endpoint);
        }
        VerifiedCaller caller = verified.caller();
        if (verified.answer().isPresent() && (answering == null || !answering.isValid())) {
            return refusals.of(RequestFault.ANSWER_UNSIGNABLE);
        }
        Standing standing = standings.of(caller);
        if (standing instanceof Standing.Barred barred) {
            return refusals.barred(barred, endpoint, caller);
        }
        if (!(standing instanceof Standing.At at)) {
            return refusals.unknown(endpoint, caller);
        }
        Decision decision = route.decide(Verdict.subject(caller, at.posture(), now, singleUse));
        return decision instanceof Decision.Permit permit && endpoint != null
                ? new Verdict.Permitted(call.method(), target, endpoint, permit, caller, at.posture())
                : refusals.denied((Decision.Deny) decision, endpoint, caller, at.posture());
    }

    private boolean isAcceptable(Channel channel) {
        return switch (channel) {
            case TLS -> true;
            case FORWARDED_TLS -> !hops.isEmpty();
            case LOOPBACK -> plainHttp == PlainHttp.LOOPBACK;
            case PLAIN -> false;
        };
    }

    // Also while this process cannot prove who it is: whoever tries to sign then learns that nothing but 503 may go
    // out.
    Optional<AnswerSignature> answerSignature(Exchange exchange) {
        ServiceIdentity identity = answering;
        return identity == null
                ? Optional.empty()
                : exchange.answerDemand().map(demand -> new AnswerSignature(identity, demand));
    }

    // As in a decision: what makes a part throw allows nothing.
    boolean wouldStillPermit(Verdict.Permitted verdict) {
        try {
            return isStillPermitted(verdict);
        } catch (RuntimeException e) {
            LOG.error("zt: long work was ended because a part of the guard failed", e);
            return false;
        }
    }

    private boolean isStillPermitted(Verdict.Permitted verdict) {
        Route route = policies.policy().route(verdict.method(), verdict.target().segments(), clock.instant());
        VerifiedCaller caller = verdict.caller();
        if (caller == null || route.isOpen()) {
            return route.isOpen();
        }
        return verifier.recheck(caller) instanceof VerifyResult.Verified
                && standings.of(caller) instanceof Standing.At at
                && route.decide(Verdict.subject(caller, at.posture(), clock.instant(), singleUse))
                        instanceof Decision.Permit;
    }

    Admission.Refused withdraw(Exchange exchange, Verdict.Permitted granted, RequestFault fault) {
        Verdict.Refusal plain = refusals.of(fault);
        Verdict.Refusal refusal = new Verdict.Refusal(
                plain.answer(), plain.reason(), null, granted.endpoint(), granted.caller(), granted.posture());
        return new Admission.Refused(
                this, exchange, (Verdict.Refusal) audit.record(exchange, refusal, System.nanoTime()));
    }

    /** Records that a call was refused outside the policy, such as for a route on which the container disagrees. */
    public Admission refuse(Call call, RequestFault fault) {
        Exchange exchange = Exchange.begin(call, Exchange.REQUEST);
        Verdict verdict = audit.record(exchange, refusals.of(fault), System.nanoTime());
        return new Admission.Refused(this, exchange, (Verdict.Refusal) verdict);
    }

    /** The hops that end TLS before this process, for whoever makes a {@link Call} of a request. */
    public Hops hops() {
        return hops;
    }

    /**
     * What to answer a call that asks for the metadata of this service (RFC 9728): a {@code GET} or {@code HEAD}
     * of its well-known path, by anybody. Empty for every other call, which is for {@link #admit} to decide on.
     * Nothing is decided here and nothing recorded.
     */
    public Optional<Answer> metadata(Call call) {
        return metadata != null && isAcceptable(call.channel())
                ? Optional.ofNullable(metadata.answerTo(call))
                : Optional.empty();
    }

    /** What this service tells everybody about getting access to it; empty if it tells nothing. */
    public Optional<ProtectedResource> protectedResource() {
        return Optional.ofNullable(metadata).map(ResourceMetadata::resource);
    }

    /** The policy in force. */
    public Policy policy() {
        return policies.policy();
    }

    /** Where the policy comes from, for whoever has demands on it. */
    public PolicySource policies() {
        return policies;
    }

    /** The postures of this service and its callers, for whoever raises them or has signals to give. */
    public InstancePostures postures() {
        return postures;
    }

    /**
     * Lets somebody look on: told of every decision as it stands and of every notice, on the thread of the request, after it is
     * recorded. What a listener throws is logged once and changes nothing. Meant for meters, not for records.
     */
    public void listen(AuditSink listener) {
        audit.listen(listener);
    }

    /** The memory of used proofs, for whoever tells operators about it. */
    public ReplayStore replays() {
        return replays;
    }

    /** What an operator should look at, in words; empty if all is well. */
    public List<String> readiness() {
        return readiness.problems();
    }

    /**
     * Whether a workload could be let in now, for load balancers: false where the keys of every issuer are unknown or too old,
     * or the required revocations of every trust domain, so that each proven call is answered with 503. Other {@link
     * #readiness problems} do not count: all instances have them at once, and keep serving.
     */
    public boolean isServing() {
        return readiness.isServing();
    }

    /**
     * How long ago the keys of an issuer were last seen to be its own, as a gauge; empty if never, if nobody trusts it, or
     * if the source of the keys cannot say.
     */
    public Optional<Duration> keyAge(Issuer issuer) {
        return bundles.age(issuer);
    }

    /** How many decisions and notices could not be recorded since the start. */
    public long unrecorded() {
        return audit.unrecorded();
    }

    /**
     * Ends the re-reading of files and closes the audit file, where {@link #fromEnvironment} opened them. The guard still
     * answers, with what it knew last; take the service out of use first.
     */
    @Override
    public void close() {
        for (AutoCloseable part = owned.pollLast(); part != null; part = owned.pollLast()) {
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("zt: closing the guard", e);
            }
        }
    }

    /** Whether plain HTTP is let in. */
    public enum PlainHttp {
        /** Never. */
        REFUSE,
        /** From and to a literal loopback address. */
        LOOPBACK
    }

    /** What becomes of a call whose decision cannot be recorded. */
    public enum AuditNeed {
        /** It goes on and the loss is counted. */
        BEST_EFFORT,
        /** It is refused with 503. */
        REQUIRED
    }

    /** The parts of a guard that have defaults. Not safe for concurrent use. */
    public static final class Builder {
        private final VerifierRules rules;
        private final BundleSource bundles;
        private final PolicySource policies;
        private final Deque<AutoCloseable> owned = new ArrayDeque<>();
        private @Nullable SignatureProvider signatures;
        private @Nullable ReplayStore replays;
        private AuditSink sink = new Slf4jAuditSink();
        private AuditNeed auditNeed = AuditNeed.BEST_EFFORT;
        private PlainHttp plainHttp = PlainHttp.REFUSE;
        private AddressRanges forwardedFrom = AddressRanges.none();
        private ForwardedCertificates forwardedCertificates = ForwardedCertificates.IGNORE;
        private final List<Supplier<Optional<String>>> checks = new ArrayList<>();
        private BooleanSupplier keys = () -> true;
        private StatusSource statuses = StatusSource.none();
        private RevocationNeed revocations = RevocationNeed.REQUIRED;
        private @Nullable InstancePostures postures;
        private @Nullable ProtectedResource resource;
        private @Nullable DpopNonces nonces;
        private @Nullable ServiceIdentity answering;
        private InstantSource clock = InstantSource.system();

        private Builder(VerifierRules rules, BundleSource bundles, PolicySource policies) {
            this.rules = rules;
            this.bundles = bundles;
            this.policies = policies;
        }

        /** Who computes signatures; default {@link SignatureProvider#fastest()}. */
        public Builder signatures(SignatureProvider provider) {
            this.signatures = provider;
            return this;
        }

        /** The memory of used proofs; default an {@link InMemoryReplayStore} of the default capacity. */
        public Builder replayStore(ReplayStore store) {
            this.replays = store;
            return this;
        }

        /** The nonces that DPoP proofs must carry; default they need none. */
        public Builder dpopNonces(DpopNonces required) {
            this.nonces = required;
            return this;
        }

        /**
         * Whose signature the answers carry that callers want signed; needed where the rules say that {@linkplain
         * VerifierRules#answeringSignatures() such callers are served}. Stays open.
         */
        public Builder answeringAs(ServiceIdentity identity) {
            this.answering = identity;
            return this;
        }

        /** Where decisions are recorded, and whether a call may go on without; default SLF4J, best effort. */
        public Builder audit(AuditSink auditSink, AuditNeed need) {
            this.sink = auditSink;
            this.auditNeed = need;
            return this;
        }

        /** Where revocations come from, and what becomes of callers without them; default no domain is tracked. */
        public Builder status(StatusSource source, RevocationNeed need) {
            this.statuses = source;
            this.revocations = need;
            return this;
        }

        /** The postures of callers; default ones of {@link PostureRules#defaults()} for this guard alone. */
        public Builder postures(InstancePostures shared) {
            this.postures = shared;
            return this;
        }

        /** A further question of {@link Guard#readiness}: what is wrong, in words; default none. */
        public Builder check(Supplier<Optional<String>> problem) {
            checks.add(problem);
            return this;
        }

        /** Whether the keys of anybody are known; default true. */
        Builder keys(BooleanSupplier known) {
            this.keys = known;
            return this;
        }

        /** Lets plain HTTP in from and to literal loopback addresses; default refused. */
        public Builder allowLoopbackHttp() {
            this.plainHttp = PlainHttp.LOOPBACK;
            return this;
        }

        /**
         * The hops that end TLS before this process, by their addresses; default none. A request in plain text from one of
         * them is let in if the hop says in {@code X-Forwarded-Proto} that it came over TLS. It may not say who calls.
         */
        public Builder forwardedFrom(AddressRanges hops) {
            this.forwardedFrom = hops;
            return this;
        }

        /**
         * How the hops of {@link #forwardedFrom} say which certificate a client showed them; each must remove the field from
         * what clients send. Default {@link ForwardedCertificates#IGNORE}.
         */
        public Builder forwardedCertificates(ForwardedCertificates form) {
            this.forwardedCertificates = form;
            return this;
        }

        /**
         * What to tell everybody about getting access to this service; default nothing.
         *
         * @throws IllegalArgumentException if its identifier is no audience of this guard, so that tokens for it
         *     would be refused
         */
        public Builder protectedResource(ProtectedResource described) {
            if (!rules.audiences().contains(described.identifier())) {
                throw new IllegalArgumentException(
                        "the identifier of a protected resource is an audience: " + described.identifier());
            }
            this.resource = described;
            return this;
        }

        /** The time; default the system's. */
        public Builder clock(InstantSource source) {
            this.clock = source;
            return this;
        }

        Builder owning(AutoCloseable part) {
            owned.addLast(part);
            return this;
        }

        /** The guard. */
        public Guard build() {
            return new Guard(this);
        }
    }
}
