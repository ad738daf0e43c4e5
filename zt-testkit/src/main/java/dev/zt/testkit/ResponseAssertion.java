package dev.zt.testkit;

import dev.zt.audit.AuditEvent;
import dev.zt.guard.Admission;
import dev.zt.guard.RequestFault;
import dev.zt.jose.Json;
import dev.zt.jose.JsonObject;
import dev.zt.policy.DenyReason;
import dev.zt.posture.Bar;
import dev.zt.verify.Rejection;
import dev.zt.verify.Unverifiable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is judged: each method throws an {@link AssertionError} that says what was seen instead. Immutable.
 *
 * <p>A caller learns no more than the class of a refusal, so an answer alone shows that its class is the reason's; the reason
 * itself is compared where it is known what the guard said, or recorded ({@link #recordedBy}, and always by {@link
 * ZtScene#assertThatResponse(TestResponse)}).
 */
public final class ResponseAssertion {
    // Every JWS begins so: '{"' in base64url.
    private static final Pattern TOKEN = Pattern.compile("eyJ[A-Za-z0-9_-]*\\.[A-Za-z0-9_-]");

    // What events say of calls that go on.
    private static final String PERMITTED = "permitted";

    private final TestResponse response;

    /** Why the guard decided so, as it said or recorded; null where that is not known. */
    private final @Nullable String reason;

    /** Whether the guard itself was asked. */
    private final boolean said;

    private ResponseAssertion(TestResponse response, @Nullable String reason, boolean said) {
        this.response = response;
        this.reason = reason;
        this.said = said;
    }

    static ResponseAssertion of(TestResponse response) {
        return new ResponseAssertion(response, null, false);
    }

    static ResponseAssertion of(Admission admission) {
        String said = admission instanceof Admission.Refused refused ? refused.reason() : PERMITTED;
        return new ResponseAssertion(TestResponse.of(admission), said, true);
    }

    /**
     * The same answer, whose guard records here: the newest decision on its request is the one on this answer, and on no other
     * one that is judged afterwards. Where the request is not known, any decision counts as one on it.
     *
     * @throws AssertionError if nothing was decided on it since an answer was judged
     */
    public ResponseAssertion recordedBy(RecordingAuditSink sink) {
        List<AuditEvent> decisions = sink.decisions();
        if (decisions.isEmpty()) {
            throw new AssertionError("no guard of this test decided anything: does the service under test use its"
                    + " guard, or its bundles(), serviceClock() and audit()?");
        }
        if (said && reason != null) {
            sink.answers().spend(reason, decisions);
            return this;
        }
        return new ResponseAssertion(
                response, sink.answers().decisionOn(response, decisions).reason(), false);
    }

    /**
     * Demands a status below 400, and that the guard let the call in, where it is known what it said. The answer alone does not
     * show that there is a guard.
     */
    public ResponseAssertion isServed() {
        if (response.status() >= 400) {
            throw failure("to be served");
        }
        if (reason != null && !reason.equals(PERMITTED)) {
            throw failure("to be served by the guard");
        }
        return this;
    }

    /** Demands a refusal by the policy. */
    public ResponseAssertion isDeniedFor(DenyReason denied) {
        return isDeniedFor(denied.id());
    }

    /** Demands a refusal of the credential. */
    public ResponseAssertion isDeniedFor(Rejection rejection) {
        return isDeniedFor(rejection.id());
    }

    /** Demands that nothing could be said. */
    public ResponseAssertion isDeniedFor(Unverifiable unverifiable) {
        return isDeniedFor(unverifiable.id());
    }

    /** Demands a refusal of the request. */
    public ResponseAssertion isDeniedFor(RequestFault fault) {
        return isDeniedFor(fault.id());
    }

    /** Demands a refusal of somebody who was revoked. */
    public ResponseAssertion isDeniedFor(Bar bar) {
        return isDeniedFor(bar.id());
    }

    /**
     * Demands a refusal: its status, its problem document, no token anywhere in the answer, and the reason that was recorded,
     * where that is known.
     *
     * @param id a word of {@code docs/reasons.md}, such as {@code scope-missing}
     * @throws IllegalArgumentException if there is no such reason
     */
    public ResponseAssertion isDeniedFor(String id) {
        Set<AnswerClass> possible = AnswerClass.of(id);
        String expected = "to be denied for " + id + " ("
                + possible.stream().map(AnswerClass::toString).sorted().collect(Collectors.joining(" or ")) + ")";
        if (possible.stream().noneMatch(this::isOf)) {
            throw failure(expected);
        }
        if (leaks()) {
            throw failure("not to hold a token");
        }
        if (reason != null && !reason.equals(id)) {
            throw failure(expected);
        }
        return this;
    }

    private boolean isOf(AnswerClass answer) {
        return response.status() == answer.status() && answer.type().equals(problemType());
    }

    private String problemType() {
        boolean isProblem =
                response.values("content-type").stream().anyMatch(type -> type.startsWith("application/problem+json"));
        JsonObject problem = isProblem ? Json.object(response.body().getBytes(StandardCharsets.UTF_8)) : null;
        return problem == null ? "none" : problem.string("type").orElse("none");
    }

    private boolean leaks() {
        return TOKEN.matcher(response.body()).find()
                || response.headers().values().stream()
                        .flatMap(List::stream)
                        .anyMatch(value -> TOKEN.matcher(value).find());
    }

    private AssertionError failure(String expected) {
        return new AssertionError("expected the answer " + expected + ", but it was " + response.status()
                + " with problem " + problemType() + (reason == null ? "" : ", and the guard says " + reason));
    }
}
