package dev.zt.guard;

/**
 * What a refused caller learns: one of these and nothing more. All answers of one class have the same content, but
 * for the scopes that a proven caller lacks. Each has an entry in {@code docs/reasons.md}.
 */
enum RefusalClass {
    /** The request or its token is malformed, ambiguous or invalid. */
    BAD_REQUEST(400, "bad-request", "The request or its token cannot be accepted"),
    /** Nothing was presented, or what was presented proves nothing. */
    PROOF_REQUIRED(401, "proof-required", "The caller must prove who it is"),
    /** The caller's token is good, but the user behind it must authenticate better or again. */
    STEP_UP_REQUIRED(401, "step-up-required", "A stronger or newer authentication of the user is required"),
    /** The caller is proven and may not do this. */
    FORBIDDEN(403, "forbidden", "The caller may not do this"),
    /** The caller is proven and lacks scopes. */
    SCOPE_MISSING(403, "scope-missing", "The caller lacks a scope"),
    /** Nothing can be said now. */
    UNAVAILABLE(503, "unavailable", "The caller cannot be verified now");

    private static final String REASONS = "https://zt.dev/reasons#";

    private final int status;
    private final String anchor;
    private final String title;

    RefusalClass(int status, String anchor, String title) {
        this.status = status;
        this.anchor = anchor;
        this.title = title;
    }

    int status() {
        return status;
    }

    /** The {@code type} of the problem document: where the class is described. */
    String type() {
        return REASONS + anchor;
    }

    String title() {
        return title;
    }
}
