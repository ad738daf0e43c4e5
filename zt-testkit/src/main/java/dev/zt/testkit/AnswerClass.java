package dev.zt.testkit;

import dev.zt.guard.RequestFault;
import dev.zt.policy.DenyReason;
import dev.zt.posture.Bar;
import dev.zt.verify.Rejection;
import dev.zt.verify.Unverifiable;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The classes of refusals, which are all that a caller learns, and to which of them a reason can lead. */
enum AnswerClass {
    BAD_REQUEST(400, "bad-request"),
    PROOF_REQUIRED(401, "proof-required"),
    STEP_UP_REQUIRED(401, "step-up-required"),
    FORBIDDEN(403, "forbidden"),
    SCOPE_MISSING(403, "scope-missing"),
    UNAVAILABLE(503, "unavailable");

    private static final String REASONS = "https://zt.dev/reasons#";
    private static final Map<String, Set<AnswerClass>> BY_REASON = byReason();

    private final int status;
    private final String anchor;

    AnswerClass(int status, String anchor) {
        this.status = status;
        this.anchor = anchor;
    }

    int status() {
        return status;
    }

    String type() {
        return REASONS + anchor;
    }

    @Override
    public String toString() {
        return status + " " + anchor;
    }

    /**
     * The classes that a refusal for this reason can be of: more than one where it depends on what was presented.
     *
     * @throws IllegalArgumentException if there is no such reason
     */
    static Set<AnswerClass> of(String reason) {
        Set<AnswerClass> known = BY_REASON.get(reason);
        if (known == null) {
            throw new IllegalArgumentException("no reason is called '" + reason + "': docs/reasons.md names them all");
        }
        return known;
    }

    private static Map<String, Set<AnswerClass>> byReason() {
        Map<String, Set<AnswerClass>> all = new HashMap<>();
        Arrays.stream(Rejection.values()).forEach(reason -> all.put(reason.id(), of(reason)));
        Arrays.stream(DenyReason.values()).forEach(reason -> all.put(reason.id(), of(reason)));
        Arrays.stream(RequestFault.values()).forEach(reason -> all.put(reason.id(), of(reason)));
        Arrays.stream(Bar.values()).forEach(reason -> all.put(reason.id(), EnumSet.of(FORBIDDEN)));
        Arrays.stream(Unverifiable.values()).forEach(reason -> all.put(reason.id(), EnumSet.of(UNAVAILABLE)));
        return all;
    }

    // What is presented and not accepted at all is answered like nothing, whatever is wrong with it.
    private static Set<AnswerClass> of(Rejection reason) {
        return switch (reason.kind()) {
            case MALFORMED ->
                reason.id().startsWith("wit-")
                        ? EnumSet.of(BAD_REQUEST)
                        : EnumSet.of(BAD_REQUEST, PROOF_REQUIRED, FORBIDDEN);
            case SIGNATURE -> EnumSet.of(BAD_REQUEST, PROOF_REQUIRED);
            case UNPROVEN, TOKEN, DPOP_PROOF, DPOP_NONCE -> EnumSet.of(PROOF_REQUIRED);
            case CERTIFICATE -> EnumSet.of(FORBIDDEN, PROOF_REQUIRED);
            case TRANSACTION -> EnumSet.of(PROOF_REQUIRED, BAD_REQUEST, FORBIDDEN);
        };
    }

    private static Set<AnswerClass> of(DenyReason reason) {
        return switch (reason) {
            case SCOPE_MISSING -> EnumSet.of(SCOPE_MISSING);
            case USER_AUTHENTICATION -> EnumSet.of(STEP_UP_REQUIRED, FORBIDDEN);
            default -> EnumSet.of(FORBIDDEN);
        };
    }

    private static Set<AnswerClass> of(RequestFault fault) {
        return switch (fault.status()) {
            case 400 -> EnumSet.of(BAD_REQUEST);
            case 401 -> EnumSet.of(PROOF_REQUIRED);
            default -> EnumSet.of(UNAVAILABLE);
        };
    }
}
