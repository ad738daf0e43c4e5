package dev.zt.outbound;

import java.io.IOException;

/**
 * Ends a call before the request at hand is sent, because it could not be proven or must not be. An earlier try of the call may
 * have been answered, and so may the request whose answer led here. The message says what an
 * operator or a developer can do, and the cause what happened, such as
 * {@link dev.zt.own.IdentityUnavailableException}. For clients whose calls fail with {@link IOException}.
 */
public final class CallNotMadeException extends IOException {
    private static final long serialVersionUID = 1L;

    /** A call that must not be made, for a reason that says what to do. */
    public CallNotMadeException(String message) {
        super(message);
    }

    /**
     * For clients that learn why in another way than by {@link OutboundAuth#begin} and {@link OutboundExchange#show}.
     *
     * @param cause whose message becomes this one's
     */
    public CallNotMadeException(RuntimeException cause) {
        super(cause.getMessage(), cause);
    }
}
