package dev.zt.authority;

import java.util.Locale;

/** Why the authority does not issue. A closed set; each has an entry in {@code docs/authority.md}. */
public enum Refusal {
    /** The request is not the JSON object that it must be, or too large. */
    ENROLMENT_MALFORMED(400),
    /** The proof does not prove possession of the key, or not for this request. */
    ENROLMENT_PROOF(400),
    /** The nonce is not this authority's, or too old. */
    NONCE_INVALID(400),
    /** The certificate request is none, or not signed by its key, or not for a key on P-256. */
    CSR_INVALID(400),
    /** No such join token was ever made, or it was forgotten after its end. */
    JOIN_TOKEN_UNKNOWN(403),
    /** The join token has expired. */
    JOIN_TOKEN_EXPIRED(403),
    /** The join token was used by another key: somebody else has it. */
    JOIN_TOKEN_USED(403),
    /** The workload is not registered any more. */
    WORKLOAD_UNKNOWN(403),
    /** The instance is not known, or the key is not its. */
    INSTANCE_UNKNOWN(403),
    /** The instance, its workload or its key was revoked, or the instance is quarantined. */
    INSTANCE_BARRED(403),
    /** Two renewals came from one key: the instance was cloned, and is quarantined now. */
    RENEWAL_CLONED(403),
    /** The identity ended too long ago to be renewed. */
    RENEWAL_LAPSED(403),
    /** Too many requests from one address. */
    RATE_LIMITED(429),
    /** The authority cannot record what it would issue, or its clock is wrong. */
    AUTHORITY_UNAVAILABLE(503);

    private final int status;

    Refusal(int status) {
        this.status = status;
    }

    /** The HTTP status of the answer. */
    public int status() {
        return status;
    }

    /** The name in answers, audit events and documents, such as {@code join-token-used}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
