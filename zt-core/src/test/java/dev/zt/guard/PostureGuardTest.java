package dev.zt.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.audit.AuditEvent;
import dev.zt.audit.AuditField;
import dev.zt.identity.Audience;
import dev.zt.identity.InstanceId;
import dev.zt.identity.TrustDomain;
import dev.zt.identity.WorkloadId;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.SignatureProvider;
import dev.zt.keys.TrustBundle;
import dev.zt.policy.Policy;
import dev.zt.posture.InstancePostures;
import dev.zt.posture.Posture;
import dev.zt.posture.PostureRules;
import dev.zt.posture.RevocationNeed;
import dev.zt.posture.RevocationStatus;
import dev.zt.posture.Signal;
import dev.zt.posture.StatusLookup;
import dev.zt.posture.StatusSource;
import dev.zt.request.Call;
import dev.zt.request.Channel;
import dev.zt.request.Target;
import dev.zt.verify.Forge;
import dev.zt.verify.VerifierRules;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a caller's authority says of it, and what it did here, in a whole guard. */
class PostureGuardTest {
    private static final TrustDomain SHOP = TrustDomain.of("shop.example");
    private static final WorkloadId GATEWAY = WorkloadId.of("spiffe://shop.example/gateway");
    private static final InstanceId ONE = InstanceId.parse("one").orElseThrow();
    private static final String POLICY = """
            zt: 1
            service: orders
            segment: shop
            admit: {segments: [shop]}
            workloads: {gateway: spiffe://shop.example/gateway}
            segments: {shop: [gateway]}
            endpoints:
              read: {match: "GET /orders/{id}", requires: ["orders:read"]}
              write: {match: "POST /orders", requires: ["orders:write"]}
              list: GET /orders
              health: {match: GET /healthz, public: true}
            allow:
              - {id: A1, caller: gateway, to: [read, write], scopes: ["orders:read", "orders:write"]}
            posture:
              elevated: {scopes: ["orders:read"]}
            """;

    private final Forge forge = new Forge();
    private final List<AuditEvent> events = new ArrayList<>();
    private Instant now = Instant.ofEpochSecond(Forge.NOW);
    private StatusLookup lookup = known(Set.of(), Set.of(), Set.of());
    private boolean failing;
    private Optional<String> statusProblem = Optional.empty();
    private final InstancePostures postures = new InstancePostures(PostureRules.defaults(), () -> now);
    private final Guard guard = guard(RevocationNeed.REQUIRED);

    private Guard guard(RevocationNeed need) {
        TrustBundle bundle = TrustBundle.read(
                SHOP,
                "bundle",
                Forge.bundle("key-1", forge.issuer).getBytes(StandardCharsets.UTF_8),
                SignatureProvider.bouncyCastle());
        StatusSource statuses = new StatusSource() {
            @Override
            public StatusLookup status(TrustDomain trustDomain) {
                if (failing) {
                    throw new IllegalStateException("memory broken");
                }
                return lookup;
            }

            @Override
            public Set<TrustDomain> tracked() {
                return Set.of(SHOP);
            }

            @Override
            public Optional<String> problem() {
                return statusProblem;
            }
        };
        return Guard.builder(
                        VerifierRules.of(Audience.of("https://orders.internal")),
                        domain -> new BundleLookup.Found(bundle, 1),
                        PolicySource.fixed(Policy.read("policy", POLICY.getBytes(StandardCharsets.UTF_8))))
                .signatures(SignatureProvider.bouncyCastle())
                .audit(events::add, Guard.AuditNeed.BEST_EFFORT)
                .status(statuses, need)
                .postures(postures)
                .clock(() -> now)
                .build();
    }

    private static StatusLookup.Known known(Set<String> instances, Set<WorkloadId> workloads, Set<String> keys) {
        return new StatusLookup.Known(
                new RevocationStatus(SHOP, 1, Instant.ofEpochSecond(Forge.NOW), 1, instances, workloads, keys));
    }

    private static Call call(String method, String path, Map<String, String> headers) {
        return Call.of(
                method,
                path,
                name -> headers.entrySet().stream()
                        .filter(header -> header.getKey().equalsIgnoreCase(name))
                        .map(Map.Entry::getValue)
                        .toList(),
                Channel.TLS);
    }

    private Map<String, String> credentials(String instance) {
        String wit = forge.wit(Forge.with(forge.witClaims(), "instance", "\"" + instance + "\""));
        String proof = forge.proof(Forge.with(forge.proofClaims(wit), "exp", Long.toString(now.getEpochSecond() + 30)));
        return Map.of("workload-identity-token", wit, "authorization", "WPT " + proof);
    }

