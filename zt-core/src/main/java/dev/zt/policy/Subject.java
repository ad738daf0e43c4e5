package dev.zt.policy;

import dev.zt.identity.CallerId;
import dev.zt.identity.ClientId;
import dev.zt.identity.Scopes;
import dev.zt.posture.Posture;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a policy needs to know of a proven caller. Immutable. */
public final class Subject {
    private static final User UNKNOWN_USER = new User(null, null);

    /** What the caller's credential or proof is bound to; each constant binds more than the one before it. */
    public enum Binding {
        /** Nothing: a bearer token, good for whoever holds it. */
        NONE,
        /** Identity, audience and time only. */
        AUDIENCE,
        /** This one request. */
        REQUEST,
        /** The connection. */
        CONNECTION;

        /** Whether this is enough for a critical endpoint. */
        boolean suitsCritical() {
            return compareTo(REQUEST) >= 0;
        }
    }

    /** How the user behind a token authenticated, as far as the token says. */
    private record User(@Nullable String acr, @Nullable Duration age) {
        boolean meets(UserAuthentication demand) {
            return (demand.acr().isEmpty() || (acr != null && demand.acr().contains(acr)))
                    && (demand.maxAge().isEmpty()
                            || (age != null && age.compareTo(demand.maxAge().get()) <= 0));
        }
    }

    private final CallerId id;
    private final Binding binding;
    private final @Nullable Scopes narrowedTo;
    private final @Nullable Scopes held;
    private final User user;
    private final Posture posture;

    private Subject(
            CallerId id,
            Binding binding,
            @Nullable Scopes narrowedTo,
            @Nullable Scopes held,
            User user,
            Posture posture) {
        this.id = id;
        this.binding = binding;
        this.narrowedTo = narrowedTo;
        this.held = held;
        this.user = user;
        this.posture = posture;
    }

    /**
     * A caller at normal posture without a known user. A workload uses whatever it is granted; a client nothing before
     * {@link #holding} says what its token carries.
     */
    public static Subject of(CallerId id, Binding binding) {
        Scopes held = id instanceof ClientId ? Scopes.none() : null;
        return new Subject(id, binding, null, held, UNKNOWN_USER, Posture.NORMAL);
    }

    /** This caller, limited to these scopes by its own proof. */
    public Subject narrowedTo(Scopes scopes) {
        return new Subject(id, binding, scopes, held, user, posture);
    }

    /** This caller, whose credential carries these scopes and no others; a token without scopes carries none. */
    public Subject holding(Scopes scopes) {
        return new Subject(id, binding, narrowedTo, scopes, user, posture);
    }

    /**
     * This caller for a user who authenticated.
     *
     * @param acr in which context class; empty if the token does not say
     * @param age how long ago; empty if the token does not say. A negative one counts as not said, so whoever reads the
     *     token allows for skew first
     */
    public Subject authenticated(Optional<String> acr, Optional<Duration> age) {
        User known = new User(
                acr.orElse(null), age.filter(past -> !past.isNegative()).orElse(null));
        return new Subject(id, binding, narrowedTo, held, known, posture);
    }

    /** This caller at a posture. */
    public Subject at(Posture present) {
        return present == posture ? this : new Subject(id, binding, narrowedTo, held, user, present);
    }

    /** Who calls. */
    public CallerId id() {
        return id;
    }

    /** What its credential or proof is bound to. */
    public Binding binding() {
        return binding;
    }

    /** What the caller limited itself to; empty if it did not. */
    public Optional<Scopes> narrowedTo() {
        return Optional.ofNullable(narrowedTo);
    }

    /** What its credential carries; empty if it is of a kind that carries no scopes. */
    public Optional<Scopes> held() {
        return Optional.ofNullable(held);
    }

    /** How far the caller is trusted now. */
    public Posture posture() {
        return posture;
    }

    boolean canUseAll(Scopes granted) {
        return (narrowedTo == null || narrowedTo.containsAll(granted)) && (held == null || held.containsAll(granted));
    }

    Scopes effective(Scopes granted) {
        Scopes asked = narrowedTo == null ? granted : granted.intersect(narrowedTo);
        return held == null ? asked : asked.intersect(held);
    }

    boolean meets(UserAuthentication demand) {
        return user.meets(demand);
    }

    @Override
    public String toString() {
        return id.toString();
    }
}
