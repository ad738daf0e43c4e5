package dev.zt.request;

/** Why the credential headers of a call do not make up one credential. */
public enum CredentialFault {
    /** {@code Workload-Identity-Token} twice, or several values in one. */
    WIT_REPEATED,
    /** Two {@code Authorization} fields, one of them a {@code WPT}. */
    AUTHORIZATION_REPEATED_WITH_PROOF,
    /** Two {@code Authorization} fields without a {@code WPT}, or another credential header twice. */
    CREDENTIAL_REPEATED,
    /** Credentials that may not stand together. */
    CREDENTIALS_MIXED,
    /** A {@code WPT} without a workload identity token. */
    PROOF_WITHOUT_TOKEN,
    /** A workload identity token without a proof. */
    TOKEN_WITHOUT_PROOF,
    /** Only the header {@code Workload-Proof-Token} of drafts before -02. */
    LEGACY_PROOF_HEADER,
    /** A {@code WPT} whose text is no token68. */
    PROOF_NOT_TOKEN68,
    /** An authentication scheme that is not known here. */
    SCHEME_NOT_ACCEPTED,
    /** {@code Authorization: DPoP} without a {@code DPoP} header. */
    DPOP_MISSING,
    /** {@code Authorization: DPoP} with more than one {@code DPoP} header. */
    DPOP_REPEATED,
    /** A {@code DPoP} header without any {@code Authorization}. */
    DPOP_WITHOUT_TOKEN,
    /** {@code Authorization: DPoP} whose text is no token68. */
    DPOP_TOKEN_NOT_TOKEN68,
    /** {@code Authorization: Bearer} whose text is no token68. */
    BEARER_NOT_TOKEN68
}
