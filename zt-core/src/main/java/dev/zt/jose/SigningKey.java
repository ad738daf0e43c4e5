package dev.zt.jose;

/** A private key made ready in one engine. Safe for concurrent use; {@code toString} shows nothing secret. */
public interface SigningKey {
    /** The public half. */
    PublicJwk publicJwk();

    /** Signs the first {@code length} bytes; the signature has the form of JWS (RFC 7518 §3, RFC 8037 §3.1). */
    byte[] sign(byte[] data, int length);
}
