package dev.zt.outbound;

import dev.zt.verify.AnswerFault;
import java.io.IOException;

/**
 * Ends a call whose answer had to be signed and was not, or not by the right workload, or not in answer to this request, or
 * is another one than was signed. What it said must not be used; whether the request was served is not known.
 */
public final class UnprovenAnswerException extends IOException {
    private static final long serialVersionUID = 1L;

    private final AnswerFault fault;
    private final int status;

    UnprovenAnswerException(AnswerFault fault, int status) {
        super("the answer with status " + status + " does not prove who gave it: " + fault.id());
        this.fault = fault;
        this.status = status;
    }

    /** What is wrong with it; each has an entry in {@code docs/reasons.md}. */
    public AnswerFault fault() {
        return fault;
    }

    /** The status that somebody answered with; for a look into what went wrong and for nothing else. */
    public int status() {
        return status;
    }
}
