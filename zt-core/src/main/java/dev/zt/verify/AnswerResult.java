package dev.zt.verify;

/** The outcome of checking who gave an answer. Exactly one of the two. */
public sealed interface AnswerResult {
    /**
     * The head of the answer is that of the one who must answer.
     *
     * @param body what the body has to be, and whoever reads it has to compare
     */
    record Proven(SignedBody body) implements AnswerResult {}

    /** The answer must not be used, whatever it says. */
    record Unproven(AnswerFault fault) implements AnswerResult {}
}
