package dev.zt.jose;

/** The signatures of one library, for the algorithms that it does. Safe for concurrent use. */
interface RawEngine {
    String name();

    boolean knows(Algorithm algorithm);

    /** Makes a public key ready. */
    Check check(PublicJwk jwk);

    /** Makes a private key ready. */
    Signer signer(PrivateJwk jwk);

    /** Checks what is already known to be {@linkplain PublicMaterial#isWellFormed well formed}. */
    @FunctionalInterface
    interface Check {
        boolean verify(byte[] data, int length, byte[] signature);
    }

    /** Signs in the form of JWS. */
    @FunctionalInterface
    interface Signer {
        byte[] sign(byte[] data, int length);
    }
}
