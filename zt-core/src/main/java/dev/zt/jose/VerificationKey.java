package dev.zt.jose;

/** A public key made ready in one engine. Safe for concurrent use. */
public interface VerificationKey {
    /** The one algorithm of the key. */
    Algorithm algorithm();

    /** Whether the signature, in the form of JWS, is this key's over the first {@code length} bytes. */
    boolean verify(byte[] data, int length, byte[] signature);
}
