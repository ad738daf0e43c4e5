package dev.zt.guard;

import java.util.Locale;

/** Why a call is refused before anybody asks who makes it, or although somebody may. Each has an entry in {@code docs/reasons.md}. */
public enum RequestFault {
    /** The request target can be read in more than one way: 400. */
    TARGET_AMBIGUOUS(400),
    /** The request came in plain text over a network: 400. */
    CHANNEL_PLAIN(400),
    /** The container routed the request elsewhere than the policy reads it: 400. */
    ROUTE_DISAGREES(400),
    /** The body is not the one that was signed: 400. */
    BODY_CHANGED(400),
    /** There is a body, and no digest of it was signed: 400. */
    BODY_UNSIGNED(400),
    /** The handler stopped reading a signed body of which too much is left to be compared: 400. */
    BODY_UNCOMPARED(400),
    /** The caller asked for a signed answer, and only a part of one is left to be signed: 400. */
    ANSWER_BEGUN(400),
    /** Nothing was presented, and the endpoint is not public: 401. */
    NOTHING_PRESENTED(401),
    /** A part of the guard failed: 503. */
    GUARD_FAILED(503),
    /** The caller asked for a signed answer, and this process cannot prove who it is: 503. */
    ANSWER_UNSIGNABLE(503),
    /** The decision cannot be recorded, and the audit is required: 503. */
    AUDIT_UNAVAILABLE(503);

    private final int status;

    RequestFault(int status) {
        this.status = status;
    }

    /** The HTTP status of the answer. */
    public int status() {
        return status;
    }

    /** The name in audit events and documents, such as {@code target-ambiguous}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