    private Admission admit(String method, String path) {
        return guard.admit(call(method, path, credentials("one")));
    }

    private static String outcome(Admission admission) {
        return admission instanceof Admission.Refused refused
                ? refused.answer().status() + " " + refused.reason()
                : "granted";
    }

    private AuditEvent lastEvent() {
        return events.get(events.size() - 1);
    }

    private List<String> reasons() {
        return events.stream().map(AuditEvent::reason).toList();
    }

    private void probe() {
        for (String path : List.of("/a", "/b", "/c", "/d")) {
            assertThat(outcome(admit("GET", path))).isEqualTo("403 endpoint-unlisted");
        }
    }

    @Test
    void ends_longWork_whileAPartOfTheGuardFails() {
        Admission.Granted granted = (Admission.Granted) admit("GET", "/orders/7");
        failing = true;

        assertThat(granted.stillValid()).isFalse();
    }

    @Test
    void refuses_revokedInstanceAndServesItsSister() {
        Admission.Granted before = (Admission.Granted) admit("GET", "/orders/7");
        lookup = known(Set.of("one"), Set.of(), Set.of());

        assertThat(outcome(admit("GET", "/orders/7"))).isEqualTo("403 instance-revoked");
        assertThat(lastEvent().instance()).contains(ONE);
        assertThat(before.stillValid()).isFalse();
        assertThat(outcome(before.redispatch("GET", Target.parse("/orders/8"), "async")))
                .isEqualTo("403 instance-revoked");
        assertThat(outcome(guard.admit(call("GET", "/orders/7", credentials("two")))))
                .isEqualTo("granted");
        assertThat(outcome(guard.admit(call("GET", "/healthz", credentials("one")))))
                .isEqualTo("granted");
    }

    @Test
    void tells_revokedCallersNoMoreThanOthers() {
        lookup = known(Set.of("one"), Set.of(), Set.of());

        Admission.Refused refused = (Admission.Refused) admit("GET", "/orders/7");

        assertThat(new String(refused.answer().body(), StandardCharsets.UTF_8))
                .contains("#forbidden")
                .doesNotContain("revoked");
    }

    @Test
    void refuses_revokedWorkload() {
        lookup = known(Set.of(), Set.of(GATEWAY), Set.of());

        assertThat(outcome(admit("GET", "/orders/7"))).isEqualTo("403 workload-revoked");
    }

    @Test
    void refuses_revokedKeyOfIssuerAndOfInstance() throws Exception {
        for (var key : List.of(forge.issuer, forge.holder)) {
            lookup = known(
                    Set.of(),
                    Set.of(),
                    Set.of(key.toPublicJWK().computeThumbprint().toString()));

            assertThat(outcome(admit("GET", "/orders/7"))).isEqualTo("403 key-revoked");
        }
    }

    @Test
    void answers_503WhileTheStatusIsUnknown() {
        Admission.Granted before = (Admission.Granted) admit("GET", "/orders/7");
        lookup = new StatusLookup.Unavailable();

        Admission.Refused refused = (Admission.Refused) admit("GET", "/orders/7");

        assertThat(outcome(refused)).isEqualTo("503 status-unavailable");
        assertThat(AnswersTest.fields(refused.answer(), "Retry-After")).containsExactly("1");
        assertThat(lastEvent().outcome()).isEqualTo(AuditEvent.Outcome.UNAVAILABLE);
        assertThat(lastEvent().caller()).contains(GATEWAY);
        assertThat(before.stillValid()).isFalse();
        assertThat(outcome(guard(RevocationNeed.BEST_EFFORT).admit(call("GET", "/orders/7", credentials("one")))))
                .isEqualTo("granted");
    }

    @Test
    void raises_thenRefusesAsTheStatusGrowsOld() {
        now = now.plusSeconds(60);
        assertThat(outcome(admit("POST", "/orders"))).isEqualTo("granted");
        now = now.plusSeconds(1);
        assertThat(outcome(admit("POST", "/orders"))).isEqualTo("403 posture");
        assertThat(outcome(admit("GET", "/orders/7"))).isEqualTo("granted");
        assertThat(lastEvent().text(AuditField.POSTURE)).isEqualTo("elevated");
        now = now.plusSeconds(240);
        assertThat(outcome(admit("GET", "/orders/7"))).isEqualTo("503 status-unavailable");
    }

