package dev.zt.verify;

import dev.zt.message.MessageFault;
import dev.zt.request.CredentialFault;
import dev.zt.tls.PeerFault;
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
    PROOF_REPLAYED(Kind.UNPROVEN),

    /** One of the fields that carry the signature is longer than its limit. */
    SIGNATURE_TOO_LONG(Kind.SIGNATURE),
    /** {@code Signature-Input} cannot be read, or names a label twice. */
    SIGNATURE_INPUT(Kind.SIGNATURE),
    /** {@code Signature} cannot be read, or names a label twice. */
    SIGNATURE_MALFORMED(Kind.SIGNATURE),
    /** Two signatures have the tag of the profile. */
    SIGNATURE_AMBIGUOUS(Kind.SIGNATURE),
    /** The label of the signature does not stand in {@code Signature}. */
    SIGNATURE_MISSING(Kind.SIGNATURE),
    /** The parameter {@code keyid} stands there. */
    SIGNATURE_KEY_STATED(Kind.SIGNATURE),
    /** The parameter {@code alg} stands there. */
    SIGNATURE_ALGORITHM_STATED(Kind.SIGNATURE),
    /** A parameter that requests of the profile do not have. */
    SIGNATURE_PARAMETER(Kind.SIGNATURE),
    /** {@code created} is missing or no time. */
    SIGNATURE_CREATED(Kind.SIGNATURE),
    /** {@code expires} is missing, no time, or before {@code created}. */
    SIGNATURE_EXPIRES(Kind.SIGNATURE),
    /** {@code nonce} is missing or empty. */
    SIGNATURE_NONCE(Kind.SIGNATURE),
    /** A covered component has a parameter, stands twice, or has no value that can be covered. */
    SIGNATURE_COMPONENT(Kind.SIGNATURE),
    /** The method is not covered. */
    SIGNATURE_METHOD(Kind.SIGNATURE),
    /** The path is not covered. */
    SIGNATURE_PATH(Kind.SIGNATURE),
    /** The query is not covered. */
    SIGNATURE_QUERY(Kind.SIGNATURE),
    /** {@code Content-Type} is there and not covered. */
    SIGNATURE_CONTENT_TYPE(Kind.SIGNATURE),
    /** {@code Content-Digest} is there and not covered. */
    SIGNATURE_CONTENT_DIGEST(Kind.SIGNATURE),
    /** {@code Authorization} is there and not covered. */
    SIGNATURE_AUTHORIZATION(Kind.SIGNATURE),
    /** {@code Txn-Token} is there and not covered. */
    SIGNATURE_TRANSACTION(Kind.SIGNATURE),
    /** {@code Workload-Identity-Token} is not covered. */
    SIGNATURE_TOKEN(Kind.SIGNATURE),
    /** A covered field that means one value stands twice. */
    SIGNATURE_FIELD_REPEATED(Kind.SIGNATURE),
    /** {@code Content-Digest} cannot be read. */
    SIGNATURE_DIGEST(Kind.SIGNATURE),
    /** {@code Content-Digest} has no digest by SHA-256 or SHA-512. */
    SIGNATURE_DIGEST_WEAK(Kind.SIGNATURE),
    /** There is a body and no {@code Content-Digest}. */
    SIGNATURE_DIGEST_MISSING(Kind.SIGNATURE),
    /** {@code wimse-aud} is missing or names somebody else. */
    SIGNATURE_AUDIENCE(Kind.SIGNATURE),
    /** The signature was made later than now. */
    SIGNATURE_AHEAD(Kind.SIGNATURE),
    /** The signature was made longer ago than signatures are accepted. */
    SIGNATURE_TOO_OLD(Kind.SIGNATURE),
    /** {@code expires} has passed. */
    SIGNATURE_EXPIRED(Kind.SIGNATURE),
    /** {@code expires} lies further ahead than signatures may. */
    SIGNATURE_TOO_FAR_AHEAD(Kind.SIGNATURE),
    /** The signature is not that of the confirmed key over this request. */
    SIGNATURE_INVALID(Kind.SIGNATURE),
    /** The request asks for a signed answer, which this service does not give. */
    SIGNATURE_ANSWER_DEMANDED(Kind.SIGNATURE),
    /** The nonce was used before, by whomever. */
    SIGNATURE_REPLAYED(Kind.SIGNATURE),

    /** The access token or JWT-SVID is longer than the limit. */
    TOKEN_TOO_LARGE(Kind.TOKEN),
    /** It is not exactly a compact JWS with JSON objects inside. */
    TOKEN_MALFORMED(Kind.TOKEN),
    /** Its {@code alg} is unknown or not the one of the key. */
    TOKEN_ALGORITHM(Kind.TOKEN),
    /** Its header holds a parameter other than {@code alg}, {@code kid} and {@code typ}. */
    TOKEN_HEADER(Kind.TOKEN),
    /** Its {@code typ} is not {@code at+jwt}, and it is no JWT-SVID that would be accepted. */
    TOKEN_TYPE(Kind.TOKEN),
    /** Its issuer is not configured. */
    TOKEN_ISSUER_UNKNOWN(Kind.TOKEN),
    /** It names no key, and the issuer has more than one. */
    TOKEN_KEY_ID_MISSING(Kind.TOKEN),
    /** The issuer publishes no such key for such tokens. */
    TOKEN_KEY_UNKNOWN(Kind.TOKEN),
    /** The signature is not that key's. */
    TOKEN_SIGNATURE(Kind.TOKEN),
    /** It is meant for somebody else. */
    TOKEN_AUDIENCE(Kind.TOKEN),
    /** {@code exp} is missing or no time. */
    TOKEN_EXPIRY(Kind.TOKEN),
    /** It has expired. */
    TOKEN_EXPIRED(Kind.TOKEN),
    /** {@code nbf} is no time or lies ahead. */
    TOKEN_NOT_YET_VALID(Kind.TOKEN),
    /** A claim that RFC 9068 requires is missing or ill-formed. */
    TOKEN_CLAIMS(Kind.TOKEN),
    /** {@code scope} is no list of scopes. */
    TOKEN_SCOPE(Kind.TOKEN),
    /** The client or the outermost actor has no name that can be trusted. */
    TOKEN_ACTOR(Kind.TOKEN),
    /** {@code cnf} binds it in a way that is not known here. */
    TOKEN_CONFIRMATION(Kind.TOKEN),
    /** It is bound to a key, but came as a bearer token. */
    TOKEN_BOUND(Kind.TOKEN),
    /** It is bound to no key, but came with a proof of one. */
    TOKEN_UNBOUND(Kind.TOKEN),
    /** It is bound to a certificate that the connection does not show. */
    TOKEN_CERTIFICATE(Kind.TOKEN),

    /** {@code Authorization: DPoP} without a {@code DPoP} header. */
    DPOP_MISSING(Kind.DPOP_PROOF),
    /** More than one {@code DPoP} header. */
    DPOP_REPEATED(Kind.DPOP_PROOF),
    /** A {@code DPoP} header without a token. */
    DPOP_WITHOUT_TOKEN(Kind.DPOP_PROOF),
    /** The proof is longer than the limit. */
    DPOP_TOO_LARGE(Kind.DPOP_PROOF),
    /** The proof is not exactly a compact JWS with JSON objects inside. */
    DPOP_MALFORMED(Kind.DPOP_PROOF),
    /** The {@code typ} is not {@code dpop+jwt}. */
    DPOP_TYPE(Kind.DPOP_PROOF),
    /** The {@code alg} is not one that proofs may be signed with. */
    DPOP_ALGORITHM(Kind.DPOP_PROOF),
    /** The header lacks {@code jwk}, or holds a parameter other than {@code alg}, {@code jwk} and {@code typ}. */
    DPOP_HEADER(Kind.DPOP_PROOF),
    /** The {@code jwk} is no public key for this {@code alg}. */
    DPOP_KEY(Kind.DPOP_PROOF),
    /** The {@code jwk} is not the key that the token is bound to. */
    DPOP_OTHER_KEY(Kind.DPOP_PROOF),
    /** The proof is not signed by that key. */
    DPOP_SIGNATURE(Kind.DPOP_PROOF),
    /** {@code jti} is missing, empty or too long. */
    DPOP_ID(Kind.DPOP_PROOF),
    /** {@code htm} is not the method of the request. */
    DPOP_METHOD(Kind.DPOP_PROOF),
    /** {@code htu} is not the URI of the request. */
    DPOP_URI(Kind.DPOP_PROOF),
    /** {@code iat} is missing or no time. */
    DPOP_ISSUED_AT(Kind.DPOP_PROOF),
    /** The proof was made longer ago than proofs are accepted. */
    DPOP_EXPIRED(Kind.DPOP_PROOF),
    /** The proof was made later than now. */
    DPOP_TOO_FAR_AHEAD(Kind.DPOP_PROOF),
    /** {@code ath} is not the hash of the token beside it. */
    DPOP_TOKEN_HASH(Kind.DPOP_PROOF),
    /** The proof lacks a nonce of this service that is still good. */
    DPOP_NONCE(Kind.DPOP_NONCE),
    /** The proof was used before. */
    DPOP_REPLAYED(Kind.DPOP_PROOF),

    /** Two transaction tokens. */
    TRANSACTION_REPEATED(Kind.TRANSACTION),
    /** The transaction token is too long, or not exactly a compact JWS with JSON objects inside. */
    TRANSACTION_MALFORMED(Kind.TRANSACTION),
    /** Its {@code typ} is not {@code txntoken+jwt}, or its header holds a parameter that is not known. */
    TRANSACTION_TYPE(Kind.TRANSACTION),
    /** It is not signed by a key of the transaction token service. */
    TRANSACTION_SIGNATURE(Kind.TRANSACTION),
    /** It is of another trust domain, or of another issuer. */
    TRANSACTION_AUDIENCE(Kind.TRANSACTION),
    /** {@code exp} is missing or passed, or {@code nbf} or {@code iat} lies ahead. */
    TRANSACTION_EXPIRED(Kind.TRANSACTION),
    /** A claim that it must have is missing or ill-formed. */
    TRANSACTION_CLAIMS(Kind.TRANSACTION),

    /** The client sent no chain, or one that is too long or too large. */
    CERTIFICATE_CHAIN_SIZE(Kind.CERTIFICATE),
    /** A certificate cannot be read, or is not of version 3. */
    CERTIFICATE_MALFORMED(Kind.CERTIFICATE),
    /** The leaf is a CA (X509-SVID §4.1). */
    CERTIFICATE_LEAF_IS_CA(Kind.CERTIFICATE),
    /** The key usage is missing, not critical, or not that of a leaf (X509-SVID §4.3). */
    CERTIFICATE_KEY_USAGE(Kind.CERTIFICATE),
    /** The extended key usage lacks client or server authentication (X509-SVID §4.4). */
    CERTIFICATE_EXTENDED_KEY_USAGE(Kind.CERTIFICATE),
    /** There is not exactly one URI SAN (X509-SVID §2). */
    CERTIFICATE_URI_COUNT(Kind.CERTIFICATE),
    /** The URI SAN is no workload id with a path (X509-SVID §5.2). */
    CERTIFICATE_SPIFFE_ID(Kind.CERTIFICATE),
    /** The leaf carries name constraints (RFC 5280 §4.2.1.10). */
    CERTIFICATE_NAME_CONSTRAINTS(Kind.CERTIFICATE),
    /** The serial number is not positive, or longer than 20 octets (RFC 5280 §4.1.2.2). */
    CERTIFICATE_SERIAL_NUMBER(Kind.CERTIFICATE),
    /** A key is too short, or a signature algorithm too weak. */
    CERTIFICATE_WEAK_ALGORITHM(Kind.CERTIFICATE),
    /** The trust domain of the leaf is not configured. */
    CERTIFICATE_TRUST_DOMAIN_UNKNOWN(Kind.CERTIFICATE),
    /** No path leads to a CA of the leaf's own trust domain, or a certificate on it is not valid now (RFC 5280 §6). */
    CERTIFICATE_PATH(Kind.CERTIFICATE);

    /** What a rejection says of the caller, and with which status it is answered. */
    public enum Kind {
        /** The request or its token is malformed or invalid: 400. */
        MALFORMED,
        /** Possession was not proven: 401 with a challenge. */
        UNPROVEN,
        /** A signature over the request is invalid: 400. */
        SIGNATURE,
        /** A token in {@code Authorization} is invalid: 401 {@code invalid_token}. */
        TOKEN,
        /** A DPoP proof is invalid: 401 {@code invalid_dpop_proof}. */
        DPOP_PROOF,
        /** A DPoP proof is good but for its nonce: 401 {@code use_dpop_nonce}. */
        DPOP_NONCE,
        /** The certificate of the connection proves nobody: 403. */
        CERTIFICATE,
        /** The caller is proven, but a transaction token beside its credential is invalid: 401. */
        TRANSACTION
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

    static Rejection of(PeerFault fault) {
        return switch (fault) {
            case CHAIN_SIZE -> CERTIFICATE_CHAIN_SIZE;
            case MALFORMED -> CERTIFICATE_MALFORMED;
            case LEAF_IS_CA -> CERTIFICATE_LEAF_IS_CA;
            case KEY_USAGE -> CERTIFICATE_KEY_USAGE;
            case EXTENDED_KEY_USAGE -> CERTIFICATE_EXTENDED_KEY_USAGE;
            case URI_COUNT -> CERTIFICATE_URI_COUNT;
            case SPIFFE_ID -> CERTIFICATE_SPIFFE_ID;
            case NAME_CONSTRAINTS -> CERTIFICATE_NAME_CONSTRAINTS;
            case SERIAL_NUMBER -> CERTIFICATE_SERIAL_NUMBER;
            case WEAK_ALGORITHM -> CERTIFICATE_WEAK_ALGORITHM;
            case TRUST_DOMAIN_UNKNOWN -> CERTIFICATE_TRUST_DOMAIN_UNKNOWN;
            case PATH -> CERTIFICATE_PATH;
            // Said by whoever asks for one workload; here the policy does.
            case WRONG_WORKLOAD -> CERTIFICATE_PATH;
        };
    }

    static Rejection of(MessageFault fault) {
        return switch (fault) {
            case FIELD_TOO_LONG -> SIGNATURE_TOO_LONG;
            case INPUT_MALFORMED -> SIGNATURE_INPUT;
            case SIGNATURE_MALFORMED -> SIGNATURE_MALFORMED;
            case SIGNATURE_AMBIGUOUS -> SIGNATURE_AMBIGUOUS;
            case SIGNATURE_MISSING -> SIGNATURE_MISSING;
            case CREATED_MISSING -> SIGNATURE_CREATED;
            case EXPIRES_MISSING, EXPIRES_BEFORE_CREATED -> SIGNATURE_EXPIRES;
            case NONCE_MISSING -> SIGNATURE_NONCE;
            case AUDIENCE_MISSING -> SIGNATURE_AUDIENCE;
            case KEY_ID_STATED -> SIGNATURE_KEY_STATED;
            case ALGORITHM_STATED -> SIGNATURE_ALGORITHM_STATED;
            case PARAMETER_MISPLACED, PARAMETER_UNKNOWN, SIGN_RESPONSE_MALFORMED -> SIGNATURE_PARAMETER;
            case COMPONENT_PARAMETER, COMPONENT_REPEATED, COMPONENT_UNAVAILABLE -> SIGNATURE_COMPONENT;
            case METHOD_NOT_COVERED -> SIGNATURE_METHOD;
            case PATH_NOT_COVERED -> SIGNATURE_PATH;
            case QUERY_NOT_COVERED -> SIGNATURE_QUERY;
            case CONTENT_TYPE_NOT_COVERED -> SIGNATURE_CONTENT_TYPE;
            case CONTENT_DIGEST_NOT_COVERED -> SIGNATURE_CONTENT_DIGEST;
            case AUTHORIZATION_NOT_COVERED -> SIGNATURE_AUTHORIZATION;
            case TRANSACTION_NOT_COVERED -> SIGNATURE_TRANSACTION;
            case IDENTITY_NOT_COVERED -> SIGNATURE_TOKEN;
            case FIELD_REPEATED -> SIGNATURE_FIELD_REPEATED;
            case DIGEST_MALFORMED -> SIGNATURE_DIGEST;
            case DIGEST_WEAK -> SIGNATURE_DIGEST_WEAK;
            case DIGEST_MISSING -> SIGNATURE_DIGEST_MISSING;
            case SIGNATURE_WRONG -> SIGNATURE_INVALID;
            // Said of answers, of bodies, and of signatures that were not chosen by their tag.
            case TAG_WRONG,
                    STATUS_NOT_COVERED,
                    REQUEST_NONCE_MISSING,
                    REQUEST_NONCE_WRONG,
                    REQUEST_IDENTITY_NOT_COVERED,
                    REQUEST_DIGEST_NOT_COVERED,
                    DIGEST_WRONG -> SIGNATURE_INVALID;
        };
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
            case DPOP_MISSING -> DPOP_MISSING;
            case DPOP_REPEATED -> DPOP_REPEATED;
            case DPOP_WITHOUT_TOKEN -> DPOP_WITHOUT_TOKEN;
            case DPOP_TOKEN_NOT_TOKEN68, BEARER_NOT_TOKEN68 -> TOKEN_MALFORMED;
        };
    }
}
