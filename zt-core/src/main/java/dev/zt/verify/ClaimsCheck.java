package dev.zt.verify;

/** The outcome of reading the claims of a token whose signature is good. */
sealed interface ClaimsCheck {
    /** They make up a token that can be accepted. */
    record Passed(CheckedToken token) implements ClaimsCheck {}

    /** They do not. */
    record Rejected(Rejection reason) implements ClaimsCheck {}
}
