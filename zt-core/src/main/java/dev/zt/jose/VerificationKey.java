package dev.zt.jose;

/** A public key made ready in one engine. Safe for concurrent use. */
public interface VerificationKey {
    /** The one algorithm of the key. */
    Algorithm algorithm();

    /**
     * Whether the signature is this key's over the first {@code length} bytes.
     *
     * @param signature in the form of JWS, already {@linkplain Algorithm#isWellFormed well formed}
     */
    boolean verify(byte[] data, int length, byte[] signature);
}
