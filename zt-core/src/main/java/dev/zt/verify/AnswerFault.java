package dev.zt.verify;

import java.util.Locale;

/** Why an answer does not prove who gave it. Each has an entry in {@code docs/reasons.md}. */
public enum AnswerFault {
    /** It has no signature of the profile, or two, or fields that cannot be read. */
    ANSWER_UNSIGNED,
    /** It has no identity token, or two, or one that does not hold. */
    ANSWER_TOKEN,
    /** The one who signed it is not the one who must answer. */
    ANSWER_WORKLOAD,
    /** It was signed in answer to another request, or to none. */
    ANSWER_REQUEST,
    /** The signature says too little or something else than it may. */
    ANSWER_COVERAGE,
    /** The signature was made too long ago, or later than now, or has expired. */
    ANSWER_TIME,
    /** The signature is not that of the confirmed key over this answer. */
    ANSWER_SIGNATURE,
    /** {@code Content-Digest} cannot be read, or has none by SHA-256 or SHA-512. */
    ANSWER_DIGEST,
    /** The body is another one than was signed. */
    ANSWER_BODY,
    /** The body is longer than is held until it has been compared. */
    ANSWER_TOO_LONG,
    /** The keys of the one who must answer are not known now. */
    ANSWER_KEYS;

    /** The name in exceptions and documents, such as {@code answer-unsigned}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
