package dev.zt.verify;

/** The outcome of checking a workload identity token alone. */
sealed interface WitCheck {
    /** The token holds; {@code digest} is the SHA-256 of its text. */
    final class Passed implements WitCheck {
        final CheckedWit wit;
        final byte[] digest;

        Passed(CheckedWit wit, byte[] digest) {
            this.wit = wit;
            this.digest = digest;
        }
    }

    /** The token does not hold, or cannot be checked now. */
    record Failed(VerifyResult result) implements WitCheck {
        static Failed rejected(Rejection reason) {
            return new Failed(new VerifyResult.Rejected(reason));
        }
    }
}
