package dev.zt.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.zt.audit.AuditEvent;
import dev.zt.audit.AuditField;
import dev.zt.identity.Audience;
import dev.zt.identity.CallerId;
import dev.zt.identity.Scopes;
import dev.zt.identity.TrustDomain;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.SignatureProvider;
import dev.zt.keys.TrustBundle;
import dev.zt.policy.Policy;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardTest {
    private static final String POLICY = """
            zt: 1
            service: orders
            segment: shop
            admit: {segments: [shop]}
            workloads: {gateway: spiffe://shop.example/gateway}
            segments: {shop: [gateway]}
            endpoints:
              read-order: {match: "GET /orders/{id}", requires: ["orders:read"]}
              cancel: {match: "DELETE /orders/{id}", requires: ["orders:write"]}
              health: {match: GET /healthz, public: true}
            allow:
              - {id: A1, caller: gateway, to: [read-order, cancel], scopes: ["orders:read"]}
            """;

    private final Forge forge = new Forge();
    private final List<AuditEvent> events = new ArrayList<>();
    private Instant now = Instant.ofEpochSecond(Forge.NOW);
    private boolean keysAvailable = true;
    private boolean keyPublished = true;
    private Policy policy = Policy.read("policy", POLICY.getBytes(StandardCharsets.UTF_8));

    private Guard.Builder builder() {
        TrustBundle withdrawn = TrustBundle.read(
                TrustDomain.of("shop.example"),
                "bundle",
                "{\"keys\":[]}".getBytes(StandardCharsets.UTF_8),
                SignatureProvider.bouncyCastle());
        TrustBundle bundle = TrustBundle.read(
                TrustDomain.of("shop.example"),
                "bundle",
                Forge.bundle("key-1", forge.issuer).getBytes(StandardCharsets.UTF_8),
                SignatureProvider.bouncyCastle());
        PolicySource policies = new PolicySource() {
            @Override
            public Policy policy() {
                return policy;
            }

            @Override
            public void require(java.util.function.Consumer<Policy> demand) {
                demand.accept(policy);
            }
        };
        return Guard.builder(
                        VerifierRules.of(Audience.of("https://orders.internal")),
                        domain -> keysAvailable
                                ? new BundleLookup.Found(keyPublished ? bundle : withdrawn, keyPublished ? 1 : 2)
                                : new BundleLookup.Unavailable(Duration.ofSeconds(7)),
                        policies)
                .signatures(SignatureProvider.bouncyCastle())
                .audit(events::add, Guard.AuditNeed.BEST_EFFORT)
                .clock(() -> now);
    }

    private final Guard guard = builder().build();

    private Map<String, String> credentials() {
        String wit = forge.wit();
        return Map.of("workload-identity-token", wit, "authorization", "WPT " + forge.proof(wit));
    }

    private static Call call(String method, String path, Map<String, String> headers, Channel channel) {
        return Call.of(
                method,
                path,
                name -> headers.entrySet().stream()
                        .filter(header -> header.getKey().equalsIgnoreCase(name))
                        .map(Map.Entry::getValue)
                        .toList(),
                channel);
    }

    private Call proven(String method, String path) {
        return call(method, path, credentials(), Channel.TLS);
    }

    static Call anonymous(String method, String path) {
        return call(method, path, Map.of(), Channel.TLS);
    }

    private static Admission.Granted granted(Admission admission) {
        assertThat(admission).isInstanceOf(Admission.Granted.class);
        return (Admission.Granted) admission;
    }

    private static Admission.Refused refused(Admission admission, int status, String reason) {
        assertThat(admission).isInstanceOf(Admission.Refused.class);
        Admission.Refused refused = (Admission.Refused) admission;
        assertThat(refused.answer().status() + " " + refused.reason()).isEqualTo(status + " " + reason);
        return refused;
    }

    private static List<String> fields(Admission.Refused refused, String name) {
        return AnswersTest.fields(refused.answer(), name);
    }

    private static String body(Admission.Refused refused) {
        return new String(refused.answer().body(), StandardCharsets.UTF_8);
    }

    @Test
    void grants_provenCallerItsScopes() {
        Admission.Granted granted = granted(guard.admit(proven("GET", "/orders/7")));

        assertThat(granted.caller())
                .hasValueSatisfying(caller -> assertThat(caller.id()).hasToString("spiffe://shop.example/gateway"));
        assertThat(granted.scopes()).isEqualTo(Scopes.of("orders:read"));
        assertThat(granted.endpoint().name()).isEqualTo("read-order");
        assertThat(granted.rule()).isEqualTo("A1");
    }

    @Test
    void asks_anonymousCallerForAProofWithoutAnErrorCode() {
        Admission.Refused refused = refused(guard.admit(anonymous("GET", "/orders/7")), 401, "nothing-presented");

        assertThat(fields(refused, "WWW-Authenticate")).containsExactly("WPT");
        assertThat(body(refused))
                .isEqualTo("{\"type\":\"https://zt.dev/reasons#proof-required\",\"title\":\"The caller must prove who"
                        + " it is\",\"status\":401}");
    }

    @Test
    void tells_strangersNothingOfTheEndpoints() {
        String listed = body(refused(guard.admit(anonymous("GET", "/orders/7")), 401, "nothing-presented"));
        String unlisted = body(refused(guard.admit(anonymous("GET", "/no/such")), 401, "nothing-presented"));

        assertThat(unlisted).isEqualTo(listed);
    }

    @Test
    void names_missingScopesToAProvenCallerOnly() {
        Admission.Refused refused = refused(guard.admit(proven("DELETE", "/orders/7")), 403, "scope-missing");

        assertThat(body(refused)).contains("\"missing_scopes\":\"orders:write\"");
        assertThat(fields(refused, "WWW-Authenticate")).isEmpty();
    }

    @Test
    void keeps_theFailedCheckFromTheCaller() {
        Map<String, String> headers = Map.of("workload-identity-token", forge.wit(), "authorization", "WPT a.b.c");

        Admission.Refused refused =
                refused(guard.admit(call("GET", "/orders/7", headers, Channel.TLS)), 401, "proof-malformed");

        assertThat(body(refused)).doesNotContain("malformed");
    }

    @Test
    void challenges_whoeverProvesNothingInOneWay() {
        String wit = forge.wit();
        List<Map<String, String>> attempts = List.of(
                Map.of(),
                Map.of("authorization", "Bearer stolen"),
                Map.of("authorization", "WPT " + forge.proof(wit)),
                Map.of("workload-identity-token", wit),
                Map.of("workload-identity-token", wit, "authorization", "WPT a.b.c"));

        for (Map<String, String> attempt : attempts) {
            Admission.Refused refused = (Admission.Refused) guard.admit(call("GET", "/orders/7", attempt, Channel.TLS));
            assertThat(refused.answer().headers())
                    .containsExactly(
                            new Answer.Header("Content-Type", "application/problem+json"),
                            new Answer.Header("Cache-Control", "no-store"),
                            new Answer.Header("WWW-Authenticate", "WPT"));
            assertThat(body(refused))
                    .isEqualTo(body(refused(guard.admit(anonymous("GET", "/orders/7")), 401, "nothing-presented")));
        }
        assertThat(events)
                .extracting(AuditEvent::reason)
                .contains("scheme-not-accepted", "proof-without-token", "proof-missing", "proof-malformed");
    }

    @Test
    void answers_aBadTokenWithoutAChallengeWhateverIsWrongWithIt() {
        String wit = forge.wit();
        List<Map<String, String>> attempts = List.of(
                Map.of("workload-identity-token", "x", "authorization", "WPT " + forge.proof(wit)),
                Map.of("workload-identity-token", wit + "," + wit),
                Map.of("workload-identity-token", wit, "authorization", "Bearer stolen"));

        for (Map<String, String> attempt : attempts) {
            Admission.Refused refused = (Admission.Refused) guard.admit(call("GET", "/orders/7", attempt, Channel.TLS));
            assertThat(refused.answer().status()).isEqualTo(400);
            assertThat(fields(refused, "WWW-Authenticate")).isEmpty();
            assertThat(body(refused))
                    .isEqualTo(body(refused(guard.admit(proven("GET", "//healthz")), 400, "target-ambiguous")));
        }
    }

    @Test
    void lets_anybodyIntoAPublicEndpointAndLooksAtNoCredential() {
        keysAvailable = false;
        Map<String, String> garbage = Map.of("authorization", "WPT garbage");

        assertThat(granted(guard.admit(anonymous("GET", "/healthz"))).caller()).isEmpty();
        assertThat(granted(guard.admit(call("GET", "/healthz", garbage, Channel.TLS)))
                        .caller())
                .isEmpty();
    }

    @Test
    void refuses_ambiguousTargetBeforeAnythingElse() {
        refused(guard.admit(proven("GET", "/orders/../healthz")), 400, "target-ambiguous");
        refused(guard.admit(anonymous("GET", "/healthz/")), 401, "nothing-presented");
        refused(guard.admit(anonymous("GET", "//healthz")), 400, "target-ambiguous");
        assertThat(events.get(2).text(AuditField.PATH)).isEqualTo("//healthz");
    }

    @ParameterizedTest
    @EnumSource(value = Channel.class, names = "TLS", mode = EnumSource.Mode.EXCLUDE)
    void refuses_plainHttp(Channel channel) {
        refused(guard.admit(call("GET", "/orders/7", credentials(), channel)), 400, "channel-plain");
    }

    @Test
    void allows_plainHttpFromLoopbackWhereItIsAllowed() {
        Guard loopback = builder().allowLoopbackHttp().build();

        granted(loopback.admit(call("GET", "/orders/7", credentials(), Channel.LOOPBACK)));
        refused(loopback.admit(call("GET", "/orders/7", credentials(), Channel.PLAIN)), 400, "channel-plain");
    }

    @Test
    void answers_503WithRetryAfterWhileKeysAreUnavailable() {
        keysAvailable = false;

        Admission.Refused refused = refused(guard.admit(proven("GET", "/orders/7")), 503, "keys-unavailable");

        assertThat(fields(refused, "Retry-After")).containsExactly("7");
        assertThat(events.get(0).outcome()).isEqualTo(AuditEvent.Outcome.UNAVAILABLE);
    }

    @Test
    void verifies_onceAndDecidesForEachDispatch() {
        Admission first = guard.admit(proven("GET", "/orders/7"));
        Admission forwarded = granted(first).redispatch("GET", Target.parse("/orders/8"), "forward");

        granted(forwarded);
        refused(forwarded.redispatch("DELETE", Target.parse("/orders/8"), "forward"), 403, "scope-missing");
        refused(forwarded.redispatch("GET", Target.parse("/other"), "include"), 403, "endpoint-unlisted");
        refused(forwarded.redispatch("GET", java.util.Optional.empty(), "error"), 400, "target-ambiguous");
        assertThat(events).hasSize(5);
        assertThat(events.get(1).text(AuditField.DISPATCH)).isEqualTo("forward");
    }

    @Test
    void decides_laterDispatchOnWhatHoldsThen() {
        Admission expired = guard.admit(proven("GET", "/orders/7"));
        now = now.plusSeconds(3630);
        refused(expired.redispatch("GET", Target.parse("/orders/7"), "async"), 400, "wit-expired");

        now = now.minusSeconds(3630);
        Admission.Granted granted = granted(guard.admit(proven("GET", "/orders/7")));
        keyPublished = false;
        refused(granted.redispatch("GET", Target.parse("/orders/7"), "async"), 400, "wit-key-unknown");
        assertThat(granted.stillValid()).isFalse();

        keyPublished = true;
        keysAvailable = false;
        refused(granted.redispatch("GET", Target.parse("/orders/7"), "async"), 503, "keys-unavailable");
    }

    @Test
    void refuses_andRecordsWhereAPartFails() {
        Guard broken = builder()
                .replayStore(new dev.zt.verify.ReplayStore() {
                    @Override
                    public Use firstUse(dev.zt.verify.ReplayKey key, CallerId caller, Instant until) {
                        throw new IllegalStateException("store down");
                    }

                    @Override
                    public Reach reach() {
                        return Reach.SHARED;
                    }
                })
                .build();
        Call throwing = Call.of(
                "GET",
                "/orders/7",
                name -> {
                    throw new IllegalArgumentException(name);
                },
                Channel.TLS);

        refused(broken.admit(proven("GET", "/orders/7")), 503, "replay-store-unavailable");
        refused(guard.admit(throwing), 503, "guard-failed");
        assertThat(events).hasSize(2);
    }

    @Test
    void withdraws_aGrantWithItsCaller() {
        Admission.Granted granted = granted(guard.admit(proven("GET", "/orders/7")));

        refused(granted.withdraw(RequestFault.ROUTE_DISAGREES), 400, "route-disagrees");

        assertThat(events.get(1).text(AuditField.CALLER)).isEqualTo("spiffe://shop.example/gateway");
        assertThat(events.get(1).text(AuditField.ENDPOINT)).isEqualTo("read-order");
    }

    @Test
    void verifies_whenAPublicEndpointForwardsToAGuardedOne() {
        Admission open = guard.admit(proven("GET", "/healthz"));
        Admission closed = guard.admit(anonymous("GET", "/healthz"));

        granted(open.redispatch("GET", Target.parse("/orders/7"), "forward"));
        refused(closed.redispatch("GET", Target.parse("/orders/7"), "forward"), 401, "nothing-presented");
    }

    @Test
    void lets_aRefusedExchangeReachAPublicErrorPage() {
        Admission refused = guard.admit(anonymous("GET", "/orders/7"));

        granted(refused.redispatch("GET", Target.parse("/healthz"), "error"));
    }

    @Test
    void records_oneEventForEachDecision() {
        guard.admit(proven("GET", "/orders/7"));
        guard.admit(proven("DELETE", "/orders/7"));

        assertThat(events).hasSize(2);
        AuditEvent permit = events.get(0);
        assertThat(permit.outcome()).isEqualTo(AuditEvent.Outcome.PERMIT);
        assertThat(permit.text(AuditField.CALLER)).isEqualTo("spiffe://shop.example/gateway");
        assertThat(permit.text(AuditField.RULE)).isEqualTo("A1");
        assertThat(permit.text(AuditField.ENDPOINT)).isEqualTo("read-order");
        assertThat(permit.text(AuditField.SERVICE)).isEqualTo("orders");
        assertThat(permit.text(AuditField.PROOF)).isEqualTo("WPT");
        AuditEvent deny = events.get(1);
        assertThat(deny.reason()).isEqualTo("scope-missing");
        assertThat(deny.text(AuditField.MISSING)).isEqualTo("orders:write");
        assertThat(deny.text(AuditField.STATUS)).isEqualTo("403");
    }

    @Test
    void case32_shows_noTokenInEventsOrTexts() {
        Map<String, String> headers = credentials();
        Call call = call("GET", "/orders/7", headers, Channel.TLS);
        Admission admission = guard.admit(call);
        guard.admit(call("GET", "/orders/" + forge.wit(), headers, Channel.TLS));

        for (Object thing : List.of(call, admission, events, guard)) {
            assertThat(thing.toString()).doesNotContain("eyJ");
        }
    }

    @Test
    void serves_andCountsWhereTheAuditFails() {
        Guard lossy = builder()
                .audit(
                        event -> {
                            throw new IllegalStateException("disk full");
                        },
                        Guard.AuditNeed.BEST_EFFORT)
                .build();

        granted(lossy.admit(proven("GET", "/orders/7")));
        assertThat(lossy.unrecorded()).isOne();
    }

    @Test
    void refuses_whereTheAuditFailsAndIsRequired() {
        Guard strict = builder()
                .audit(
                        event -> {
                            throw new IllegalStateException("disk full");
                        },
                        Guard.AuditNeed.REQUIRED)
                .build();

        refused(strict.admit(proven("GET", "/orders/7")), 503, "audit-unavailable");
        refused(strict.admit(anonymous("GET", "/orders/7")), 401, "nothing-presented");
    }

    @Test
    void stillValid_followsExpiryAndPolicy() {
        Admission.Granted granted = granted(guard.admit(proven("GET", "/orders/7")));
        Admission.Granted open = granted(guard.admit(anonymous("GET", "/healthz")));
        assertThat(granted.stillValid()).isTrue();
        assertThat(open.stillValid()).isTrue();

        Policy before = policy;
        policy = Policy.read(
                "policy",
                POLICY.replace("to: [read-order, cancel]", "to: [cancel]")
                        .replace("public: true", "public: false")
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(granted.stillValid()).isFalse();
        assertThat(open.stillValid()).isFalse();

        policy = before;
        now = now.plusSeconds(3630);
        assertThat(granted.stillValid()).isFalse();
    }

    @Test
    void marks_whatOnlyObserveModeLetsPass() {
        policy = Policy.read(
                "policy",
                POLICY.replace("segment: shop\n", "segment: shop\nmode: observe\nuntil: 2030-01-01\n")
                        .replace("to: [read-order, cancel]", "to: [cancel]")
                        .getBytes(StandardCharsets.UTF_8));

        granted(guard.admit(proven("GET", "/orders/7")));

        assertThat(events.get(0).text(AuditField.OBSERVED)).isEqualTo("true");
        refused(guard.admit(anonymous("GET", "/orders/7")), 401, "nothing-presented");
    }

    private Guard described() {
        return builder()
                .protectedResource(ProtectedResource.builder(Audience.of("https://orders.internal"))
                        .scopes(Scopes.of("orders:read"))
                        .build())
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    void serves_metadataToAnybodyAndRecordsNothing(String method) {
        Call asking = anonymous(method, "/.well-known/oauth-protected-resource");
        Guard guarded = described();

        Answer answer = guarded.metadata(asking).orElseThrow();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers())
                .containsExactly(
                        new Answer.Header("Content-Type", "application/json"),
                        new Answer.Header("Cache-Control", "max-age=300"));
        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"resource\":\"https://orders.internal\",\"scopes_supported\":[\"orders:read\"],"
                        + "\"bearer_methods_supported\":[]}");
        assertThat(events).isEmpty();
        assertThat(guarded.protectedResource())
                .hasValueSatisfying(resource ->
                        assertThat(resource.identifier()).isEqualTo(Audience.of("https://orders.internal")));
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/.well-known/oauth-protected-resource",
        "OPTIONS,/.well-known/oauth-protected-resource",
        "get,/.well-known/oauth-protected-resource",
        "GET,/.well-known/oauth-protected-resource/",
        "GET,/.well-known/oauth-protected-resource/orders",
        "GET,/.well-known/OAuth-protected-resource",
        "GET,//.well-known/oauth-protected-resource",
        "GET,/x/../.well-known/oauth-protected-resource",
        "GET,/.well-known/oauth-protected-resource;x",
        "GET,/"
    })
    void leaves_everyOtherCallToTheOrdinaryDecision(String method, String path) {
        assertThat(described().metadata(anonymous(method, path))).isEmpty();
    }

    @Test
    void serves_noMetadataUnlessItIsToldWhat() {
        Call asking = anonymous("GET", "/.well-known/oauth-protected-resource");

        assertThat(guard.metadata(asking)).isEmpty();
        assertThat(guard.protectedResource()).isEmpty();
        refused(guard.admit(asking), 401, "nothing-presented");
    }

    @Test
    void serves_metadataOverTheChannelsOfCallsOnly() {
        String path = "/.well-known/oauth-protected-resource";

        assertThat(described().metadata(call("GET", path, Map.of(), Channel.PLAIN)))
                .isEmpty();
        assertThat(described().metadata(call("GET", path, Map.of(), Channel.LOOPBACK)))
                .isEmpty();
    }

    @Test
    void refuses_describingAResourceThatIsNoAudience() {
        ProtectedResource other = ProtectedResource.builder(Audience.of("https://billing.internal"))
                .build();

        assertThatIllegalArgumentException().isThrownBy(() -> builder().protectedResource(other));
    }

    @Test
    void challenges_forAWorkloadProofWithoutTheMetadata() {
        Admission.Refused refused = refused(described().admit(anonymous("GET", "/orders/7")), 401, "nothing-presented");

        assertThat(fields(refused, "WWW-Authenticate")).containsExactly("WPT");
    }

    @Test
    void records_refusalsThatAFrameworkMakes() {
        refused(guard.refuse(proven("GET", "/orders/7"), RequestFault.ROUTE_DISAGREES), 400, "route-disagrees");

        assertThat(events).extracting(AuditEvent::reason).containsExactly("route-disagrees");
    }
}
