package dev.zt.jose;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 by the JDK, whose code uses the processor's own instructions. */
public final class Sha256 {
    private Sha256() {}

    /** The digest of all bytes. */
    public static byte[] of(byte[] bytes) {
        return of(bytes, bytes.length);
    }

    /** The digest of the first {@code length} bytes. */
    public static byte[] of(byte[] bytes, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, 0, length);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
