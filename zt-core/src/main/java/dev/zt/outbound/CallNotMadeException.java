package dev.zt.outbound;

import dev.zt.own.IdentityUnavailableException;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;

/**
 * Ends a call before the request at hand is sent, because it could not be proven or must not be. An earlier try of the call may
 * have been answered, and so may the request whose answer led here. The message says what an
 * operator or a developer can do, and the cause what happened, such as
 * {@link IdentityUnavailableException}. For clients whose calls fail with {@link IOException}.
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

    /**
     * What a call by {@link OutboundAuth#newHttpClient()} or {@link OutboundAuth#wrap} failed with, for clients whose
     * failures are {@link IOException}s: one of these where that client says by an unchecked exception that it made no call.
     *
     * @param failure as it was thrown, or as it completed a future
     */
    public static Throwable orElse(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        // A cancelled step is an IllegalStateException as well, and its call may have been made.
        return cause instanceof IdentityUnavailableException
                        || (cause instanceof IllegalStateException && !(cause instanceof CancellationException))
                        || cause instanceof IllegalArgumentException
                ? new CallNotMadeException((RuntimeException) cause)
                : cause;
    }
}
