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
    /** What the guard itself said of this call, whatever was recorded. */
    private final @Nullable String said;

    private final @Nullable RecordingAuditSink audit;

    private ResponseAssertion(TestResponse response, @Nullable String said, @Nullable RecordingAuditSink audit) {
        this.response = response;
        this.said = said;
        this.audit = audit;
    }

    static ResponseAssertion of(TestResponse response) {
        return new ResponseAssertion(response, null, null);
    }

    static ResponseAssertion of(Admission admission) {
        String said = admission instanceof Admission.Refused refused ? refused.reason() : PERMITTED;
        return new ResponseAssertion(TestResponse.of(admission), said, null);
    }

    /** The same answer, whose guard records here: its last decision must be the one on this answer. */
    public ResponseAssertion recordedBy(RecordingAuditSink sink) {
        return new ResponseAssertion(response, said, sink);
    }

    /** Demands that the guard let the call in and that the application did not fail: a status below 400. */
    public ResponseAssertion isServed() {
        if (response.status() >= 400) {
            throw failure("to be served");
        }
        String seen = reason();
        if (seen != null && !seen.equals(PERMITTED)) {
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
        String seen = reason();
        if (seen != null && !seen.equals(id)) {
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

    /** Why the guard decided so, as far as that is known. */
    private @Nullable String reason() {
        if (audit == null) {
            return said;
        }
        List<AuditEvent> decisions = audit.decisions();
        if (decisions.isEmpty()) {
            throw new AssertionError("no guard of this test decided anything: does the service under test use its"
                    + " guard, or its bundles(), serviceClock() and audit()?");
        }
        return said != null ? said : decisions.get(decisions.size() - 1).reason();
    }

    private AssertionError failure(String expected) {
        String known = reason();
        return new AssertionError("expected the answer " + expected + ", but it was " + response.status()
                + " with problem " + problemType() + (known == null ? "" : ", and the guard says " + known));
    }
}
