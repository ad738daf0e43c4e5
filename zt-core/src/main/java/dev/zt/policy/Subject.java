package dev.zt.policy;

import dev.zt.identity.CallerId;
import dev.zt.identity.Scopes;
import dev.zt.posture.Posture;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a policy needs to know of a proven caller. Immutable. */
public final class Subject {
    /** What the caller's proof is bound to. */
    public enum Binding {
        /** Identity, audience and time only. */
        AUDIENCE,
        /** This one request. */
        REQUEST,
        /** The connection. */
        CONNECTION
    }

    private final CallerId id;
    private final Binding binding;
    private final @Nullable Scopes narrowedTo;
    private final Posture posture;

    private Subject(CallerId id, Binding binding, @Nullable Scopes narrowedTo, Posture posture) {
        this.id = id;
        this.binding = binding;
        this.narrowedTo = narrowedTo;
        this.posture = posture;
    }

    /** A caller at normal posture that uses whatever it is granted. */
    public static Subject of(CallerId id, Binding binding) {
        return new Subject(id, binding, null, Posture.NORMAL);
    }

    /** This caller, limited to these scopes by its own proof. */
    public Subject narrowedTo(Scopes scopes) {
        return new Subject(id, binding, scopes, posture);
    }

    /** This caller at a posture. */
    public Subject at(Posture present) {
        return present == posture ? this : new Subject(id, binding, narrowedTo, present);
    }

    /** Who calls. */
    public CallerId id() {
        return id;
    }

    /** What its proof is bound to. */
    public Binding binding() {
        return binding;
    }

    /** What the caller limited itself to; empty if it did not. */
    public Optional<Scopes> narrowedTo() {
        return Optional.ofNullable(narrowedTo);
    }

    /** How far the caller is trusted now. */
    public Posture posture() {
        return posture;
    }

    Scopes effective(Scopes granted) {
        return narrowedTo == null ? granted : granted.intersect(narrowedTo);
    }

    boolean isNarrowed() {
        return narrowedTo != null;
    }

    @Override
    public String toString() {
        return id.toString();
    }
}
