package dev.zt.guard;

import java.io.IOException;

/** Thrown in the place of the end of a body that is not the one that was signed; what was read of it must not be used. */
public final class RefusedBodyException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Admission.Refused refused;

    RefusedBodyException(Admission.Refused refused) {
        super("zt: the body was refused: " + refused.reason());
        this.refused = refused;
    }

    /** The same for who asks again, in an exception of its own, because exceptions gather what is suppressed. */
    RefusedBodyException again() {
        return new RefusedBodyException(refused);
    }

    /** The refusal of the request, recorded already; what to answer, if nothing was answered yet. */
    public Admission.Refused refused() {
        return refused;
    }
}
