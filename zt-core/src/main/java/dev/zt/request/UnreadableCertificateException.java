package dev.zt.request;

/** Somebody who is believed names a client certificate, and it cannot be read; the call is refused for it. */
public final class UnreadableCertificateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableCertificateException(String message) {
        super(message);
    }
}
