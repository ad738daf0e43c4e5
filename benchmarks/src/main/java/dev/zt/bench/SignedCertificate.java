package dev.zt.bench;

import dev.zt.jose.VerificationKey;

/** What a certificate's signature covers and the signature, ready for a bare check. */
final class SignedCertificate {
    private final byte[] signed;
    private final byte[] signature;

    SignedCertificate(byte[] signed, byte[] signature) {
        this.signed = signed;
        this.signature = signature;
    }

    boolean isSignedBy(VerificationKey key) {
        return key.verify(signed, signed.length, signature);
    }
}
