package dev.zt.verify;

import dev.zt.identity.CallerId;
import dev.zt.identity.InstanceId;
import dev.zt.identity.Scopes;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A caller whose credential and proof were checked. Only the verifier can make one. Immutable; safe to log. */
public final class VerifiedCaller {
    private final CallerId id;
    private final InstanceId instance;
    private final ProofKind proofKind;
    private final @Nullable Scopes narrowedTo;
    private final Instant until;
    private final String issuerKey;
    private final String keyThumbprint;

    VerifiedCaller(
            CallerId id,
            InstanceId instance,
            ProofKind proofKind,
            @Nullable Scopes narrowedTo,
            Instant until,
            String issuerKey,
            String keyThumbprint) {
        this.id = id;
        this.instance = instance;
        this.proofKind = proofKind;
        this.narrowedTo = narrowedTo;
        this.until = until;
        this.issuerKey = issuerKey;
        this.keyThumbprint = keyThumbprint;
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

    /** The RFC 7638 thumbprint of the caller's own key, which its proof was signed with. */
    public String keyThumbprint() {
        return keyThumbprint;
    }

    @Override
    public String toString() {
        return id + " (" + instance + ")";
    }
}
