package dev.zt.verify;

/** The outcome of looking for a transaction token. */
sealed interface TransactionCheck {
    /** There is none, or nobody whose tokens would be verified. */
    record None() implements TransactionCheck {}

    /** It holds. */
    record Passed(CheckedTransaction checked) implements TransactionCheck {}

    /** It does not hold. */
    record Failed(Rejection reason) implements TransactionCheck {}

    /** Nobody can tell now. */
    record Unavailable(VerifyResult.Unavailable result) implements TransactionCheck {}
}
