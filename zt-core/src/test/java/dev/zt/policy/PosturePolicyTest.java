package dev.zt.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.identity.Scopes;
import dev.zt.identity.WorkloadId;
import dev.zt.posture.Posture;
import dev.zt.request.Target;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PosturePolicyTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String LEVELS = """
            posture:
              elevated: {deny: [refund], scopes: ["orders:read"]}
              lockdown: {only: [read-order, files, health]}
            tests:
            """;

    private final Policy byDefault = PolicyTest.read(PolicyTest.DOCUMENT);
    private final Policy stated = PolicyTest.read(PolicyTest.DOCUMENT.replace("tests:\n", LEVELS));

    private static Subject subject(String name, Posture posture) {
        return Subject.of(WorkloadId.of("spiffe://shop.example/" + name), Subject.Binding.REQUEST)
                .at(posture);
    }

    private static Decision decide(Policy policy, Subject subject, String method, String path) {
        List<String> segments = Target.parse(path).orElseThrow().segments();
        return policy.route(method, segments, NOW).decide(subject);
    }

    @ParameterizedTest
    @CsvSource({
        "NORMAL, gateway, GET, /orders/7, permit A1",
        "NORMAL, refunds, POST, /orders/7/refund, permit A3",
        "ELEVATED, gateway, GET, /orders/7, permit A1",
        "ELEVATED, refunds, POST, /orders/7/refund, posture A3",
        "ELEVATED, gateway, POST, /orders/7/refund, never N1",
        "ELEVATED, gateway, DELETE, /orders/7, endpoint-unlisted",
        "LOCKDOWN, gateway, GET, /orders/7, posture A1",
        "LOCKDOWN, orders, GET, /orders/7, not-allowed",
        "LOCKDOWN, reports, GET, /orders/7, segment-not-admitted",
        "QUARANTINED, gateway, GET, /orders/7, quarantined",
        "QUARANTINED, reports, GET, /no/such, quarantined"
    })
    void decides_byDefault(Posture posture, String caller, String method, String path, String expected) {
        assertThat(PolicyTest.verdict(decide(byDefault, subject(caller, posture), method, path)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "NORMAL, gateway, POST, /orders, permit A1+A2",
        "ELEVATED, gateway, POST, /orders, posture A1+A2",
        "ELEVATED, gateway, GET, /orders/7, permit A1",
        "ELEVATED, refunds, POST, /orders/7/refund, posture A3",
        "LOCKDOWN, gateway, GET, /orders/7, permit A1",
        "LOCKDOWN, gateway, GET, /files/a, permit A4",
        "LOCKDOWN, gateway, POST, /orders, posture A1+A2",
        "LOCKDOWN, billing, GET, /orders/special, posture A5",
        "QUARANTINED, gateway, GET, /orders/7, quarantined"
    })
    void decides_asWritten(Posture posture, String caller, String method, String path, String expected) {
        assertThat(PolicyTest.verdict(decide(stated, subject(caller, posture), method, path)))
                .isEqualTo(expected);
    }

    @Test
    void cuts_theEffectiveScopes() {
        Policy cut = PolicyTest.read(
                PolicyTest.DOCUMENT.replace("tests:\n", "posture: {elevated: {scopes: [\"orders:write\"]}}\ntests:\n"));

        Decision.Permit permit = (Decision.Permit) decide(cut, subject("gateway", Posture.ELEVATED), "POST", "/orders");
        Decision.Deny deny = (Decision.Deny) decide(cut, subject("gateway", Posture.ELEVATED), "GET", "/orders/7");

        assertThat(permit.scopes()).isEqualTo(Scopes.of("orders:write"));
        assertThat(deny.reason()).isEqualTo(DenyReason.POSTURE);
        assertThat(deny.missing()).isEqualTo(Scopes.of("orders:read"));
        assertThat(deny.nearestMiss())
                .isEqualTo("allowed, but the caller's posture is elevated: the scopes of"
                        + " posture.elevated leave out what the endpoint requires");
    }

    @Test
    void cuts_whatTheProofLeft() {
        Subject narrow = subject("gateway", Posture.ELEVATED).narrowedTo(Scopes.of("orders:read"));
        Subject elsewhere = subject("gateway", Posture.ELEVATED).narrowedTo(Scopes.of("orders:write"));
        Subject quarantined = narrow.at(Posture.QUARANTINED);

        assertThat(((Decision.Permit) decide(stated, narrow, "GET", "/orders/7")).scopes())
                .isEqualTo(Scopes.of("orders:read"));
        assertThat(PolicyTest.verdict(decide(stated, elsewhere, "GET", "/orders/7")))
                .isEqualTo("scope-missing A1");
        assertThat(PolicyTest.verdict(decide(stated, narrow.at(Posture.LOCKDOWN), "GET", "/orders/7")))
                .isEqualTo("permit A1");
        assertThat(PolicyTest.verdict(decide(stated, quarantined, "GET", "/orders/7")))
                .isEqualTo("quarantined");
    }

    @Test
    void cuts_inLockdownToWhatBothLevelsLeave() {
        Policy disjoint = PolicyTest.read(PolicyTest.DOCUMENT.replace(
                "tests:\n",
                "posture: {elevated: {scopes: [\"orders:read\"]}, lockdown: {scopes: [\"orders:write\"]}}\ntests:\n"));

        assertThat(PolicyTest.verdict(decide(disjoint, subject("gateway", Posture.LOCKDOWN), "GET", "/orders/7")))
                .isEqualTo("posture A1");
        assertThat(PolicyTest.verdict(decide(disjoint, subject("gateway", Posture.LOCKDOWN), "GET", "/files/a")))
                .isEqualTo("permit A4");
    }

    @Test
    void explains_whatTookItAway() {
        Decision.Deny byLevel =
                (Decision.Deny) decide(stated, subject("refunds", Posture.ELEVATED), "POST", "/orders/7/refund");
        Decision.Deny byStandard =
                (Decision.Deny) decide(byDefault, subject("gateway", Posture.LOCKDOWN), "GET", "/orders/7");
        Decision.Deny byOnly =
                (Decision.Deny) decide(stated, subject("billing", Posture.LOCKDOWN), "GET", "/orders/special");

        assertThat(byLevel.nearestMiss())
                .isEqualTo("allowed, but the caller's posture is elevated: posture.elevated.deny holds refund");
        assertThat(byStandard.nearestMiss()).contains("without posture.lockdown, all but public endpoints");
        assertThat(byOnly.nearestMiss()).contains("posture.lockdown.only leaves out special");
    }

    @Test
    void names_theProofFirstWhereThatIsTooWeakAnyway() {
        Subject weak = Subject.of(WorkloadId.of("spiffe://shop.example/refunds"), Subject.Binding.AUDIENCE)
                .at(Posture.ELEVATED);

        assertThat(PolicyTest.verdict(decide(byDefault, weak, "POST", "/orders/7/refund")))
                .isEqualTo("proof-too-weak A3");
    }

    @Test
    void takesNothingAway_whereOnlyNamesAll() {
        Policy loud = PolicyTest.read(
                PolicyTest.DOCUMENT.replace("tests:\n", "posture: {elevated: {only: \"*\"}}\ntests:\n"));

        assertThat(PolicyTest.verdict(decide(loud, subject("refunds", Posture.ELEVATED), "POST", "/orders/7/refund")))
                .isEqualTo("permit A3");
    }

    @Test
    void restricts_whatOnlyObserveModeLetsPass() {
        Policy observing = PolicyTest.read(
                PolicyTest.DOCUMENT.replace("segment: shop\n", "segment: shop\nmode: observe\nuntil: 2026-02-01\n"));

        assertThat(PolicyTest.verdict(decide(observing, subject("orders", Posture.ELEVATED), "GET", "/orders/7")))
                .isEqualTo("permit mode:observe");
        assertThat(PolicyTest.verdict(decide(observing, subject("orders", Posture.LOCKDOWN), "GET", "/orders/7")))
                .isEqualTo("posture mode:observe");
        assertThat(PolicyTest.verdict(decide(observing, subject("orders", Posture.QUARANTINED), "GET", "/orders/7")))
                .isEqualTo("quarantined");
    }

    @Test
    void runs_testsAtAPosture() {
        Policy tested = PolicyTest.read(PolicyTest.DOCUMENT + """
              - {as: refunds, call: POST /orders/7/refund, posture: elevated, expect: deny posture}
              - {as: gateway, call: GET /orders/7, posture: elevated, expect: allow A1}
              - {as: gateway, call: GET /orders/7, posture: lockdown, expect: deny posture}
              - {as: gateway, call: GET /orders/7, posture: quarantined, expect: deny quarantined}
              - {as: gateway, call: GET /healthz, posture: quarantined, expect: allow public}
            """);

        List<PolicyTestResult> results =
                tested.runTests(path -> Target.parse(path).map(Target::segments), NOW);

        assertThat(results).hasSize(12).allMatch(PolicyTestResult::passed);
        assertThat(results.get(9).title()).endsWith("GET /orders/7 at posture lockdown");
    }
}
