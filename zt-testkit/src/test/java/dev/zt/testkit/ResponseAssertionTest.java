package dev.zt.testkit;

import static dev.zt.testkit.ZtAssertions.assertThatResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.guard.Admission;
import dev.zt.guard.RequestFault;
import dev.zt.identity.Audience;
import dev.zt.policy.DenyReason;
import dev.zt.posture.Bar;
import dev.zt.verify.Rejection;
import dev.zt.verify.Unverifiable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ZtTest
class ResponseAssertionTest {
    private static final Map<String, List<String>> PROBLEM =
            Map.of("Content-Type", List.of("application/problem+json"));

    private ZtScene zt;

    private static String problem(String anchor) {
        return "{\"type\":\"https://zt.dev/reasons#" + anchor + "\",\"status\":403}";
    }

    @ParameterizedTest
    @EnumSource(Attack.class)
    void agrees_withTheGuard_onEveryAttack(Attack attack) {
        AttackScene scene = new AttackScene(
                zt.authority(),
                zt.authority().issue("/billing"),
                zt.authority().issue("/reports"),
                Audience.of(zt.audience()),
                "GET",
                "/orders/7");
        Attack.Sequence sequence = attack.begin(scene);
        sequence.prelude().forEach(call -> zt.guard().admit(call.toCall()));

        zt.assertThatResponse(zt.guard().admit(sequence.attack().toCall())).isDeniedFor(attack.reason());
    }

    @Test
    void knows_everyReason_byOneNameOnly() {
        List<String> ids = Stream.of(
                        Arrays.stream(Rejection.values()).map(Rejection::id),
                        Arrays.stream(DenyReason.values()).map(DenyReason::id),
                        Arrays.stream(RequestFault.values()).map(RequestFault::id),
                        Arrays.stream(Bar.values()).map(Bar::id),
                        Arrays.stream(Unverifiable.values()).map(Unverifiable::id))
                .flatMap(each -> each)
                .toList();

        assertThat(ids)
                .doesNotHaveDuplicates()
                .allSatisfy(id -> assertThat(AnswerClass.of(id)).isNotEmpty());
        assertThatThrownBy(() -> AnswerClass.of("scope-mising")).hasMessageContaining("docs/reasons.md");
    }

    @Test
    void accepts_theClassOfTheReason() {
        ResponseAssertion answer = assertThatResponse(403, PROBLEM, problem("forbidden"));

        answer.isDeniedFor(DenyReason.NOT_ALLOWED).isDeniedFor(Bar.KEY_REVOKED);
        assertThatThrownBy(() -> answer.isDeniedFor(DenyReason.SCOPE_MISSING))
                .isInstanceOf(AssertionError.class)
                .hasMessage(
                        "expected the answer to be denied for scope-missing (403 scope-missing), but it was 403 with"
                                + " problem https://zt.dev/reasons#forbidden");
    }

    @Test
    void refuses_answersOfAnotherKind() {
        assertThatThrownBy(() ->
                        assertThatResponse(403, Map.of(), problem("forbidden")).isDeniedFor(DenyReason.NOT_ALLOWED))
                .hasMessageContaining("problem none");
        assertThatThrownBy(() -> assertThatResponse(403, PROBLEM, "forbidden").isDeniedFor(DenyReason.NOT_ALLOWED))
                .hasMessageContaining("problem none");
        assertThatThrownBy(() ->
                        assertThatResponse(401, PROBLEM, problem("forbidden")).isDeniedFor(DenyReason.NOT_ALLOWED))
                .hasMessageContaining("it was 401");
        assertThatThrownBy(() -> assertThatResponse(200, Map.of(), "").isDeniedFor(DenyReason.NOT_ALLOWED))
                .hasMessageContaining("it was 200");
    }

    @Test
    void refuses_answersThatHoldAToken() {
        String token = zt.authority().issue("/billing").token();
        String body = "{\"type\":\"https://zt.dev/reasons#forbidden\",\"detail\":\"" + token + "\"}";

        assertThatThrownBy(() -> assertThatResponse(403, PROBLEM, body).isDeniedFor(DenyReason.NOT_ALLOWED))
                .hasMessageContaining("not to hold a token");
        assertThatThrownBy(() -> assertThatResponse(
                                403,
                                Map.of("content-type", List.of("application/problem+json"), "x", List.of(token)),
                                problem("forbidden"))
                        .isDeniedFor(DenyReason.NOT_ALLOWED))
                .hasMessageContaining("not to hold a token");
    }

