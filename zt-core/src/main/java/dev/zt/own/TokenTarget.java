package dev.zt.own;

import dev.zt.identity.Audience;
import dev.zt.identity.Scopes;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an access token is for: one callee, some scopes, and on whose behalf. Equal targets share a token. Immutable;
 * {@link #toString()} shows no token.
 */
public final class TokenTarget {
    private final Audience audience;
    private final Scopes scopes;
    private final boolean unboundAllowed;
    private final @Nullable SecurityToken subject;
    private final @Nullable SecurityToken actor;

    private TokenTarget(
            Audience audience,
            Scopes scopes,
            boolean unboundAllowed,
            @Nullable SecurityToken subject,
            @Nullable SecurityToken actor) {
        this.audience = audience;
        this.scopes = scopes;
        this.unboundAllowed = unboundAllowed;
        this.subject = subject;
        this.actor = actor;
    }

    /**
     * A token for calls of this process's own.
     *
     * @param scopes what to ask for; none leaves it to the authorization server
     */
    public static TokenTarget of(Audience audience, Scopes scopes) {
        return new TokenTarget(audience, scopes, false, null, null);
    }

    /** The same, content with a token that whoever has it can use, if the server gives no bound one. */
    public TokenTarget allowUnbound() {
        return new TokenTarget(audience, scopes, true, subject, actor);
    }

    /** The same on somebody's behalf: their token is exchanged (RFC 8693). */
    public TokenTarget onBehalfOf(SecurityToken newSubject) {
        return new TokenTarget(audience, scopes, unboundAllowed, newSubject, actor);
    }

    /** The same, where another token than the client's own assertion says who acts (RFC 8693 §2.1). */
    public TokenTarget actingBy(SecurityToken newActor) {
        return new TokenTarget(audience, scopes, unboundAllowed, subject, newActor);
    }

    /** Whom the token is for. */
    public Audience audience() {
        return audience;
    }

    /** What the token is to allow. */
    public Scopes scopes() {
        return scopes;
    }

    boolean unboundAllowed() {
        return unboundAllowed;
    }

    Optional<SecurityToken> subject() {
        return Optional.ofNullable(subject);
    }

    Optional<SecurityToken> actor() {
        return Optional.ofNullable(actor);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TokenTarget that
                && audience.equals(that.audience)
                && scopes.equals(that.scopes)
                && unboundAllowed == that.unboundAllowed
                && Objects.equals(subject, that.subject)
                && Objects.equals(actor, that.actor);
    }

    @Override
    public int hashCode() {
        return 31 * audience.hashCode() + (subject == null ? 0 : subject.hashCode());
    }

    @Override
    public String toString() {
        return audience
                + (scopes.isEmpty() ? "" : " [" + scopes + "]")
                + (subject == null ? "" : " on somebody's behalf");
    }
}
