package dev.zt.testkit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zt.guard.Admission;
import dev.zt.guard.Guard;
import dev.zt.guard.PolicySource;
import dev.zt.identity.Audience;
import dev.zt.identity.TrustDomain;
import dev.zt.identity.WorkloadId;
import dev.zt.keys.BundleLookup;
import dev.zt.own.HeldIdentity;
import dev.zt.own.IdentitySource;
import dev.zt.own.Listening;
import dev.zt.own.ServiceIdentity;
import dev.zt.own.WorkloadProof;
import dev.zt.policy.Policy;
import dev.zt.verify.InMemoryReplayStore;
import dev.zt.verify.VerifierRules;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every {@link IdentitySource} must keep that gives a certificate beside its token and knows the keys of its own trust
 * domain; whoever writes one extends this. What it holds is shown to the true verifier. Each case prints one line, {@code
 * identity-source | name | case | result}.
 *
 * <p>JUnit 5 makes one object for each case; not safe for concurrent use.
 */
@ExtendWith(ContractMatrix.class)
public abstract class IdentitySourceContract implements Contract {
    private static final Audience AUDIENCE = Audience.of("https://orders.internal");

    private IdentitySource source;
    private Guard guard;

    /** A contract whose source is opened anew for each case. */
    protected IdentitySourceContract() {}

    /** The name of the source in the matrix, such as {@code files}. */
    protected abstract String name();

    /** Opens the source under test, which holds an identity then. Closed by the contract if it can be. */
    protected abstract IdentitySource open() throws Exception;

    /** The workload that it holds the identity of. */
    protected abstract WorkloadId id();

    /** The time of the source. */
    protected abstract InstantSource clock();

    /**
     * Lets the source hold another token and certificate of the same instance, and returns when it does and those who listen
     * were told. May move the clock, but not past the end of what was held before.
     */
    protected abstract void renew() throws Exception;

    @Override
    public final String contract() {
        return "identity-source";
    }

    @Override
    public final String implementation() {
        return name();
    }

    @BeforeEach
    void openSource() throws Exception {
        source = open();
        String policy = """
                zt: 1
                service: orders
                segment: shop
                admit: {segments: [shop]}
                workloads: {me: "%s"}
                segments: {shop: [me]}
                endpoints: {read: GET /orders}
                allow: [{id: A1, caller: me, to: read}]
                """.formatted(id());
        Policy read = Policy.read("the policy of the contract", policy.getBytes(StandardCharsets.UTF_8));
        guard = Guard.builder(VerifierRules.of(AUDIENCE), source.bundles(), PolicySource.fixed(read))
                .clock(clock())
                .replayStore(new InMemoryReplayStore(1 << 14, clock()))
                .audit(new RecordingAuditSink(), Guard.AuditNeed.BEST_EFFORT)
                .build();
    }

    @AfterEach
    void closeSource() throws Exception {
        if (source instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }

    private WorkloadProof proof() {
        return ServiceIdentity.of(source, clock()).prove(AUDIENCE);
    }

    private Admission call() {
        return guard.admit(TestCall.of("GET", "/orders").with(proof()).toCall());
    }

    private ResponseAssertion assertThatCall() {
        return ResponseAssertion.of(call());
    }

    @Test
    void holds_anIdentity_thatIsAccepted() {
        assertEquals(id(), source.current().id());
        assertTrue(clock().instant().isBefore(source.current().expiry()));
        assertEquals(Optional.empty(), source.problem());
        assertThatCall().isServed();
    }

    @Test
    void holds_aCertificate_ofTheSameWorkload() {
        assertEquals(id(), source.certificate().orElseThrow().id());
    }

    @Test
    void believes_itsOwnTrustDomain_andNobodyElse() {
        assertInstanceOf(BundleLookup.Found.class, source.bundles().bundle(id().trustDomain()));
        assertInstanceOf(BundleLookup.NotTrusted.class, source.bundles().bundle(TrustDomain.of("elsewhere.example")));
    }

    @Test
    void answersAlike_whileNothingChanges() {
        var chain = source.certificate().orElseThrow().chain();

        assertEquals(proof().workloadIdentityToken(), proof().workloadIdentityToken());
        assertEquals(chain, source.certificate().orElseThrow().chain());
    }

    @Test
    void renews_tokenAndCertificate_ofTheSameInstance() throws Exception {
        HeldIdentity before = source.current();
        String token = proof().workloadIdentityToken();
        var chain = source.certificate().orElseThrow().chain();
        renew();

        assertNotEquals(token, proof().workloadIdentityToken());
        assertEquals(before.id(), source.current().id());
        assertEquals(before.instance(), source.current().instance());
        assertNotEquals(chain, source.certificate().orElseThrow().chain());
        assertThatCall().isServed();
    }

    @Test
    void tells_whoListens_afterEachRenewal() throws Exception {
        List<Object> seen = new CopyOnWriteArrayList<>();
        List<Object> closed = new CopyOnWriteArrayList<>();
        Listening listening = source.onRenewal(
                () -> seen.add(source.certificate().orElseThrow().chain()));
        source.onRenewal(() -> closed.add("told")).close();
        renew();

        assertEquals(List.of(source.certificate().orElseThrow().chain()), seen);
        assertEquals(List.of(), closed);
        listening.close();
        assertDoesNotThrow(listening::close);
        renew();
        assertEquals(1, seen.size());
    }

    @Test
    void goesOn_whereAListenerFails() throws Exception {
        List<Object> told = new CopyOnWriteArrayList<>();
        source.onRenewal(() -> {
            throw new IllegalStateException("on purpose");
        });
        source.onRenewal(() -> told.add("told"));
        renew();

        assertEquals(List.of("told"), told);
        assertThatCall().isServed();
    }

    /** A token that was shown, and what was said to it. */
    private record Seen(String token, String answer) {
        @Override
        public String toString() {
            return answer;
        }
    }

    private Seen seen() {
        WorkloadProof proof = proof();
        Admission admission =
                guard.admit(TestCall.of("GET", "/orders").with(proof).toCall());
        return new Seen(
                proof.workloadIdentityToken(),
                admission instanceof Admission.Refused refused ? refused.reason() : "served");
    }

    /** Token and key are of one moment, or the proof would not fit. A source may need its clock to move for a renewal. */
    @Test
    void mixes_noTwoIdentities_whileItRenews() throws Exception {
        String before = proof().workloadIdentityToken();
        List<List<Seen>> callers = Crowd.during(
                () -> {
                    for (int i = 0; i < 3; i++) {
                        renew();
                    }
                },
                4,
                this::seen);
        String after = proof().workloadIdentityToken();

        for (List<Seen> caller : callers) {
            assertEquals(before, caller.get(0).token());
            assertEquals(after, caller.get(caller.size() - 1).token());
            assertEquals("served", caller.get(caller.size() - 1).answer());
            Set<String> seen = caller.stream().map(Seen::answer).collect(Collectors.toSet());
            assertTrue(seen.contains("served"), seen::toString);
            // Time steps on for a renewal while proofs are under way, and the memory of used ones then knows of those
            // no more.
            assertTrue(
                    Set.of("served", "proof-expired", "wit-expired", "proof-replayed")
                            .containsAll(seen),
                    seen::toString);
        }
    }
}
