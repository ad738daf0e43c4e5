package dev.zt.testkit;

import dev.zt.audit.AuditEvent;
import dev.zt.guard.Admission;
import dev.zt.guard.Guard;
import dev.zt.guard.PolicySource;
import dev.zt.identity.Audience;
import dev.zt.identity.IssuerUrl;
import dev.zt.keys.BundleSource;
import dev.zt.policy.Policy;
import dev.zt.verify.InMemoryReplayStore;
import dev.zt.verify.TokenRules;
import dev.zt.verify.VerifierRules;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;

/**
 * What surrounds the service under test: an authority that signs, a clock that stands still, callers that really prove who
 * they are, and the guard that decides on them by the service's own policy. Given by {@link ZtTest @ZtTest}, or by {@link
 * ZtExtension}.
 *
 * <p>Safe for concurrent use within one test.
 */
public sealed class ZtScene permits ZtExtension {
    /** The most proofs that a guard of a test remembers. */
    private static final int CAPACITY = 1 << 14;

    private final SceneTerms terms;
    private volatile Props props;

    ZtScene(SceneTerms terms) {
        this.terms = terms;
        this.props = new Props(terms);
    }

    /** What each test has of its own. */
    private static final class Props {
        final ManualClock clock;
        final RecordingAuditSink audit = new RecordingAuditSink();
        final TestAuthority authority;
        final @Nullable TestIssuer issuer;
        final SceneKeys keys;
        volatile Duration ahead = Duration.ZERO;

        @Nullable
        Guard guard;

        @Nullable
        TestService service;

        Props(SceneTerms terms) {
            clock = ManualClock.at(terms.begin());
            authority = TestAuthority.of(terms.trustDomain(), clock);
            issuer = terms.issuer() == null ? null : TestIssuer.of(terms.issuer(), clock);
            keys = new SceneKeys(authority.bundles(), issuer == null ? null : issuer.bundles());
        }
    }

    /** Begins anew: another authority, another clock, nothing recorded. */
    final void begin() {
        close();
        props = new Props(terms);
    }

    /** Ends what a test may have left behind, for the next one with the same authority, clock and guard. */
    final void settle() {
        recover();
        skew(Duration.ZERO);
        props.audit.forget();
    }

    /** Ends what was started. */
    final void close() {
        Props ended = props;
        synchronized (ended) {
            if (ended.service != null) {
                ended.service.close();
                ended.service = null;
            }
        }
    }

    /**
     * The clock of everybody, which stands still until the test moves it. It begins at the time of the machine, to the second, so
     * that what a policy says until a date ends here when it ends in production; or at {@link ZtTest#now}.
     */
    public final ManualClock clock() {
        return props.clock;
    }

    /** The clock of the service under test: {@link #clock}, and what {@link #skew} says. */
    public final InstantSource serviceClock() {
        Props now = props;
        return () -> now.clock.instant().plus(now.ahead);
    }

    /** The authority of the trust domain. */
    public final TestAuthority authority() {
        return props.authority;
    }

    /**
     * The authorization server whose access tokens are accepted.
     *
     * @throws IllegalStateException if none was named
     */
    public final TestIssuer issuer() {
        TestIssuer named = props.issuer;
        if (named == null) {
            throw new IllegalStateException(
                    "no authorization server is trusted: write @ZtTest(issuer = \"https://idp.example\"), as the policy names it");
        }
        return named;
    }

    /** What the service under test is addressed as. */
    public final String audience() {
        return terms.audience();
    }

    /** The keys that the service under test believes, for a guard of the test's own; empty-handed during an {@link #outage}. */
    public final BundleSource bundles() {
        return props.keys;
    }

    /** Where the guards of this test record, for a guard of the test's own. */
    public final RecordingAuditSink audit() {
        return props.audit;
    }

    /** What the guards of this test recorded, oldest first. */
    public final List<AuditEvent> events() {
        return props.audit.events();
    }

    /** What the guards of this test decided, oldest first: their events without notices, such as of replays. */
    public final List<AuditEvent> decisions() {
        return props.audit.decisions();
    }

