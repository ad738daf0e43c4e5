package dev.zt.verify;

import dev.zt.identity.Scopes;
import java.time.Instant;
import java.util.Optional;

/**
 * What a verified access token says besides who calls (RFC 9068 §2.2). Only the verifier makes one. Immutable; safe
 * to log but for {@code subject}, which may name a person and holds whatever the issuer put there.
 */
public final class VerifiedToken {
    private final String subject;
    private final String id;
    private final Scopes scopes;
    private final Optional<String> acr;
    private final Optional<Instant> authenticatedAt;

    VerifiedToken(String subject, String id, Scopes scopes, Optional<String> acr, Optional<Instant> authenticatedAt) {
        this.subject = subject;
        this.id = id;
        this.scopes = scopes;
        this.acr = acr;
        this.authenticatedAt = authenticatedAt;
    }

    /** The {@code sub}: for whom the caller acts, or the caller itself. Never who calls, whatever it looks like. */
    public String subject() {
        return subject;
    }

    /** The {@code jti}. */
    public String id() {
        return id;
    }

    /** The {@code scope}; none if the token states none. */
    public Scopes scopes() {
        return scopes;
    }

    /** How the user authenticated (RFC 9470 §6.1); empty if the token does not say. */
    public Optional<String> acr() {
        return acr;
    }

    /** When the user authenticated (RFC 9470 §6.1); empty if the token does not say. */
    public Optional<Instant> authenticatedAt() {
        return authenticatedAt;
    }

    @Override
    public String toString() {
        return "VerifiedToken[" + scopes + "]";
    }
}
