package dev.zt.own;

/** There is no valid identity to prove, so a call cannot be made. The message says what an operator can do. */
public final class IdentityUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why there is none. */
    public IdentityUnavailableException(String message) {
        super(message);
    }
}
