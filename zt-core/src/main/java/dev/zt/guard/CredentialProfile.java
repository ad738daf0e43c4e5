package dev.zt.guard;

import dev.zt.verify.ProofKind;

/**
 * A way to show who is calling. A guard accepts a set of them, and challenges in this order: workload proofs,
 * which zt's own callers make, come first, since many clients read one field only.
 */
enum CredentialProfile {
    /** A workload identity token with a workload proof token (wpt-02). */
    WPT,
    /** An access token that is bound to a key, with a proof of that key (RFC 9449). */
    DPOP,
    /** An access token that its bearer may use, or that is bound to a certificate (RFC 6750, RFC 8705). */
    BEARER,
    /** A workload identity token with a signature over the request (RFC 9421). No scheme asks for it. */
    HTTP_SIGNATURE,
    /** A TLS client certificate. No scheme asks for it. */
    CERTIFICATE;

    /** The profile that a caller presented itself by. */
    static CredentialProfile of(ProofKind kind) {
        return switch (kind) {
            case WPT -> WPT;
            case HTTP_SIGNATURE -> HTTP_SIGNATURE;
            case DPOP -> DPOP;
            case CERTIFICATE -> CERTIFICATE;
            case CERTIFICATE_BOUND, BEARER -> BEARER;
        };
    }
}
