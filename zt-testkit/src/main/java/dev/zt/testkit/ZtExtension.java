package dev.zt.testkit;

import dev.zt.audit.AuditEvent;
import dev.zt.guard.Admission;
import dev.zt.guard.Guard;
import dev.zt.guard.PolicySource;
import dev.zt.identity.Audience;
import dev.zt.policy.Policy;
import dev.zt.verify.VerifierRules;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A JUnit 5 extension that gives each test an authority, a clock and guards that run the true verifier.
 *
 * <pre>{@code
 * @RegisterExtension final ZtExtension zt = ZtExtension.forTrustDomain("shop.example");
 *
 * @Test void serves_gateway() {
 *     Guard guard = zt.guard("https://orders.internal", policyYaml);
 *     TestWorkload gateway = zt.authority().issue("/gateway");
 *     Admission admission = guard.admit(
 *         TestCall.of("GET", "/orders/7").with(gateway.prove(Audience.of("https://orders.internal"))).toCall());
 * }
 * }</pre>
 *
 * <p>A field that is not static gives each test its own; not safe for use by several tests at once when it is static.
 */
public final class ZtExtension implements BeforeEachCallback, AfterEachCallback {
    private static final String START = "2026-01-01T00:00:00Z";

    private final String trustDomain;
    private ManualClock clock;
    private TestAuthority authority;
    private RecordingAuditSink audit = new RecordingAuditSink();

    private ZtExtension(String trustDomain) {
        this.trustDomain = trustDomain;
        this.clock = ManualClock.at(START);
        this.authority = TestAuthority.of(trustDomain, clock);
    }

    /** An extension whose authority names the workloads of this trust domain. */
    public static ZtExtension forTrustDomain(String trustDomain) {
        return new ZtExtension(trustDomain);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        clock = ManualClock.at(START);
        authority = TestAuthority.of(trustDomain, clock);
        audit = new RecordingAuditSink();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        audit = new RecordingAuditSink();
    }

    /** The clock of this test. */
    public ManualClock clock() {
        return clock;
    }

    /** The authority of this test. */
    public TestAuthority authority() {
        return authority;
    }

    /** What the guards of this test recorded, oldest first. */
    public List<AuditEvent> events() {
        return audit.events();
    }

    /** What the guards of this test decided, oldest first: their events without notices, such as of replays. */
    public List<AuditEvent> decisions() {
        return audit.decisions();
    }

    /** A guard with this audience and policy, and otherwise the defaults. */
    public Guard guard(String audience, String policyYaml) {
        Policy policy = Policy.read("policy of this test", policyYaml.getBytes(StandardCharsets.UTF_8));
        return Guard.builder(VerifierRules.of(Audience.of(audience)), authority.bundles(), PolicySource.fixed(policy))
                .clock(clock)
                .audit(audit, Guard.AuditNeed.BEST_EFFORT)
                .build();
    }

    /**
     * Runs an attack against a guard.
     *
     * @throws AssertionError if it is not refused with its own status and for its own reason
     */
    public void assertRefused(Guard guard, Attack attack, AttackScene scene) {
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
}