    /**
     * A new instance of a workload of this trust domain, which calls the service under test.
     *
     * @param name the path of its identity, with or without the first slash, such as {@code billing}
     * @throws IllegalArgumentException if it is no such path
     */
    public final TestCaller service(String name) {
        return authority().service(name).to(audience());
    }

    /**
     * A client of the authorization server, which calls the service under test with an access token that is bound to its key.
     *
     * @throws IllegalStateException if no authorization server was named
     */
    public final TestCaller client(String clientId) {
        return issuer().client(clientId).caller().to(audience());
    }

    /**
     * The policy of the service under test.
     *
     * @throws IllegalStateException if it is not where it should be
     * @throws dev.zt.config.ConfigurationException if it has a mistake
     */
    public final Policy policy() {
        return terms.policy().read();
    }

    /**
     * The policy's {@code tests:} as dynamic tests, for a method with {@code @TestFactory}, as of the time of {@link #clock}.
     *
     * @throws IllegalArgumentException if it has none
     */
    public final Stream<DynamicTest> policyTests() {
        return PolicyTests.of(terms.policy(), clock());
    }

    /**
     * The guard of the service under test, the same for the whole test: this audience and policy, these clocks and keys,
     * otherwise the defaults, and plain HTTP from and to loopback addresses, as tests need it.
     *
     * @throws IllegalStateException if there is no policy where it should be
     */
    public final Guard guard() {
        Props now = props;
        synchronized (now) {
            Guard known = now.guard;
            if (known == null) {
                known = guarding(rules()).allowLoopbackHttp().build();
                now.guard = known;
            }
            return known;
        }
    }

    /** A guard with another audience and policy, and otherwise the defaults. */
    public final Guard guard(String audience, String policyYaml) {
        Policy policy = Policy.read("policy of this test", policyYaml.getBytes(StandardCharsets.UTF_8));
        return guarding(VerifierRules.of(Audience.of(audience)), policy).build();
    }

    /** What the service under test accepts: workload proofs, and tokens of the authorization server if one was named. */
    public final VerifierRules rules() {
        Audience audience = Audience.of(audience());
        VerifierRules rules = VerifierRules.of(audience);
        return terms.issuer() == null
                ? rules
                : rules.tokens(TokenRules.none().issuer(IssuerUrl.of(terms.issuer()), audience));
    }

    /**
     * The parts of a guard of this scene, to be completed by the test: {@code zt.guarding(zt.rules().acceptingSignatures())}.
     *
     * @throws IllegalStateException if there is no policy where it should be
     */
    public final Guard.Builder guarding(VerifierRules rules) {
        return guarding(rules, policy());
    }

    private Guard.Builder guarding(VerifierRules rules, Policy policy) {
        InstantSource time = serviceClock();
        return Guard.builder(rules, bundles(), PolicySource.fixed(policy))
                .clock(time)
                .replayStore(new InMemoryReplayStore(CAPACITY, time))
                .audit(audit(), Guard.AuditNeed.BEST_EFFORT);
    }

    /**
     * A service behind {@link #guard} on a free port of the loopback address, over plain HTTP, the same for the whole test
     * and closed at its end.
     */
    public final TestService serve() {
        Props now = props;
        Guard guard = guard();
        synchronized (now) {
            TestService known = now.service;
            if (known == null) {
                known = TestService.loopback(origin -> guard);
                now.service = known;
            }
            return known;
        }
    }

    /**
     * From now on the authority and the authorization server sign with new keys, which are published beside those before:
     * callers of before and of after are served.
     */
    public final void rotateKeys() {
        Props now = props;
        now.authority.rotateBeside();
        if (now.issuer != null) {
            now.issuer.rotateBeside();
        }
    }

    /**
     * From now on they sign with new keys that nobody was told of, until {@link #publishKeys}: callers of after are refused
     * for {@code wit-key-unknown} or {@code token-key-unknown}.
     */
    public final void rotateKeysUnpublished() {
        Props now = props;
        now.authority.rotateUnpublished();
        if (now.issuer != null) {
            now.issuer.rotateUnpublished();
        }
    }

