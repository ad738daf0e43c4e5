package dev.zt.verify;

import dev.zt.identity.CallerId;
import dev.zt.identity.InstanceId;
import dev.zt.identity.Scopes;
import dev.zt.keys.KeyUse;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A caller whose credential and proof were checked. Only the verifier can make one. Immutable; safe to log. */
public final class VerifiedCaller {
    private final CallerId id;
    private final InstanceId instance;
    private final ProofKind proofKind;
    private final @Nullable Scopes narrowedTo;
    private final Instant until;
    private final @Nullable KeyUse keyUse;
    private final String issuerKey;
    private final @Nullable String keyThumbprint;
    private final @Nullable VerifiedToken token;
    private final @Nullable VerifiedTransaction transaction;
    private final @Nullable List<X509Certificate> certificates;

    VerifiedCaller(
            CallerId id,
            InstanceId instance,
            ProofKind proofKind,
            @Nullable Scopes narrowedTo,
            Instant until,
            @Nullable KeyUse keyUse,
            String issuerKey,
            @Nullable String keyThumbprint,
            @Nullable VerifiedToken token,
            @Nullable VerifiedTransaction transaction,
            @Nullable List<X509Certificate> certificates) {
        this.id = id;
        this.instance = instance;
        this.proofKind = proofKind;
        this.narrowedTo = narrowedTo;
        this.until = until;
        this.keyUse = keyUse;
        this.issuerKey = issuerKey;
        this.keyThumbprint = keyThumbprint;
        this.token = token;
        this.transaction = transaction;
        this.certificates = certificates;
    }

    /** The workload of a token, by a proof of the key that it confirms. */
    static VerifiedCaller of(CheckedWit wit, ProofKind kind, @Nullable Scopes narrowedTo) {
        return new VerifiedCaller(
                wit.id(),
                wit.instance(),
                kind,
                narrowedTo,
                wit.validity().until(),
                KeyUse.WIT_SVID,
                wit.issuerKey(),
                wit.thumbprint(),
                null,
                null,
                null);
    }

    /** The same caller, in the course of a transaction. */
    VerifiedCaller in(VerifiedTransaction verified) {
        return new VerifiedCaller(
                id,
                instance,
                proofKind,
                narrowedTo,
                until,
                keyUse,
                issuerKey,
                keyThumbprint,
                token,
                verified,
                certificates);
    }

    /** Who calls. */
    public CallerId id() {
        return id;
    }

    /** Which of its instances calls. */
    public InstanceId instance() {
        return instance;
    }

    /** How the caller proved that it holds its key. */
    public ProofKind proofKind() {
        return proofKind;
    }

    /** The scopes that the caller limited this call to; empty if it did not. */
    public Optional<Scopes> narrowedTo() {
        return Optional.ofNullable(narrowedTo);
    }

    /** The instant from which the caller's credential is no longer accepted. */
    public Instant until() {
        return until;
    }

    /** The RFC 7638 thumbprint of the published key that signed the caller's credential. */
    public String issuerKey() {
        return issuerKey;
    }

    /**
     * The RFC 7638 thumbprint of the caller's own key, which its proof was signed with, or the hash of the certificate
     * that its token is bound to; empty for a bearer, who shows neither.
     */
    public Optional<String> keyThumbprint() {
        return Optional.ofNullable(keyThumbprint);
    }

    /** What the caller's access token says besides who calls; empty if it came with none. */
    public Optional<VerifiedToken> token() {
        return Optional.ofNullable(token);
    }

    /** The transaction that the call belongs to; empty if it names none, or nobody's transactions are verified. */
    public Optional<VerifiedTransaction> transaction() {
        return Optional.ofNullable(transaction);
    }

    /** What the key that signed its credential is published for; null for a certificate. */
    @Nullable
    KeyUse keyUse() {
        return keyUse;
    }

    /** The certificates of the connection that prove who calls; empty if a token does. */
    List<X509Certificate> certificates() {
        return certificates == null ? List.of() : certificates;
    }

    @Override
    public String toString() {
        return id + " (" + instance + ")";
    }
}
