package dev.zt.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.identity.ClientId;
import dev.zt.identity.IssuerUrl;
import dev.zt.identity.Scopes;
import dev.zt.identity.WorkloadId;
import dev.zt.posture.Posture;
import dev.zt.request.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserAuthenticationTest {
    private static final String DOCUMENT = """
            zt: 1
            service: orders
            segment: shop
            admit: {segments: [shop]}
            workloads:
              gateway: spiffe://shop.example/gateway
              app: {issuer: https://idp.example, client-id: app}
            segments: {shop: [gateway, app]}
            endpoints:
              class: {match: GET /class, user-authentication: {acr: [phr, mfa]}}
              recent: {match: GET /recent, user-authentication: {max-age: 5m}}
              both: {match: GET /both, requires: [b], user-authentication: {acr: mfa, max-age: 1h}}
              plain: GET /plain
            allow:
              - {id: A1, caller: "segment:shop", to: "*", scopes: [b]}
            """;

    private static final Subject APP = Subject.of(
                    ClientId.client(IssuerUrl.of("https://idp.example"), "app"), Subject.Binding.REQUEST)
            .holding(Scopes.of("b"));

    private final Policy policy = PolicyTest.read(DOCUMENT);

    private static Subject user(String acr, Long seconds) {
        return APP.authenticated(
                Optional.ofNullable(acr), Optional.ofNullable(seconds).map(Duration::ofSeconds));
    }

    private String verdict(Subject subject, String path) {
        return PolicyTest.verdict(ClientPolicyTest.decide(policy, subject, "GET", path));
    }

    @ParameterizedTest
    @CsvSource({
        "/class, phr, , permit A1",
        "/class, mfa, , permit A1",
        "/class, MFA, , user-authentication A1",
        "/class, pwd, 1, user-authentication A1",
        "/class, , 1, user-authentication A1",
        "/recent, , 0, permit A1",
        "/recent, , 300, permit A1",
        "/recent, , 301, user-authentication A1",
        "/recent, , -1, user-authentication A1",
        "/recent, mfa, , user-authentication A1",
        "/both, mfa, 3600, permit A1",
        "/both, mfa, 3601, user-authentication A1",
        "/both, pwd, 1, user-authentication A1",
        "/plain, , , permit A1"
    })
    void demands_whatTheEndpointSays(String path, String acr, Long seconds, String expected) {
        assertThat(verdict(user(acr, seconds), path)).isEqualTo(expected);
    }

    @Test
    void denies_callersWithoutAUser() {
        Subject gateway = Subject.of(WorkloadId.of("spiffe://shop.example/gateway"), Subject.Binding.CONNECTION);

        assertThat(verdict(gateway, "/class")).isEqualTo("user-authentication A1");
        assertThat(verdict(gateway, "/recent")).isEqualTo("user-authentication A1");
        assertThat(verdict(APP, "/class")).isEqualTo("user-authentication A1");
    }

    @Test
    void tells_theDemandByTheEndpointAndInTheNearestMiss() {
        Route route = policy.route("GET", List.of("both"), Instant.EPOCH);

        assertThat(route.endpoint().flatMap(Endpoint::userAuthentication))
                .contains(new UserAuthentication(List.of("mfa"), Optional.of(Duration.ofHours(1))));
        assertThat(((Decision.Deny) route.decide(APP)).nearestMiss())
                .isEqualTo("A1 allows it to a user who authenticated: acr mfa, at most 3600 s ago");
        assertThat(new UserAuthentication(List.of("phr", "mfa"), Optional.empty()))
                .hasToString("acr phr or mfa");
        assertThat(new UserAuthentication(List.of(), Optional.of(Duration.ofSeconds(5))))
                .hasToString("at most 5 s ago");
    }

    @Test
    void looks_atScopesFirstAndAtThePostureLast() {
        assertThat(verdict(APP.holding(Scopes.none()), "/both")).isEqualTo("scope-missing A1");
        assertThat(verdict(APP.at(Posture.LOCKDOWN), "/both")).isEqualTo("user-authentication A1");
        assertThat(verdict(user("mfa", 1L).at(Posture.LOCKDOWN), "/both")).isEqualTo("posture A1");
    }

    @Test
    void demands_itInObserveModeToo() {
        Policy observing =
                PolicyTest.read(DOCUMENT.replace("segment: shop\n", "segment: shop\nmode: observe\nuntil: 2026-02-01\n")
                        .replace("to: \"*\"", "to: plain"));

        assertThat(PolicyTest.verdict(ClientPolicyTest.decide(observing, user("mfa", 1L), "GET", "/class")))
                .isEqualTo("permit mode:observe");
        assertThat(PolicyTest.verdict(ClientPolicyTest.decide(observing, APP, "GET", "/class")))
                .isEqualTo("user-authentication mode:observe");
    }

    @Test
    void runs_testsWithUsers() {
        Policy tested = PolicyTest.read(DOCUMENT + """
            tests:
              - {as: app, call: GET /class, token-scopes: [], acr: phr, expect: allow A1}
              - {as: app, call: GET /class, token-scopes: [], acr: pwd, expect: deny user-authentication}
              - {as: app, call: GET /recent, token-scopes: [], auth-age: 5m, expect: allow A1}
              - {as: app, call: GET /recent, token-scopes: [], auth-age: 6m, expect: deny user-authentication}
              - {as: gateway, call: GET /recent, expect: deny user-authentication}
            """);

        assertThat(tested.runTests(path -> Target.parse(path).map(Target::segments), Instant.EPOCH))
                .hasSize(5)
                .allMatch(PolicyTestResult::passed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\"", "a\\", "caf\u00e9", "a\n"})
    void refuses_contextsThatAChallengeCannotCarry(String acr) {
        assertThatThrownBy(() -> new UserAuthentication(List.of(acr), Optional.empty()))
                .hasMessageStartingWith("an acr value has 1 to 255");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1000, 0, 999, 1500})
    void refuses_agesThatAChallengeCannotCarry(long millis) {
        assertThatThrownBy(() -> new UserAuthentication(List.of(), Optional.of(Duration.ofMillis(millis))))
                .hasMessage("max-age is a number of whole seconds, at least 1s");
    }

    @Test
    void refuses_toDemandNothing() {
        assertThatThrownBy(() -> new UserAuthentication(List.of(), Optional.empty()))
                .hasMessage("nothing is demanded; write acr, max-age, or both");
    }
}