    /** Publishes the keys that are in use. */
    public final void publishKeys() {
        Props now = props;
        now.authority.publish();
        if (now.issuer != null) {
            now.issuer.publish();
        }
    }

    /** Publishes no keys but those in use: callers of before {@link #rotateKeys} are refused as if their keys were unknown. */
    public final void withdrawOldKeys() {
        Props now = props;
        now.authority.withdraw();
        if (now.issuer != null) {
            now.issuer.withdraw();
        }
    }

    /**
     * From now on the service under test has no keys that it may still believe, until {@link #recover}: everybody who shows
     * something is answered 503 with {@code Retry-After}, for {@code keys-unavailable}.
     */
    public final void outage() {
        props.keys.away(true);
    }

    /** Ends an {@link #outage}. */
    public final void recover() {
        props.keys.away(false);
    }

    /**
     * Sets the clock of the service under test apart from everybody else's; 30 seconds are borne.
     *
     * @param ahead how far it is ahead; negative if it is behind
     */
    public final void skew(Duration ahead) {
        props.ahead = ahead;
    }

    /**
     * An answer to be judged, together with what the guards of this test recorded last on its method and path. Each decision
     * belongs to one answer, so an answer is judged before the next call is made.
     *
     * @throws AssertionError if no guard of this test has decided on it
     */
    public final ResponseAssertion assertThatResponse(HttpResponse<?> response) {
        return assertThatResponse(TestResponse.of(response));
    }

    /**
     * The same for an answer from elsewhere; where it does not say what it answers ({@link TestResponse#to}), any decision
     * counts as one on it.
     *
     * @throws AssertionError if no guard of this test has decided on it
     */
    public final ResponseAssertion assertThatResponse(TestResponse response) {
        return ResponseAssertion.of(response).recordedBy(audit());
    }

    /** What a guard of this test said, to be judged like the answer that it would give, and by its own reason. */
    public final ResponseAssertion assertThatResponse(Admission admission) {
        return ResponseAssertion.of(admission).recordedBy(audit());
    }

    /**
     * Every {@link Attack} as a dynamic test, for a method with {@code @TestFactory}: against a guard of this scene that accepts
     * workload proofs alone.
     *
     * @param victim a service that is served on this method and path, by an endpoint that requires a scope
     * @param outsider a service in a segment that the policy does not admit
     */
    public final Stream<DynamicTest> attacks(String victim, String outsider, String method, String path) {
        Audience audience = Audience.of(audience());
        Guard guard = guarding(VerifierRules.of(audience)).build();
        AttackScene scene = new AttackScene(
                authority(), authority().workload(victim), authority().workload(outsider), audience, method, path);
        if (!(guard.admit(scene.honestCall().toCall()) instanceof Admission.Granted)) {
            throw new IllegalArgumentException(
                    method + " " + path + " is not served to " + victim + ": no attack on it would say anything");
        }
        return Arrays.stream(Attack.values())
                .map(attack -> DynamicTest.dynamicTest(
                        attack + ": " + attack.reason(), () -> assertRefused(guard, attack, scene)));
    }

    /**
     * Runs an attack against a guard.
     *
     * @throws AssertionError if it is not refused with its own status and for its own reason
     */
    public final void assertRefused(Guard guard, Attack attack, AttackScene scene) {
        Attack.Sequence sequence = attack.begin(scene);
        for (TestCall call : sequence.prelude()) {
            if (!(guard.admit(call.toCall()) instanceof Admission.Granted)) {
                throw new AssertionError(attack + ": the prelude was refused; is the scene's honest call served?");
            }
        }
        Admission admission = guard.admit(sequence.attack().toCall());
        String seen = admission instanceof Admission.Refused refused
                ? refused.answer().status() + " " + refused.reason()
                : "served";
        if (!seen.equals(attack.status() + " " + attack.reason())) {
            throw new AssertionError(
                    attack + ": expected " + attack.status() + " " + attack.reason() + " but saw " + seen);
        }
    }

    @Override
    public String toString() {
        return "ZtScene[" + terms.trustDomain() + ", " + terms.audience() + "]";
    }
}
