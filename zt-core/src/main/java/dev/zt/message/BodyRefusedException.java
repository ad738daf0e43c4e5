package dev.zt.message;

import java.io.IOException;

/** Thrown out of the stream of a body that is not the one that was signed; what was read of it must not be used. */
public final class BodyRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final MessageFault fault;

    BodyRefusedException(MessageFault fault) {
        super(fault.name());
        this.fault = fault;
    }

    /** {@link MessageFault#DIGEST_WRONG} or {@link MessageFault#DIGEST_MISSING}. */
    public MessageFault fault() {
        return fault;
    }
}