    @Test
    void serves_onOldStatusWhereThatIsAskedForButNotTheRevoked() {
        Guard loose = guard(RevocationNeed.BEST_EFFORT);
        now = now.plusSeconds(3_000);

        assertThat(outcome(loose.admit(call("POST", "/orders", credentials("one")))))
                .isEqualTo("granted");
        lookup = known(Set.of("one"), Set.of(), Set.of());
        assertThat(outcome(loose.admit(call("POST", "/orders", credentials("one")))))
                .isEqualTo("403 instance-revoked");
    }

    @Test
    void refuses_onAStatusFromTheFuture() {
        now = now.minusSeconds(61);

        assertThat(outcome(admit("GET", "/orders/7"))).isEqualTo("503 status-unavailable");
    }

    @Test
    void elevates_anInstanceThatProbes() {
        Admission.Granted before = (Admission.Granted) admit("POST", "/orders");
        probe();

        assertThat(outcome(admit("POST", "/orders"))).isEqualTo("403 posture");
        assertThat(lastEvent().text(AuditField.POSTURE)).isEqualTo("elevated");
        assertThat(lastEvent().text(AuditField.NEAREST)).contains("the scopes of posture.elevated");
        assertThat(before.stillValid()).isFalse();
        assertThat(outcome(before.redispatch("POST", Target.parse("/orders"), "forward")))
                .isEqualTo("403 posture");
        assertThat(outcome(admit("GET", "/orders/7"))).isEqualTo("granted");
        assertThat(outcome(guard.admit(call("POST", "/orders", credentials("two")))))
                .isEqualTo("granted");

        now = now.plus(Duration.ofMinutes(10));
        lookup = new StatusLookup.NotTracked();
        assertThat(outcome(admit("POST", "/orders"))).isEqualTo("granted");
        assertThat(lastEvent().text(AuditField.POSTURE)).isEmpty();
    }

    @Test
    void records_whatRaisedAPostureAndWhenItEnded() {
        probe();
        AuditEvent raised = events.get(4);
        now = now.plus(Duration.ofMinutes(10));
        lookup = new StatusLookup.NotTracked();
        admit("GET", "/orders/7");

        assertThat(raised.outcome()).isEqualTo(AuditEvent.Outcome.NOTICE);
        assertThat(raised.reason()).isEqualTo("posture-elevated");
        assertThat(raised.caller()).contains(GATEWAY);
        assertThat(raised.instance()).contains(ONE);
        assertThat(raised.text(AuditField.POSTURE)).isEqualTo("elevated");
        assertThat(raised.text(AuditField.WHY)).startsWith("4 endpoints denied within 300 s: /a, /b, /c, /d; until ");
        assertThat(reasons().subList(5, 7)).containsExactly("posture-restored", "permitted");
        assertThat(events.get(5).text(AuditField.POSTURE)).isEqualTo("normal");
    }

    @Test
    void counts_distinctEndpointsOfTheCallerOnly() {
        for (String path : List.of("/a", "/%61", "/b", "/c", "/a", "/b")) {
            admit("GET", path);
        }
        admit("GET", "/orders/7").redispatch("GET", Target.parse("/error"), "error");

        assertThat(postures.posture(GATEWAY, ONE)).isEqualTo(Posture.NORMAL);
    }

    @Test
    void holds_noRefusalByPostureAgainstAnybody() {
        postures.raise(Posture.LOCKDOWN, Duration.ofMinutes(1), "incident");
        for (String path : List.of("/orders/1", "/orders/2")) {
            assertThat(outcome(admit("GET", path))).isEqualTo("403 posture");
        }
        assertThat(outcome(admit("POST", "/orders"))).isEqualTo("403 posture");
        admit("GET", "/a");
        admit("GET", "/b");
        assertThat(outcome(guard.admit(call("GET", "/healthz", Map.of())))).isEqualTo("granted");

        now = now.plus(Duration.ofMinutes(1));
        assertThat(postures.posture(GATEWAY, ONE)).isEqualTo(Posture.NORMAL);
    }

