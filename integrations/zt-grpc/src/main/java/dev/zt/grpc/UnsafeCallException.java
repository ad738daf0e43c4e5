package dev.zt.grpc;

/** Ends a call before anything of it is sent, because of the way that it would take. */
final class UnsafeCallException extends Exception {
    private static final long serialVersionUID = 1L;

    UnsafeCallException(String message) {
        super(message);
    }
}
