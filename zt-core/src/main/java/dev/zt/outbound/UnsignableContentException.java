package dev.zt.outbound;

/**
 * Ends a call before anything is sent, because its content has to be signed, so hashed before it is sent, and cannot start
 * over. The message says so to whoever calls by the client of the platform.
 */
public final class UnsignableContentException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    UnsignableContentException() {
        super("content is hashed before it is signed and sent, so it must be able to start over: give it by"
                + " BodyPublishers.ofString or ofByteArray");
    }
}
