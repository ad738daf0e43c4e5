package dev.zt.policy;

import java.util.Locale;

/** Why a policy denies: a closed set. Each has an entry in {@code docs/reasons.md}. */
public enum DenyReason {
    /** The caller's trust domain is not one that the policy admits. */
    TRUST_DOMAIN_NOT_ADMITTED,
    /** The authorization server of the caller is not one that the policy admits. */
    ISSUER_NOT_ADMITTED,
    /** The caller's segment is not one that the policy admits, or the caller is in none. */
    SEGMENT_NOT_ADMITTED,
    /** No endpoint of the policy has this path and method. */
    ENDPOINT_UNLISTED,
    /** A {@code never} rule forbids this caller this endpoint. */
    NEVER,
    /** No {@code allow} edge leads from this caller to this endpoint. */
    NOT_ALLOWED,
    /** The endpoint is critical and the caller's proof binds neither the request nor the connection. */
    PROOF_TOO_WEAK,
    /** The caller presents a bearer token, and every edge that leads here asks for one bound to a key or connection. */
    PROOF_UNBOUND,
    /** What is left of the granted scopes does not hold all that the endpoint requires. */
    SCOPE_MISSING,
    /** The endpoint demands that a user authenticated in a certain way or lately, and the caller's token does not say so. */
    USER_AUTHENTICATION,
    /** The rules allow it, but not at the caller's present posture. */
    POSTURE,
    /** The caller's instance is quarantined here. */
    QUARANTINED;

    /** The name in audit events and documents, such as {@code scope-missing}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
