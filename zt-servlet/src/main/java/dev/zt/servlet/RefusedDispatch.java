package dev.zt.servlet;

import dev.zt.guard.Admission;
import dev.zt.guard.RefusedBodyException;
import jakarta.servlet.ServletException;
import org.jspecify.annotations.Nullable;

/**
 * Ends a dispatch that was refused where its response cannot say so, such as an include. Whoever dispatched may catch it
 * and go on; if nobody does, the guard's own filter, further out, answers in its place.
 */
final class RefusedDispatch extends ServletException {
    private static final long serialVersionUID = 1L;
    // Applications wrap exceptions; more deeply than this, it is somebody else's.
    private static final int MAX_DEPTH = 16;

    private final transient Admission.Refused refused;

    RefusedDispatch(Admission.Refused refused) {
        super("zt: a dispatch was refused with " + refused.answer().status()
                + ", which its response cannot say any more");
        this.refused = refused;
    }

    // Anybody may cause one; a container that logs it should not be made to write a stack each time.
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }

    /** The refusal that led to an exception: of a dispatch, or of the body that its handler read. */
    static Admission.@Nullable Refused in(Throwable thrown) {
        Throwable at = thrown;
        for (int depth = 0; at != null && depth < MAX_DEPTH; depth++) {
            if (at instanceof RefusedDispatch found) {
                return found.refused;
            }
            if (at instanceof RefusedBodyException body) {
                return body.refused();
            }
            at = at.getCause();
        }
        return null;
    }
}
