package dev.zt.audit;

import java.util.Locale;

/** The names of everything an event can say; the table in {@code docs/audit.md} is checked against this list. */
public enum AuditField {
    TIME("when the decision was made, ISO 8601 in UTC"),
    SERVICE("the service that decided"),
    OUTCOME("permit, deny, unavailable or notice"),
    STATUS("the HTTP status of a refusal, 0 otherwise"),
    REASON("why, a word of docs/reasons.md"),
    RULE("the policy's rule ids that decided"),
    OBSERVED("true if enforce mode would have denied"),
    CALLER("the proven workload id"),
    INSTANCE("the proven instance"),
    PROOF("how the caller proved itself"),
    TRANSACTION("the id of the transaction that a verified token names"),
    POSTURE("the caller's posture where it is not normal; in a notice the one that holds from now on"),
    WHY("in a notice, what led to it and until when it holds"),
    ENDPOINT("the policy's name of the endpoint"),
    METHOD("the request method"),
    PATH("the request path, escaped and cut"),
    DISPATCH("request, forward, include, async or error; named for a dispatch by name"),
    SCOPES("what the call may do"),
    MISSING("the scopes that it would have needed"),
    NEAREST("what would have come closest to allowing it"),
    MICROS("how long verifying and deciding took, in microseconds"),
    COUNT("how many such events one line stands for");

    private final String meaning;

    AuditField(String meaning) {
        this.meaning = meaning;
    }

    /** The name in JSON lines and log lines. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What the field says. */
    public String meaning() {
        return meaning;
    }
}