    @Test
    void learns_nothingFromCallersThatProvedNothingOrAreRevoked() {
        Map<String, String> honest = credentials("one");
        for (String path : List.of("/a", "/b", "/c", "/d", "/e")) {
            Map<String, String> stolen = Map.of(
                    "workload-identity-token",
                    honest.getOrDefault("workload-identity-token", ""),
                    "authorization",
                    "WPT " + Forge.sign(Forge.header("wpt+jwt"), forge.proofClaims("x"), Forge.newKey()));
            assertThat(outcome(guard.admit(call("GET", path, stolen)))).isEqualTo("401 proof-signature");
        }
        lookup = known(Set.of("one"), Set.of(), Set.of());
        for (String path : List.of("/a", "/b", "/c", "/d", "/e")) {
            assertThat(outcome(admit("GET", path))).isEqualTo("403 instance-revoked");
        }

        assertThat(postures.posture(GATEWAY, ONE)).isEqualTo(Posture.NORMAL);
        assertThat(events).noneMatch(event -> event.outcome() == AuditEvent.Outcome.NOTICE);
    }

    @Test
    void alarms_replaysAndHoldsThemAgainstNobody() {
        Map<String, String> captured = credentials("one");
        guard.admit(call("GET", "/orders/7", captured));
        for (String path : List.of("/a", "/b", "/c", "/d", "/e")) {
            Admission refused = guard.admit(call("GET", path, captured));
            assertThat(outcome(refused)).isEqualTo("401 proof-replayed");
            refused.redispatch("GET", Target.parse("/error"), "error");
        }

        assertThat(postures.replays()).isEqualTo(5);
        assertThat(postures.posture(GATEWAY, ONE)).isEqualTo(Posture.NORMAL);
        assertThat(reasons()).containsOnlyOnce("replay-alarm");
        AuditEvent alarm = events.get(2);
        assertThat(alarm.outcome()).isEqualTo(AuditEvent.Outcome.NOTICE);
        assertThat(alarm.caller()).isEmpty();
        assertThat(alarm.text(AuditField.POSTURE)).isEmpty();
        assertThat(alarm.text(AuditField.WHY))
                .contains("1 used proofs sent again")
                .endsWith("/a");
    }

    @Test
    void denies_everythingToAQuarantinedInstance() {
        postures.accept(Signal.replayByCertificateHolder(GATEWAY, ONE, now, "read"));

        assertThat(outcome(admit("GET", "/orders/7"))).isEqualTo("403 quarantined");
        assertThat(lastEvent().text(AuditField.POSTURE)).isEqualTo("quarantined");
        for (String path : List.of("/a", "/b", "/c", "/d")) {
            assertThat(outcome(admit("GET", path))).isEqualTo("403 quarantined");
        }
        assertThat(outcome(guard.admit(call("GET", "/orders/7", credentials("two")))))
                .isEqualTo("granted");
        assertThat(reasons()).containsOnlyOnce("posture-quarantined").doesNotContain("posture-elevated");
    }

    @Test
    void counts_noticesThatCannotBeRecorded() {
        Guard lossy = Guard.builder(
                        VerifierRules.of(Audience.of("https://orders.internal")),
                        domain -> new BundleLookup.NotTrusted(),
                        PolicySource.fixed(Policy.read("policy", POLICY.getBytes(StandardCharsets.UTF_8))))
                .audit(
                        event -> {
                            throw new IllegalStateException("disk full");
                        },
                        Guard.AuditNeed.BEST_EFFORT)
                .clock(() -> now)
                .build();

        lossy.postures().raise(Posture.ELEVATED, Duration.ofMinutes(1), "incident");

        assertThat(lossy.unrecorded()).isOne();
        assertThat(lossy.readiness())
                .containsExactly("posture: the service is at elevated", "audit: 1 events could not be recorded");
    }

    @Test
    void serves_untilNothingCanBeSaidOfAnybody() {
        now = now.plusSeconds(61);
        assertThat(guard.readiness()).isNotEmpty();
        assertThat(guard.isServing()).isTrue();

        now = now.plusSeconds(300);
        assertThat(guard.isServing()).isFalse();
        assertThat(guard(RevocationNeed.BEST_EFFORT).isServing()).isTrue();
    }

    @Test
    void tells_operatorsWhatIsWrong() {
        assertThat(guard.readiness()).isEmpty();

        statusProblem = Optional.of("the authority does not answer");
        now = now.plusSeconds(61);
        assertThat(guard.readiness())
                .containsExactly(
                        "status: the authority does not answer",
                        "status of shop.example: the newest is of " + Instant.ofEpochSecond(Forge.NOW));

        lookup = new StatusLookup.Unavailable();
        statusProblem = Optional.empty();
        assertThat(guard.readiness()).containsExactly("status of shop.example: none was seen yet");
    }
}
