package dev.zt.jose;

/** A provider of signature operations. Safe for concurrent use; never installed as a provider of the platform. */
public interface SignatureEngine {
    /** The name for the start-up log. */
    String name();

    /** Makes a public key ready. */
    VerificationKey verificationKey(PublicJwk jwk);

    /** Makes a private key ready. */
    SigningKey signingKey(PrivateJwk jwk);
}