    @Test
    void compares_whatWasRecorded() {
        ResponseAssertion answer = zt.assertThatResponse(
                zt.guard().admit(zt.service("reports").call("GET", "/orders/7").toCall()));

        answer.isDeniedFor(DenyReason.SEGMENT_NOT_ADMITTED);
        assertThatThrownBy(() -> answer.isDeniedFor(DenyReason.NOT_ALLOWED))
                .hasMessageContaining("the guard says segment-not-admitted");
        assertThatThrownBy(answer::isServed).hasMessageContaining("to be served");
    }

    @Test
    void compares_whatAGuardSaid_withoutAScene() {
        ResponseAssertion answer = assertThatResponse(
                zt.guard().admit(zt.service("reports").call("GET", "/orders/7").toCall()));

        answer.isDeniedFor(DenyReason.SEGMENT_NOT_ADMITTED);
        assertThatThrownBy(() -> answer.isDeniedFor(DenyReason.NOT_ALLOWED)).isInstanceOf(AssertionError.class);
    }

    @Test
    void compares_eachAdmission_byItsOwnReason() {
        TestCaller replaying = zt.service("billing").replayed();
        Admission served = zt.guard().admit(replaying.call("GET", "/orders/7").toCall());
        Admission expired = zt.guard()
                .admit(zt.service("billing").expired().call("GET", "/orders/7").toCall());
        Admission replayed = zt.guard().admit(replaying.call("GET", "/orders/7").toCall());

        zt.assertThatResponse(served).isServed();
        zt.assertThatResponse(expired).isDeniedFor(Rejection.WIT_EXPIRED);
        zt.assertThatResponse(replayed).isDeniedFor(Rejection.PROOF_REPLAYED);
        assertThatThrownBy(() -> zt.assertThatResponse(expired).isDeniedFor(Rejection.PROOF_REPLAYED))
                .hasMessageContaining("the guard says wit-expired");
    }

    private TestResponse answer(TestCaller caller, String path) {
        return TestResponse.of(zt.guard().admit(caller.call("GET", path).toCall()))
                .to("GET", path);
    }

    @Test
    void compares_theDecisionOnItsOwnRequest() {
        TestResponse denied = answer(zt.service("reports"), "/orders/7");
        TestResponse served = answer(zt.service("billing"), "/orders/8");

        zt.assertThatResponse(denied).isDeniedFor(DenyReason.SEGMENT_NOT_ADMITTED);
        zt.assertThatResponse(served).isServed();
        zt.assertThatResponse(served).isServed();
    }

    @Test
    void fails_whereNobodyDecidedOnThisRequest() {
        zt.assertThatResponse(answer(zt.service("billing"), "/orders/7")).isServed();
        TestResponse unguarded = new TestResponse(200, Map.of(), "anything");

        assertThatThrownBy(() -> zt.assertThatResponse(unguarded).isServed())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("decided anything since an answer was judged");
        answer(zt.service("billing"), "/orders/7");
        assertThatThrownBy(() ->
                        zt.assertThatResponse(unguarded.to("GET", "/open")).isServed())
                .hasMessageContaining("decided on GET /open");
        assertThatThrownBy(() ->
                        zt.assertThatResponse(unguarded.to("POST", "/orders/7")).isServed())
                .hasMessageContaining("decided on POST /orders/7");
        zt.assertThatResponse(unguarded.to("GET", "/orders/7")).isServed();
    }

    @Test
    void counts_anyDecision_whereTheRequestIsNotKnown() {
        answer(zt.service("billing"), "/orders/7");

        zt.assertThatResponse(new TestResponse(200, Map.of(), "")).isServed();
    }

    @Test
    void judges_noTwoAnswersByOneDecision() {
        TestResponse first = answer(zt.service("reports"), "/orders/7");
        TestResponse second = answer(zt.service("billing").expired(), "/orders/7");

        zt.assertThatResponse(second).isDeniedFor(Rejection.WIT_EXPIRED);
        assertThatThrownBy(() -> zt.assertThatResponse(first).isDeniedFor(DenyReason.SEGMENT_NOT_ADMITTED))
                .hasMessageContaining("is each answer judged before the next call?");
    }

    @Test
    void isOf_aMethodAndPath() {
        assertThatThrownBy(() -> new TestResponse(200, Map.of(), "", "/orders/7"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("such as GET /orders/7");
        assertThat(new TestResponse(200, Map.of(), "").to("GET", "").request()).isEqualTo("GET /");
    }

    @Test
    void fails_whereNoGuardOfTheTestDecided() {
        assertThatThrownBy(() -> zt.assertThatResponse(new TestResponse(200, Map.of(), ""))
                        .isServed())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no guard of this test decided");
        assertThatCode(() -> assertThatResponse(200, Map.of(), "").isServed()).doesNotThrowAnyException();
        assertThatThrownBy(() -> assertThatResponse(500, Map.of(), "").isServed())
                .isInstanceOf(AssertionError.class);
    }
}
