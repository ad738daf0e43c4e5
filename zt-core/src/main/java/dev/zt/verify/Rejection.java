package dev.zt.verify;

import dev.zt.request.CredentialFault;
import java.util.Locale;

/**
 * Why a credential was refused: a closed set, one constant per check. Each has an entry in {@code docs/reasons.md}.
 */
public enum Rejection {
    /** Two workload identity tokens. */
    WIT_REPEATED(Kind.MALFORMED),
    /** A credential header twice. */
    CREDENTIAL_REPEATED(Kind.MALFORMED),
    /** Credentials that may not stand together. */
    CREDENTIALS_MIXED(Kind.MALFORMED),
    /** The token is longer than the limit. */
    WIT_TOO_LARGE(Kind.MALFORMED),
    /** The token is not exactly a compact JWS with JSON objects inside. */
    WIT_MALFORMED(Kind.MALFORMED),
    /** The token's {@code alg} is unknown or not the one of the key. */
    WIT_ALGORITHM(Kind.MALFORMED),
    /** The token's header holds a parameter other than {@code alg}, {@code kid} and {@code typ}. */
    WIT_HEADER(Kind.MALFORMED),
    /** The token names no key. */
    WIT_KEY_ID_MISSING(Kind.MALFORMED),
    /** The token's {@code sub} is no workload id. */
    WIT_SUBJECT(Kind.MALFORMED),
    /** The trust domain of {@code sub} is not configured. */
    WIT_TRUST_DOMAIN_UNKNOWN(Kind.MALFORMED),
    /** The trust domain of {@code sub} publishes no such key. */
    WIT_KEY_UNKNOWN(Kind.MALFORMED),
    /** The signature is not that key's. */
    WIT_SIGNATURE(Kind.MALFORMED),
    /** The {@code typ} is not {@code wit+jwt}. */
    WIT_TYPE(Kind.MALFORMED),
    /** The token names an audience, which a WIT-SVID must not. */
    WIT_AUDIENCE_PRESENT(Kind.MALFORMED),
    /** {@code exp} is missing or no time. */
    WIT_EXPIRY(Kind.MALFORMED),
    /** The token has expired. */
    WIT_EXPIRED(Kind.MALFORMED),
    /** {@code nbf} is no time or lies ahead. */
    WIT_NOT_YET_VALID(Kind.MALFORMED),
    /** {@code cnf.jwk} is missing or no usable public key with an {@code alg}. */
    WIT_CONFIRMATION_KEY(Kind.MALFORMED),
    /** The {@code instance} claim is no instance id. */
    WIT_INSTANCE(Kind.MALFORMED),

    /** An authentication scheme that this service does not accept, a bearer token included. */
    SCHEME_NOT_ACCEPTED(Kind.UNPROVEN),
    /** A second {@code Authorization} beside a proof. */
    AUTHORIZATION_REPEATED(Kind.UNPROVEN),
    /** A workload identity token without a proof. */
    PROOF_MISSING(Kind.UNPROVEN),
    /** A proof without a workload identity token. */
    PROOF_WITHOUT_TOKEN(Kind.UNPROVEN),
    /** Only the header of drafts before -02. */
    PROOF_HEADER_OUTDATED(Kind.UNPROVEN),
    /** The proof is longer than the limit. */
    PROOF_TOO_LARGE(Kind.UNPROVEN),
    /** The proof is not exactly a compact JWS with JSON objects inside. */
    PROOF_MALFORMED(Kind.UNPROVEN),
    /** The proof's {@code alg} is not the one of the confirmed key. */
    PROOF_ALGORITHM(Kind.UNPROVEN),
    /** The proof's header holds a parameter other than {@code alg}, {@code kid} and {@code typ}. */
    PROOF_HEADER(Kind.UNPROVEN),
    /** The proof is not signed by the key that the token confirms. */
    PROOF_SIGNATURE(Kind.UNPROVEN),
    /** The {@code typ} is not {@code wpt+jwt}. */
    PROOF_TYPE(Kind.UNPROVEN),
    /** The proof is meant for somebody else. */
    PROOF_AUDIENCE(Kind.UNPROVEN),
    /** {@code exp} is missing or no time. */
    PROOF_EXPIRY(Kind.UNPROVEN),
    /** The proof has expired. */
    PROOF_EXPIRED(Kind.UNPROVEN),
    /** The proof expires further ahead than proofs may. */
    PROOF_TOO_FAR_AHEAD(Kind.UNPROVEN),
    /** {@code wth} is not the hash of the token beside it. */
    PROOF_TOKEN_HASH(Kind.UNPROVEN),
    /** {@code jti} is missing, empty or too long. */
    PROOF_ID(Kind.UNPROVEN),
    /** {@code tth} and the transaction token do not belong together. */
    PROOF_TRANSACTION(Kind.UNPROVEN),
    /** {@code oth} and the context headers do not belong together. */
    PROOF_CONTEXT(Kind.UNPROVEN),
    /** The proof's {@code scope} is no list of scopes. */
    PROOF_SCOPE(Kind.UNPROVEN),
    /** The proof was used before. */
    PROOF_REPLAYED(Kind.UNPROVEN);

    /** What a rejection says of the caller, and with which status it is answered. */
    public enum Kind {
        /** The request or its token is malformed or invalid: 400. */
        MALFORMED,
        /** Possession was not proven: 401 with a challenge. */
        UNPROVEN
    }

    private final Kind kind;

    Rejection(Kind kind) {
        this.kind = kind;
    }

    /** What the rejection says of the caller. */
    public Kind kind() {
        return kind;
    }

    /** The name in audit events and documents, such as {@code proof-replayed}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Rejection of(CredentialFault fault) {
        return switch (fault) {
            case WIT_REPEATED -> WIT_REPEATED;
            case AUTHORIZATION_REPEATED_WITH_PROOF -> AUTHORIZATION_REPEATED;
            case CREDENTIAL_REPEATED -> CREDENTIAL_REPEATED;
            case CREDENTIALS_MIXED -> CREDENTIALS_MIXED;
            case PROOF_WITHOUT_TOKEN -> PROOF_WITHOUT_TOKEN;
            case TOKEN_WITHOUT_PROOF -> PROOF_MISSING;
            case LEGACY_PROOF_HEADER -> PROOF_HEADER_OUTDATED;
            case PROOF_NOT_TOKEN68 -> PROOF_MALFORMED;
            case SCHEME_NOT_ACCEPTED -> SCHEME_NOT_ACCEPTED;
        };
    }
}
