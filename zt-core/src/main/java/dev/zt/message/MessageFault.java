package dev.zt.message;

/** Why a message, or its body, is not what its signature or its digest says: each rule has its own constant. */
public enum MessageFault {
    /** {@code Signature-Input} or {@code Signature} is longer than 8,192 characters, or {@code Content-Digest} than 1,024. */
    FIELD_TOO_LONG,
    /** {@code Signature-Input} is no dictionary of lists of strings, names a label twice, or is beyond a limit. */
    INPUT_MALFORMED,
    /** {@code Signature} is no dictionary of byte sequences, names a label twice, or is beyond a limit. */
    SIGNATURE_MALFORMED,
    /** Two signatures have the tag of the profile. */
    SIGNATURE_AMBIGUOUS,
    /** The label of the chosen signature does not stand in {@code Signature}. */
    SIGNATURE_MISSING,
    /** The signature is not the key's, or not of this message. */
    SIGNATURE_WRONG,

    /** The signature does not have the tag of the profile. */
    TAG_WRONG,
    /** {@code created} is missing or no time. */
    CREATED_MISSING,
    /** {@code expires} is missing or no time. */
    EXPIRES_MISSING,
    /** {@code expires} lies before {@code created}. */
    EXPIRES_BEFORE_CREATED,
    /** {@code nonce} is missing, empty or no string. */
    NONCE_MISSING,
    /** {@code wimse-aud} is missing from a request, empty or no string. */
    AUDIENCE_MISSING,
    /** {@code wimse-sign-response} is no Boolean. */
    SIGN_RESPONSE_MALFORMED,
    /** {@code wimse-req-nonce} is missing from a response, empty or no string. */
    REQUEST_NONCE_MISSING,
    /** {@code wimse-req-nonce} is not the nonce of the request. */
    REQUEST_NONCE_WRONG,
    /** {@code keyid} stands there, though the key is the token's. */
    KEY_ID_STATED,
    /** {@code alg} stands there, though the algorithm is the key's. */
    ALGORITHM_STATED,
    /** A parameter of responses stands in a request, or one of requests in a response. */
    PARAMETER_MISPLACED,
    /** A parameter that the profile does not define. */
    PARAMETER_UNKNOWN,

    /** A covered component has another parameter than {@code req}. */
    COMPONENT_PARAMETER,
    /** A component is covered twice. */
    COMPONENT_REPEATED,
    /** A covered component is unknown, missing from the message, or has a value that no signature can cover. */
    COMPONENT_UNAVAILABLE,
    /** The method, of the request in either case, is not covered. */
    METHOD_NOT_COVERED,
    /** The path, of the request in either case, is not covered. */
    PATH_NOT_COVERED,
    /** The query, of the request in either case, is not covered. */
    QUERY_NOT_COVERED,
    /** The status of a response is not covered. */
    STATUS_NOT_COVERED,
    /** {@code Content-Type} is there and not covered. */
    CONTENT_TYPE_NOT_COVERED,
    /** {@code Content-Digest} is there and not covered. */
    CONTENT_DIGEST_NOT_COVERED,
    /** {@code Authorization} is there and not covered. */
    AUTHORIZATION_NOT_COVERED,
    /** {@code Txn-Token} is there and not covered. */
    TRANSACTION_NOT_COVERED,
    /** {@code Workload-Identity-Token} is not covered, though it is there or the message is a response. */
    IDENTITY_NOT_COVERED,
    /** The answered request's {@code Workload-Identity-Token} is not covered, so that somebody else's could have been answered. */
    REQUEST_IDENTITY_NOT_COVERED,
    /** The answered request's {@code Content-Digest} is not covered. */
    REQUEST_DIGEST_NOT_COVERED,
    /** A field that means one value has several, which a signature does not tell from one with commas. */
    FIELD_REPEATED,

    /** {@code Content-Digest} is no dictionary of byte sequences, or a digest has the wrong length. */
    DIGEST_MALFORMED,
    /** {@code Content-Digest} has no digest by SHA-256 or SHA-512. */
    DIGEST_WEAK,
    /** There is a body and no {@code Content-Digest}. */
    DIGEST_MISSING,
    /** The body has another digest than {@code Content-Digest} says. */
    DIGEST_WRONG
}
