package dev.zt.verify;

/** The outcome of checking a token of {@code Authorization} alone. */
sealed interface TokenCheck {
    /** The token holds; {@code digest} is the SHA-256 of its text. */
    final class Passed implements TokenCheck {
        final CheckedToken token;
        final byte[] digest;

        Passed(CheckedToken token, byte[] digest) {
            this.token = token;
            this.digest = digest;
        }
    }

    /** The token does not hold. */
    record Rejected(Rejection reason) implements TokenCheck {}

    /** Nobody can tell now. */
    record Unavailable(VerifyResult.Unavailable result) implements TokenCheck {}
}
